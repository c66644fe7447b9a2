#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs a development node. Options are passed on to it, for example
# `scripts/node.sh --sealing instant`.

source "$(dirname "$0")/setup.sh"

need_rust
build_node

cat <<TEXT

== Starting a development node; Ctrl-C stops it
   Its chain is gone with it, unless you give --base-path PATH

   Open polkadot.js with ws://127.0.0.1:9944 (Settings, or "Development" > "Custom")
   and try:
   - Accounts: Alice, Bob and the other development accounts hold 1,000,000 UNIT each
   - Developer > Extrinsics: send balances.transferKeepAlive from Alice to Bob
   - Developer > Chain state: see what the runtime keeps
   - scripts/node.sh --sealing instant: a block for every transaction, at once

   The node: $node_binary

TEXT
exec "$node_binary" --dev "$@"
