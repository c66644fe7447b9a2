#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Reads public profiles of a year with the agent, and compares every quarter with a reading by other means.

source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/histories.sh
  Fetches the profiles of SimBench (PyPI, 90 MB, once): 2016 in local time, an hour missing in March and one that
  comes twice in October. A load and a PV plant go through `gridmerit-agent history`, and every quarter has to be
  what Python makes of the same file with its own calendar and exact fractions.
TEXT
}

case ${1:-} in
	-h | --help) usage; exit 0 ;;
	'') ;;
	*) fail "unknown option $1; see --help" ;;
esac

need_packages python3 python3-venv
profiles="$cache/simbench-1.6.3"
if [ ! -e "$profiles/complete" ]; then
	say "Fetching the profiles"
	rm -rf "$profiles"
	python3 -m venv "$profiles/venv" || fail "could not make a Python environment"
	# The profiles alone: what the package needs to compute with them is not needed.
	"$profiles/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps simbench==1.6.3 tzdata ||
		fail "could not fetch simbench"
	touch "$profiles/complete"
fi
need_rust
agent="$CARGO_TARGET_DIR/debug/gridmerit-agent"
[ -e "$agent" ] || build_all --bins || fail "the agent did not build"
exec "$profiles/venv/bin/python" scripts/histories.py "$agent"
