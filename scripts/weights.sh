#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the weights of our pallets on this machine and writes their src/weights.rs. Other load
# spoils them. With arguments, only of those pallets, for example `scripts/weights.sh te-registry`.
# STEPS and REPEAT change how much is measured.

source "$(dirname "$0")/setup.sh"

benchmarks=runtime/solochain/src/benchmarks.rs
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

# shellcheck source=scripts/bencher.sh
source scripts/bencher.sh
build_bencher

for pallet in "${pallets[@]}"; do
	say "Measuring $pallet"
	weights=pallets/$pallet/src/weights.rs
	# The machine's name is nobody's business, its size is what a reader wants.
	bencher --pallet "pallet_${pallet//-/_}" --extrinsic '*' \
		--steps "${STEPS:-50}" --repeat "${REPEAT:-20}" --hostname-override "$(nproc) cores" \
		--template scripts/weights.hbs --output "$weights" ||
		fail "the benchmarks of $pallet did not run"
	rustfmt --edition 2024 "$weights" || fail "the template does not make Rust"
done

cargo fmt --all --check || fail "run: cargo fmt --all"
say "Done; what changed: git diff --stat -- pallets"
