#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares dispatches that the solver proposes with those of HiGHS on random problems (solver/README.md).
#   scripts/dispatch.sh            prints the table: 20 problems of each of 9 kinds and sizes, 180 in all
#   scripts/dispatch.sh --write    writes it into the README
#   scripts/dispatch.sh 2 7        prints that of 2 each, from seed 7
# Fails if a dispatch is worse than HiGHS's by more than the threshold, or a bound is below it. Takes a minute on 2 cores,
# after what has to be built.

source "$(dirname "$0")/setup.sh"

page=solver/README.md
write=
if [ "${1:-}" = --write ]; then write=1 && shift; fi
[ $# -gt 0 ] || set -- 20 1
need_rust
# The solver that checks plans, too.
need_python agent/trader/highs/requirements.txt
say "Building (the first time some minutes; then seconds)"
build_all --bin gridmerit-solver || fail "the build did not work"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Proposing"
"$CARGO_TARGET_DIR/debug/examples/random" "$@" >"$work/proposals" || fail "the solver found nothing"
say "Solving the same with HiGHS"
"$venv/bin/python" solver/highs/compare.py "$work/table" <"$work/proposals" >/dev/null || { cat "$work/table"; fail "a dispatch is worse than it may be"; }
cat "$work/table"
if [ -n "$write" ]; then
	start=$(grep -n '^<!-- dispatches' "$page" | cut -d: -f1)
	next=$(awk -v start="$start" 'NR > start && /^#/ { print NR; exit }' "$page")
	{ head -n "$start" "$page" && echo && cat "$work/table" && echo && tail -n "+$next" "$page"; } >"$work/page"
	cp "$work/page" "$page"
fi
