#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A year on real low-voltage grids, quarter hour by quarter hour: what lines limit of what neighbours trade, and of what
# is left over for the utility (docs/grid.md).

source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/feeder.sh [--write]
  Fetches SimBench (PyPI, 90 MB, once): six low-voltage grids with the ratings of their lines and transformers, and a year of
  what households, businesses and plants use and generate. All of them are members. The grid crate clears and verifies
  each quarter hour of each grid, and of all six on one substation; what lines limit is counted again by other means.
  Takes some minutes, after what has to be built, and shows each row when it is there.
  --write   puts table and picture into docs/grid.md; without it, fails if they differ from those of the page
TEXT
}

page=docs/grid.md picture=docs/rural1.svg
write=
case ${1:-} in
	-h | --help) usage; exit 0 ;;
	--write) write=1 ;;
	'') ;;
	*) fail "unknown option $1; see --help" ;;
esac

need_profiles
need_rust
program="$CARGO_TARGET_DIR/debug/examples/year"
[ -e "$program" ] || build_all --bin gridmerit-clear || fail "the build did not work"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "A year of each grid"
python3 crates/grid/simbench/year.py "$program" "$profiles"/simbench-*.whl "$work" ||
	fail "the crate has something else than the profiles"
begin='<!-- a year: scripts/feeder.sh --write replaces what follows, up to the next mark -->' end='<!-- /a year -->'
grep -qF "$begin" "$page" && grep -qF "$end" "$page" || fail "$page has no place for the table"
{
	sed "/^<!-- a year/q" "$page"
	printf '\n%s\n\n' "$(cat "$work/table")"
	sed -n "/^<!-- \/a year/,\$p" "$page"
} >"$work/page"
if [ -n "$write" ]; then
	cp "$work/page" "$page"
	cp "$work/picture.svg" "$picture"
else
	cmp -s "$work/page" "$page" && cmp -s "$work/picture.svg" "$picture" || fail "$page has something else: scripts/feeder.sh --write"
fi
