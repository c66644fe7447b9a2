#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs a development node.

caller=$PWD
source "$(dirname "$0")/setup.sh"

usage() {
	cat <<TEXT
Usage: scripts/node.sh [OPTIONS OF THE NODE ...]

Builds the node, the first time in half an hour, and runs it with --dev: a chain of one validator with a small
market. Its chain is gone when it stops, unless --base-path PATH says where to keep it. For example:
  scripts/node.sh --sealing instant      a block for every transaction, at once
  scripts/node.sh --rpc-port 9955        another port than 9944

GRIDMERIT_NODE names a node that is built already. All options are printed by
  $1 --help
docs/node.md says what is particular about it.
TEXT
}

node=${GRIDMERIT_NODE:-$node_binary}
[[ $node = /* ]] || node=$caller/$node
for option in "$@"; do
	case "$option" in
		-h | --help)
			usage "$node"
			[ ! -x "$node" ] || { printf '\n' && exec "$node" --help; }
			printf '\nThere is no such program yet: scripts/node.sh builds it.\n'
			exit 0
			;;
	esac
done

if [ -z "${GRIDMERIT_NODE:-}" ]; then
	need_rust
	build_node
fi

cat <<TEXT

== Starting a development node; Ctrl-C stops it
   Its chain is gone with it, unless you give --base-path PATH

   Open polkadot.js with ws://127.0.0.1:9944 (Settings, or "Development" > "Custom")
   and try:
   - Accounts: Alice, Bob and the other development accounts hold 1,000,000 UNIT each
   - Developer > Extrinsics: send balances.transferKeepAlive from Alice to Bob
   - Developer > Chain state: see what the runtime keeps
   - scripts/node.sh --sealing instant: a block for every transaction, at once
   For people: scripts/web.sh --serve has a page that shows this market in a browser

   The node: $node

TEXT
cd "$caller"
exec "$node" --dev "$@"
