#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up and runs all tests: formatting, lints, unit and runtime tests, the real node driven by the real
# polkadot.js client, and the parachain without a relay chain.

source "$(dirname "$0")/setup.sh"
# shellcheck source=scripts/side-by-side.sh
source scripts/side-by-side.sh
trap end_all EXIT
start=$SECONDS
took() { printf '   (%d min %02d s so far)\n' $(((SECONDS - start) / 60)) $(((SECONDS - start) % 60)); }

need_rust
need_packages chromium curl iproute2 jq zstd
need_client
need_client tests/parachain
need_client examples
need_client web
need_prometheus
need_python examples/requirements.txt
examples_python=$venv/bin/python
need_python deploy/requirements.txt
deploy_python=$venv/bin/python
need_python meter/requirements.txt

say "Formatting"
cargo fmt --all --check || fail "run: cargo fmt --all"
tests/client/node_modules/.bin/taplo fmt --check || fail "run: tests/client/node_modules/.bin/taplo fmt"

say "Features of the workspace"
zepter="zepter 1.88.2"
if [ "$(zepter --version 2>/dev/null)" != "$zepter" ]; then
	say "Installing $zepter"
	cargo install --quiet --locked --root "$cache/tools" "${zepter/ /@}" ||
		fail "could not install $zepter"
fi
zepter run check || fail "run: zepter"

say "The production build turns the metadata hash on"
cargo tree --locked --package gridmerit-node --features metadata-hash --edges normal,build,features \
	--invert substrate-wasm-builder | grep '"metadata-hash"' >/dev/null ||
	fail "the feature metadata-hash does not reach the Wasm builder"

say "The crates that clear and check need no standard library"
cargo check --locked --package gridmerit-market --features scale,serde --target wasm32v1-none ||
	fail "the market crate does not build without the standard library"
cargo check --locked --package gridmerit-grid --features scale --target wasm32v1-none ||
	fail "the grid crate does not build without the standard library"
cargo check --locked --package gridmerit-island --features scale --target wasm32v1-none ||
	fail "the island crate does not build without the standard library"
cargo check --locked --package gridmerit-dispatch --features scale --target wasm32v1-none ||
	fail "the dispatch crate does not build without the standard library"
cargo check --locked --package gridmerit-hidden --features range --target wasm32v1-none ||
	fail "the crate of hidden amounts does not build without the standard library"
took

say "What meters sign: built for a microcontroller, and a tool without a chain"
cargo build --locked --package gridmerit-statements --target thumbv7em-none-eabi ||
	fail "the layouts of what meters sign do not build for a Cortex-M4"
tool=$(cargo tree --locked --package gridmerit-meter --edges normal,build --prefix none) ||
	fail "cargo tree did not work"
if grep -E '^(frame|pallet|sc|sp)-' <<<"$tool"; then
	fail "the tool for makers of meters depends on a chain's crates"
fi
took

# clippy in the place of rustc: what is built is linted, so nothing is compiled once more for the lints.
say "Building and linting everything (cold: about half an hour on 2 cores)"
RUSTC_WORKSPACE_WRAPPER=$(rustup which clippy-driver)
export RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS="-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__"
build_all --all-targets --message-format json-render-diagnostics >"$outputs/built" ||
	fail "the workspace does not build, or clippy has something to say"
took

# Apart: range proofs turn on features of crates that everything above sp-core stands on.
say "Hidden amounts, with range proofs"
cargo test --locked --quiet --package gridmerit-hidden --package gridmerit-hidden-tool \
	--features gridmerit-hidden/range,gridmerit-hidden-tool/range || fail "hidden amounts"
took

say "Examples in the docs"
GRIDMERIT_SHIPPED_WASM=1 cargo test --locked --workspace --features "$test_features" --doc --no-fail-fast || fail "examples"
took

# Every test program of the workspace, in its package's folder as cargo runs it.
tests_of() {
	jq -r 'select(.executable and .profile.test and (.target.kind | any(. == "bench" or . == "example") | not))
		| [.target.name, (.manifest_path | rtrimstr("/Cargo.toml")), .executable] | @tsv' "$outputs/built"
}
run_in() { cd "$1" && timeout "$2" "${@:3}"; }

say "Unit tests, tests of the runtime with try_state, benchmarks as tests"
at_most=2
while IFS=$'\t' read -r name folder program; do
	[ "$name" = live ] || start "$(basename "$folder"): $name" run_in "$folder" 1500 "$program"
done < <(tests_of)
reference() {
	python3 scenarios/ieee33/reference.py | cmp - scenarios/ieee33/expected.json &&
		python3 scenarios/ieee33/lines.py | cmp - scenarios/ieee33/lines.json &&
		python3 scenarios/datacentre/make.py | cmp - scenarios/datacentre/scenario.json
}
start "the paper's day as its reference computes it, the data centre's week as it is made" reference
start "what meters sign, checked with Python's libraries" "$venv/bin/python" meter/check_vectors.py
start "hidden amounts, checked in Python without a library" python3 crates/hidden/check_vectors.py
finish_all
took

say "What is different since the last release"
"$CARGO_TARGET_DIR/debug/gridmerit-upgrade" release ||
	fail "the runtimes have changed: raise their versions (docs/upgrades.md); before a first release: scripts/upgrade.sh release --write"
took

say "The page of the live market"
GRIDMERIT_NODE=$node_binary scripts/web.sh --build || fail "the page"
took

say "The paper's day as its reference has it; the agent and polkadot.js on real nodes"
export GRIDMERIT_NODE=$node_binary GRIDMERIT_CLEAR="$CARGO_TARGET_DIR/debug/gridmerit-clear"
export GRIDMERIT_UPGRADE="$CARGO_TARGET_DIR/debug/gridmerit-upgrade"
export GRIDMERIT_REPORT="$outputs/perfect" GRIDMERIT_REPORT_GRID="$outputs/grid" GRIDMERIT_SPECS="$outputs/specs"
export GRIDMERIT_PYTHON_EXAMPLES=$examples_python GRIDMERIT_PYTHON_DEPLOY=$deploy_python GRIDMERIT_PROMETHEUS=$prometheus
mkdir "$GRIDMERIT_SPECS"
for chain in dev local; do
	"$node_binary" export-chain-spec --chain "$chain" --raw >"$GRIDMERIT_SPECS/$chain.json" 2>/dev/null ||
		fail "no spec of the chain $chain"
done
day() {
	local folder=${2:-$1}
	timeout 600 "$CARGO_TARGET_DIR/debug/gridmerit-agent" replay scenarios/ieee33 --node "$node_binary" \
		--mode "$1" --report "$outputs/$folder" "${@:3}" &&
		"$CARGO_TARGET_DIR/debug/gridmerit-agent" compare "$outputs/$folder/report.json" scenarios/ieee33
}
at_most=4
# First, as tests look at the reports in a browser.
start "the day, perfect" day perfect
start "the day on limited lines" day perfect grid --grid 80
finish_all
# Then what takes longest: chopsticks interprets the runtime.
for file in tests/parachain/*.test.js; do
	start "$(basename "$file")" timeout 3000 node --test "$file"
done
start "the day, rolling" day rolling
start "the day, rolling+haircut" day rolling+haircut
while IFS=$'\t' read -r name folder program; do
	[ "$name" != live ] || start "$(basename "$folder"): $name" run_in "$folder" 1500 "$program"
done < <(tests_of)
for file in tests/client/*.test.js; do
	start "$(basename "$file")" timeout 1500 node --test "$file"
done
# The others take an hour: scripts/network.sh.
if unshare --net --mount --pid --fork --mount-proc true 2>/dev/null || unshare --user --map-root-user --net true 2>/dev/null; then
	start "a network that falls apart" timeout 1500 node --test tests/network/quick.test.js
else
	say "No network namespaces on this machine: a network that falls apart is not tested"
fi
finish_all
took

say "All tests passed"
