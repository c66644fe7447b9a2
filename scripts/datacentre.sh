#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The week of the data centre's microgrid: its data from stated figures, and what linear programs (the solver HiGHS) make
# of it (scenarios/datacentre/README.md). The tests compare gridmerit-clear with the second.
#   scripts/datacentre.sh            fails if the files of the repository are not what comes out
#   scripts/datacentre.sh --write    writes them
# Takes seconds.

source "$(dirname "$0")/setup.sh"

folder=scenarios/datacentre
# The solver that checks plans, too.
need_python agent/trader/highs/requirements.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$folder/make.py" >"$work/scenario.json"
if [ "${1:-}" = --write ]; then
	cp "$work/scenario.json" "$folder/scenario.json"
	"$venv/bin/python" "$folder/reference.py" >"$work/expected.json" && cp "$work/expected.json" "$folder/expected.json"
	exit
fi
cmp "$work/scenario.json" "$folder/scenario.json" || fail "make.py makes something else"
"$venv/bin/python" "$folder/reference.py" >"$work/expected.json"
cmp "$work/expected.json" "$folder/expected.json" || fail "the linear programs have something else"
say "The week is what its programs make of it"
