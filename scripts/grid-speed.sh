#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How fast the grid crate clears and verifies a town of 100,000 orders on 1,000 lines, beside the market crate without a grid
# and a sort of the same offers: ratios of times of one run, and the memory that it takes (docs/grid.md).
#   scripts/grid-speed.sh            prints the table
#   scripts/grid-speed.sh --write    writes it into the docs
# Takes half a minute, and some more the first time. Other load spoils it a little.

source "$(dirname "$0")/setup.sh"

page=docs/grid.md
write=
if [ "${1:-}" = --write ]; then write=1 && shift; fi
[ $# = 0 ] || fail "usage: scripts/grid-speed.sh [--write]"
need_rust

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Measuring"
cargo bench --locked --quiet --package gridmerit-grid --bench town >"$work/log" || fail "the benchmark did not run"
grep '^|' "$work/log" >"$work/table" || fail "the benchmark has printed no table"
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
