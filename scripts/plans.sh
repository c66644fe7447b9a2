#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares the agent's plans with those of the solver HiGHS on random problems (docs/plans.md).
#   scripts/plans.sh            prints the table: 26 problems of each of 20 sizes and kinds, 520 in all
#   scripts/plans.sh --write    writes it into the docs
#   scripts/plans.sh 2 7        prints that of 2 each, from seed 7
# Fails if a plan is worse than HiGHS's by more than 0.1 %, or takes more than half of the default lead time in an
# unoptimised build. Takes some minutes on 2 cores, after what has to be built.

source "$(dirname "$0")/setup.sh"

page=docs/plans.md
write=
if [ "${1:-}" = --write ]; then write=1 && shift; fi
need_rust
need_python agent/trader/highs/requirements.txt
say "Building (the first time some minutes; then seconds)"
build_all --bin gridmerit-agent || fail "the build did not work"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Planning"
"$CARGO_TARGET_DIR/debug/examples/plans" "$@" >"$work/plans"
say "Solving the same with HiGHS"
"$venv/bin/python" agent/trader/highs/compare.py "$work/table" <"$work/plans" >/dev/null || { cat "$work/table"; fail "a plan is worse or later than it may be"; }
cat "$work/table"
if [ -n "$write" ]; then
	start=$(grep -n '^<!-- plans' "$page" | cut -d: -f1)
	{ head -n "$start" "$page" && echo && cat "$work/table"; } >"$work/page"
	cp "$work/page" "$page"
fi
