#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the weights of our pallets on this machine and writes their src/weights.rs. Other load
# spoils them. With arguments, only of those pallets, for example `scripts/weights.sh te-registry`.
# STEPS and REPEAT change how much is measured.

source "$(dirname "$0")/setup.sh"

benchmarks=runtime/src/benchmarks.rs
listed() { grep "^\s*\[pallet_${1//-/_}," "$benchmarks" >/dev/null; }
pallets=("$@")
for pallet in "${pallets[@]}"; do
	[ -d "pallets/$pallet" ] || fail "there is no pallets/$pallet"
	listed "$pallet" || fail "the runtime does not benchmark pallet-$pallet: list it in $benchmarks"
done
if [ $# = 0 ]; then
	for path in pallets/*/; do
		pallet=$(basename "$path")
		if listed "$pallet"; then pallets+=("$pallet"); else say "Not in $benchmarks: $pallet"; fi
	done
fi

need_rust

# In the place of the ordinary Wasm, so the next ordinary build compiles that again.
say "Building the runtime with its benchmarks"
cargo build --locked --package gridmerit-runtime --features runtime-benchmarks ||
	fail "the runtime did not build"

# One of its dependencies carries a runtime of its own, which is not needed here.
say "Building the bencher (the first time about a quarter of an hour on 2 cores; then seconds)"
SKIP_WASM_BUILD=1 cargo build --locked --config bencher/optimised.toml \
	--package gridmerit-bencher --features run || fail "the bencher did not build"

for pallet in "${pallets[@]}"; do
	say "Measuring $pallet"
	weights=pallets/$pallet/src/weights.rs
	# A solochain records no proof while it executes. The machine's name is nobody's business, its
	# size is what a reader wants.
	"$CARGO_TARGET_DIR/debug/gridmerit-bencher" \
		--runtime "$CARGO_TARGET_DIR/debug/wbuild/gridmerit-runtime/gridmerit_runtime.wasm" \
		--genesis-builder runtime --genesis-builder-preset development \
		--pallet "pallet_${pallet//-/_}" --extrinsic '*' \
		--steps "${STEPS:-50}" --repeat "${REPEAT:-20}" \
		--wasm-execution compiled --disable-proof-recording --hostname-override "$(nproc) cores" \
		--template scripts/weights.hbs --output "$weights" --quiet ||
		fail "the benchmarks of $pallet did not run"
	rustfmt --edition 2024 "$weights" || fail "the template does not make Rust"
done

cargo fmt --all --check || fail "run: cargo fmt --all"
say "Done; what changed: git diff --stat -- pallets"
