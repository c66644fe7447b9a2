#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How fast the grid crate clears and verifies a town of 100,000 orders on 1,000 lines, beside the market crate without a grid
# and a sort of the same offers: ratios of times of one run, and the memory that it takes (docs/grid.md).
#   scripts/grid-speed.sh            prints the table
#   scripts/grid-speed.sh --write    writes it into the docs
# Takes three minutes, and some more the first time. Other load spoils it a little.

source "$(dirname "$0")/setup.sh"

page=docs/grid.md
write=
if [ "${1:-}" = --write ]; then write=1 && shift; fi
[ $# = 0 ] || fail "usage: scripts/grid-speed.sh [--write]"
need_rust
need_packages python3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Measuring"
# What an earlier run measured is not to be taken for this one's.
rm -rf "$CARGO_TARGET_DIR/criterion"
GRIDMERIT_TOWN=1 cargo bench --locked --package gridmerit-grid --bench clearing >"$work/log" || {
	cat "$work/log"
	fail "the benchmark did not run"
}
python3 crates/grid/benches/report.py "$CARGO_TARGET_DIR/criterion" >"$work/table"
sed -n 's/^memory: \(.*\): \(.*\)$/A clearing of \1 takes \2 beside book and feeder, its result included./p' "$work/log" >"$work/memory"
grep -q MiB "$work/memory" || fail "the benchmark has not told its memory"
cat "$work/table" "$work/memory"
if [ -n "$write" ]; then
	start=$(grep -n '^<!-- speed' "$page" | cut -d: -f1)
	next=$(awk -v start="$start" 'NR > start && /^#/ { print NR; exit }' "$page")
	{
		head -n "$start" "$page" && echo && cat "$work/table" && echo && cat "$work/memory" && echo &&
			tail -n "+$next" "$page"
	} >"$work/page"
	cp "$work/page" "$page"
fi
