#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the calls that matter most beside those of an earlier commit, in turn in one run, and prints ratios:
# scripts/bench-against.sh [COMMIT], by default the last one before the pallets stood on floors. Other load
# spoils it.

source "$(dirname "$0")/setup.sh"
commit=${1:-d775a18}

need_rust
need_packages jq
# shellcheck source=scripts/bencher.sh
source scripts/bencher.sh
build_bencher

earlier="$cache/against"
rm -rf "$earlier"
git worktree prune
git worktree add --detach "$earlier" "$commit" >/dev/null || fail "no such commit: $commit"
trap 'git worktree remove --force "$earlier"' EXIT
build_measured_wasm "$earlier" "$cache/earlier.wasm"

# Median microseconds of a benchmark's code, with its database accesses at the runtime's prices for ParityDB.
weight_of() {
	local wasm=$1 pallet=$2 benchmark=$3 size=$4 result
	result=$(mktemp)
	bencher_of "$wasm" --pallet "$pallet" --extrinsic "$benchmark" --extra --low "$size" --high "$size" \
		--steps 2 --repeat "${REPEAT:-10}" --json-file "$result" >/dev/null || fail "$benchmark did not run"
	jq '.[0] | (.time_results | map(.extrinsic_time) | sort | .[length / 2 | floor]) / 1000
		+ .db_results[0].reads * 8 + .db_results[0].writes * 50' "$result"
	rm "$result"
}

# The smallest of some turns: other load only ever adds.
least() { sort -g | head -n 1; }

printf '\n| what | %s, us | now, us | ratio |\n|---|---|---|---|\n' "$commit"
while IFS='|' read -r what size pallet then now; do
	before=() after=()
	for _ in 1 2 3; do
		before+=("$(weight_of "$cache/earlier.wasm" "$pallet" "$then" "$size")")
		after+=("$(weight_of "$measured_wasm" "$pallet" "$now" "$size")")
	done
	a=$(printf '%s\n' "${before[@]}" | least)
	b=$(printf '%s\n' "${after[@]}" | least)
	jq -nr --arg what "$what" --argjson a "$a" --argjson b "$b" \
		'"| \($what) | \($a | round) | \($b | round) | \(($b / $a * 100 | round) / 100) |"'
done <<'CASES'
readings with their settlement, a batch of 100|100|pallet_meter_attestation|deliver|deliver_crowded
demand for one interval|1|pallet_forward_market|post_demand|post_crowded
an offer for one interval|1|pallet_forward_market|post_offers|post_crowded
orders for 96 intervals|96|pallet_forward_market|post_demand|post_crowded
a clearing of 10,000 orders|10000|pallet_clearing|round|round
a clearing of 100,000 orders|100000|pallet_clearing|round|round
a clearing of 100,000 orders, a third of demand with limits|100000|pallet_clearing|round|round_with_limits
CASES
