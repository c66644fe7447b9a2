#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds, and plays the market paper's day on a real chain: 16 participants on the IEEE 33-bus feeder
# post signed orders, the chain clears them, meters sign, money moves. Writes report/index.html. With a folder as
# first argument: that scenario instead, or the tables of a community of your own (docs/what-if.md). Options are
# passed on: --rolling, --keep (the chain stays up for polkadot.js), --report FOLDER, --grid 80 (each line may carry
# 80 % of the most that it carries without limits: the chain clears by zones); --help says all. With --watch, or
# --watch=SECONDS for each round, the day goes by slowly, and the page of the live market shows it (web/README.md).

source "$(dirname "$0")/setup.sh"

page=9980
watch=
options=()
for option in "$@"; do
	case "$option" in
	--watch) watch=3 ;;
	--watch=*) watch=${option#--watch=} ;;
	*) options+=("$option") ;;
	esac
done
set -- "${options[@]}"
[[ $watch =~ ^([1-9][0-9]{0,3})?$ ]] || fail "--watch takes the seconds of a round, not $watch"

# Before anything is built for nothing.
before=
for option in "$@"; do
	case $before,$option in
	--grid,*) percent=$option ;;
	*,--grid=*) percent=${option#--grid=} ;;
	*) percent=1 ;;
	esac
	[[ $percent =~ ^([1-9][0-9]?|100)$ ]] || fail "--grid takes a whole percentage from 1 to 100, not $percent"
	before=$option
done
[ "$before" != --grid ] || fail "--grid takes a whole percentage from 1 to 100"

need_rust
build_node

scenario=scenarios/ieee33
case ${1:--} in
-*) ;;
*)
	scenario=$1
	shift
	;;
esac
if [ -n "$watch" ]; then
	GRIDMERIT_NODE=$node_binary scripts/web.sh --build || fail "the page"
	(cd web && exec node_modules/.bin/vite preview --port "$page" --logLevel warn) &
	server=$!
	trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null' EXIT
	say "Playing $scenario, $watch s a round; watch it at http://127.0.0.1:$page/"
	"$CARGO_TARGET_DIR/debug/gridmerit-agent" replay "$scenario" --node "$node_binary" --keep --pace "$watch" "$@"
	exit
fi
say "Playing $scenario"
exec "$CARGO_TARGET_DIR/debug/gridmerit-agent" replay "$scenario" --node "$node_binary" "$@"
