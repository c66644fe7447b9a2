#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the weights of our pallets on this machine and writes their src/weights.rs. Other load
# spoils them. With arguments, only of those pallets, for example `scripts/weights.sh te-registry`.
# STEPS and REPEAT change how much is measured. With --parachain it measures instead what they prove on
# a parachain, and writes runtime/parachain/src/weights: no load spoils that.

source "$(dirname "$0")/setup.sh"

if [ "${1-}" = --parachain ]; then
	[ $# = 1 ] || fail "usage: scripts/weights.sh [--parachain | PALLET...]"
	need_rust
	# A benchmark that is new is in the pallet's own weights alone.
	for weights in runtime/parachain/src/weights/*.rs; do
		pallet=pallet_$(basename "$weights" .rs)
		[ "$pallet" = pallet_mod ] ||
			printf 'pub type Proven = %s::weights::SubstrateWeight<crate::Runtime>;\n' "$pallet" >"$weights"
	done
	say "Measuring proofs"
	GRIDMERIT_SHIPPED_WASM=1 GRIDMERIT_WRITE_WEIGHTS=1 \
		cargo test --locked --workspace --features "$test_features" --test weights ||
		fail "the benchmarks did not run; git checkout runtime/parachain/src/weights"
	cargo fmt --package gridmerit-parachain-runtime || fail "what was written is no Rust"
	say "Done; what changed: git diff --stat -- runtime/parachain/src/weights"
	exit
fi

listed() { grep -h "^\s*\[pallet_${1//-/_}," "${@:2}" >/dev/null; }
solochain=(runtime/common/benchmarks.rs runtime/solochain/src/benchmarks.rs)
parachain=runtime/parachain/src/benchmarks.rs
pallets=("$@")
for pallet in "${pallets[@]}"; do
	[ -d "pallets/$pallet" ] || fail "there is no pallets/$pallet"
	listed "$pallet" "${solochain[@]}" "$parachain" ||
		fail "no runtime benchmarks pallet-$pallet: list it in ${solochain[0]}"
done
if [ $# = 0 ]; then
	for path in pallets/*/; do
		pallet=$(basename "$path")
		if listed "$pallet" "${solochain[@]}" "$parachain"; then
			pallets+=("$pallet")
		else
			say "No runtime benchmarks $pallet"
		fi
	done
fi

need_rust

# shellcheck source=scripts/bencher.sh
source scripts/bencher.sh
build_bencher

for pallet in "${pallets[@]}"; do
	say "Measuring $pallet"
	weights=pallets/$pallet/src/weights.rs
	run=(bencher)
	listed "$pallet" "${solochain[@]}" || run=(bencher_of_parachain)
	# The machine's name is nobody's business, its size is what a reader wants.
	"${run[@]}" --pallet "pallet_${pallet//-/_}" --extrinsic '*' \
		--steps "${STEPS:-50}" --repeat "${REPEAT:-20}" --hostname-override "$(nproc) cores" \
		--template scripts/weights.hbs --output "$weights" ||
		fail "the benchmarks of $pallet did not run"
	rustfmt --edition 2024 "$weights" || fail "the template does not make Rust"
done

cargo fmt --all --check || fail "run: cargo fmt --all"
say "Done; what changed: git diff --stat -- pallets. What is proven: scripts/weights.sh --parachain"
