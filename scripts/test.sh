#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up and runs all tests: formatting, lints, unit and runtime tests, and the real node driven by
# the real polkadot.js client.

source "$(dirname "$0")/setup.sh"
start=$SECONDS
took() { printf '   (%d min %02d s so far)\n' $(((SECONDS - start) / 60)) $(((SECONDS - start) % 60)); }

need_rust
need_packages chromium curl jq
need_client

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
took

say "The production build turns the metadata hash on"
cargo tree --locked --package gridmerit-node --features metadata-hash --edges normal,build,features \
	--invert substrate-wasm-builder | grep '"metadata-hash"' >/dev/null ||
	fail "the feature metadata-hash does not reach the Wasm builder"

# Also shows that the crate needs no standard library.
say "The market crate: against its reference, a linear program, other projects' cases; its command"
cargo check --locked --package gridmerit-market --features scale,serde --target wasm32v1-none ||
	fail "the market crate does not build without the standard library"
cargo test --locked --package gridmerit-market --package gridmerit-market-fuzz --package gridmerit-clear \
	--features gridmerit-market/scale || fail "market tests"
took

build_node
took

say "Lints"
SKIP_WASM_BUILD=1 cargo clippy --locked --workspace --all-targets \
	--features gridmerit-market/scale,gridmerit-agent/live-tests \
	--features gridmerit-runtime/try-runtime,gridmerit-runtime/runtime-benchmarks \
	-- -D warnings || fail "clippy has something to say"
took

# Without the market crates, whose test dependencies would have half of it compiled once more.
say "Unit tests of the pallets, the node and the agent"
cargo test --locked --workspace --exclude gridmerit-market --exclude gridmerit-market-fuzz \
	--exclude gridmerit-clear --tests || fail "unit tests"
took

# On its own, so that the node is tested as it is shipped: without try-runtime.
say "Tests of the runtime, with try_state"
SKIP_WASM_BUILD=1 cargo test --locked --package gridmerit-runtime --features try-runtime ||
	fail "runtime tests"
took

# Together with the runtime, which decides the features of what they share: alone they would have more
# than twice as much compiled.
say "Benchmarks of the pallets, as tests"
SKIP_WASM_BUILD=1 cargo test --locked --package gridmerit-runtime --package 'pallet-*' \
	--features gridmerit-runtime/runtime-benchmarks --lib benchmarking || fail "benchmarks"
took

say "What meters sign, checked with Python's libraries"
need_python meter/requirements.txt
"$venv/bin/python" meter/check_vectors.py || fail "the meters' test vectors are wrong"
took

say "The agent, against real nodes"
SKIP_WASM_BUILD=1 GRIDMERIT_NODE="$node_binary" timeout 1500 \
	cargo test --locked --package gridmerit-agent --features live-tests --test live || fail "live tests"
took

say "The paper's day on a real chain, as its reference has it"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
for mode in perfect rolling rolling+haircut; do
	timeout 600 "$CARGO_TARGET_DIR/debug/gridmerit-agent" replay scenarios/ieee33 --node "$node_binary" \
		--mode "$mode" --report "$reports/$mode" || fail "the day ($mode)"
	"$CARGO_TARGET_DIR/debug/gridmerit-agent" compare "$reports/$mode/report.json" scenarios/ieee33 ||
		fail "report.json ($mode)"
done
took

say "The node, driven by polkadot.js"
for file in tests/client/*.test.js; do
	GRIDMERIT_NODE="$node_binary" GRIDMERIT_CLEAR="$CARGO_TARGET_DIR/debug/gridmerit-clear" \
		GRIDMERIT_REPORT="$reports/perfect" \
		timeout 1500 node --test "$file" || fail "$file"
	took
done

say "All tests passed"
