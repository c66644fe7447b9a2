#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A year of a community of public profiles, cleared and settled by the chain's own arithmetic: how large a home's
# archive becomes (docs/bills.md), and its bill of the year as a page.
#   scripts/bill-year.sh           prints the sizes, writes bill-year/year.html
#   scripts/bill-year.sh --write   draws docs/bill-year.png of it, in Chromium
# Takes some minutes after what has to be built; no part of CI.

source "$(dirname "$0")/setup.sh"

need_rust
need_profiles
build_all --bin gridmerit-agent || fail "the build did not work"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 agent/forecast/public/community.py "$profiles" "$work"
"$CARGO_TARGET_DIR/debug/examples/year" "$work" bill-year
say "The page is bill-year/year.html"
if [ "${1:-}" = --write ]; then
	need_packages chromium
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,1060 \
		--screenshot=docs/bill-year.png "file://$PWD/bill-year/year.html" 2>/dev/null || fail "Chromium drew nothing"
fi
