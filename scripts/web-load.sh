#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The page of the live market in a market of thousands of nodes, and how soon it is there. No part of CI.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/web-load.sh [--nodes N] [--traders N] [--days N] [--write]
       scripts/web-load.sh --size [--write]

Makes a chain with 10,000 nodes, of which 1,100 post for each interval, plays a week of it as fast as the machine can,
and has the page open in Chromium meanwhile, each of its pages in turn: how long frames took, how many requests a block
has, what memory it holds at the end of each day. Takes about half an hour. It fails if the page lacks figures, if fewer
than 1,000 trades are made in an interval, or if the page's memory grows from day to day. Times are only said.

  --nodes N, --traders N, --days N   another market: 10000, 1100 and 7
  --size     only how much a browser fetches, and when the first figures are there, beside polkadot.js
  --write    write the tables into web/README.md

GRIDMERIT_NODE names a node that is built already, GRIDMERIT_CHROMIUM another browser than Debian's.
TEXT
}

what=week nodes=10000 traders=1100 days=7 write=
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--size) what=size ;;
	--write) write=1 ;;
	--nodes | --traders | --days)
		[[ ${2:-} =~ ^[1-9][0-9]{0,5}$ ]] || fail "$1 is a number, not '${2:-}'"
		printf -v "${1#--}" %s "$2"
		shift
		;;
	*) fail "there is no option $1; --help lists them" ;;
	esac
	shift
done
[ "$nodes" -ge $((traders + 6)) ] || fail "of $nodes nodes, of which six are the preset's, $traders cannot trade"

if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
	GRIDMERIT_NODE=$node_binary
fi
[[ $GRIDMERIT_NODE = /* ]] || GRIDMERIT_NODE=$caller/$GRIDMERIT_NODE
export GRIDMERIT_NODE
[ -n "${GRIDMERIT_CHROMIUM:-}" ] || need_packages chromium
need_client
scripts/web.sh --build

out=$(mktemp)
trap 'rm -f "$out"' EXIT
if [ "$what" = size ]; then
	say "How soon the page is there"
	node tests/client/load/size.js "$out"
else
	say "$days days of $nodes nodes"
	node tests/client/load/week.js "$nodes" "$traders" "$days" "$out"
fi
[ -z "$write" ] || node tests/client/load/write.js "$what" "$out"
