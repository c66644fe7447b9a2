#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the page in web/, and serves it on this machine beside a development node.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<'TEXT'
Usage: scripts/web.sh [--build | --serve] [--port PORT] [OPTIONS OF THE NODE ...]

Builds the page of the live market for the chain that the node brings along, starts a development node
(scripts/node.sh says which) and serves the page at http://127.0.0.1:9980. Ctrl-C ends both. For example:
  scripts/web.sh --sealing instant       a block for every transaction, at once

  --build       only build: static files in web/dist, for any web server
  --serve       build and serve, without a node: the page connects to the one that you name in it
  --port PORT   another port than 9980

GRIDMERIT_NODE names a node that is built already. web/README.md says more.
TEXT
}

node=${GRIDMERIT_NODE:-$node_binary}
[[ $node = /* ]] || node=$caller/$node
what=all port=9980 rpc=9944
options=()
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--build | --serve) what=${1#--} ;;
	--port)
		port=${2:-}
		shift
		;;
	--rpc-port)
		rpc=${2:-}
		options+=("$1" "$rpc")
		shift
		;;
	--rpc-port=*)
		rpc=${1#*=}
		options+=("$1")
		;;
	*) options+=("$1") ;;
	esac
	shift || fail "an option lacks its value"
done
for number in "$port" "$rpc"; do
	[[ $number =~ ^[0-9]{1,5}$ ]] || fail "a port is a number, not '$number'"
done
[ "$what" = all ] || [ ${#options[@]} = 0 ] || fail "without a node there are no options of the node: ${options[*]}"

if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
fi
need_client web
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
	fail "Node.js 20.19 or newer is needed for the page, and this is $(node --version)"

say "Building the page for the chain of $node"
(
	cd web
	# What the chain can do, as the node's own runtime says it; types are only made anew if that has changed.
	node build/metadata.js "$node" && node_modules/.bin/papi generate --config .papi/papi.json &&
		node_modules/.bin/tsc && node_modules/.bin/vite build --logLevel warn
) || fail "the page did not build"
[ "$what" != build ] || exit 0

page="http://127.0.0.1:$port/"
[ "$rpc" = 9944 ] || page+="?node=ws://127.0.0.1:$rpc"
say "The page: $page"
if [ "$what" = serve ]; then
	cd web
	exec node_modules/.bin/vite preview --port "$port" --logLevel warn
fi
(
	cd "$caller"
	exec "$node" --dev "${options[@]}"
) &
chain=$!
trap 'kill "$chain" 2>/dev/null; wait "$chain" 2>/dev/null' EXIT
trap 'exit 130' INT TERM
cd web
node_modules/.bin/vite preview --port "$port" --logLevel warn &
server=$!
trap 'kill "$chain" "$server" 2>/dev/null; wait "$chain" "$server" 2>/dev/null' EXIT
# Neither is of use without the other.
wait -n "$chain" "$server"
