#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The paper's day on its feeder, with lines rated at 100, 90, 80, 60 and 50 % of what each carries without limits, as
# the grid crate clears it and as the solver HiGHS solves the same linear program (docs/grid.md).
#   scripts/grid.sh            prints the table
#   scripts/grid.sh --write    writes it into the docs
# Fails if a price, an amount or a planck differs. Takes seconds, after what has to be built.

source "$(dirname "$0")/setup.sh"

page=docs/grid.md
write=
if [ "${1:-}" = --write ]; then write=1 && shift; fi
need_rust
# The solver that checks plans, too.
need_python agent/trader/highs/requirements.txt
say "Building (the first time some minutes; then seconds)"
build_all --bin gridmerit-clear || fail "the build did not work"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Clearing the day on rated lines"
"$CARGO_TARGET_DIR/debug/examples/ieee33" >"$work/hours"
say "Solving the same with HiGHS"
"$venv/bin/python" crates/grid/highs/compare.py "$work/table" <"$work/hours" >/dev/null || { cat "$work/table"; fail "the solver has something else"; }
cat "$work/table"
if [ -n "$write" ]; then
	start=$(grep -n '^<!-- rated lines' "$page" | cut -d: -f1)
	next=$(awk -v start="$start" 'NR > start && /^#/ { print NR; exit }' "$page")
	{ head -n "$start" "$page" && echo && cat "$work/table" && echo && tail -n "+$next" "$page"; } >"$work/page"
	cp "$work/page" "$page"
fi
