#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The entries of a map that a chain has since its genesis, on a chain that chopsticks starts from a spec.
#
# Packages: npm @acala-network/chopsticks 1.5.1, @polkadot/api 16.5.6, polkadot-api 2.2.2,
#           @substrate/connect-known-chains 1.10.3 (the genesis of Rococo Asset Hub, with four collators' keys).
# Guess:    One chain, one state: every client lists the same entries of a map.
# Seen:     polkadot.js lists all of them. polkadot-api, and whoever else asks by chainHead_v1_storage for all that is
#           below a key, gets none, and no error; once somebody has asked for the values one by one, as polkadot.js
#           does, clients that connect later get them, too. What blocks have written is always listed. So a test on
#           a genesis finds an empty registry, set of collators or market, or not, by who was there before.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @acala-network/chopsticks@1.5.1 \
	@polkadot/api@16.5.6 polkadot-api@2.2.2 @substrate/connect-known-chains@1.10.3 ws@8.18.3 >/dev/null

cat >look.mjs <<'EOF'
process.env.LOG_LEVEL = 'fatal';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { rococo_v2_2_asset_hub as genesis } from '@substrate/connect-known-chains';
import { createClient } from 'polkadot-api';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';
const { setupWithServer } = await import('@acala-network/chopsticks');

const { addr } = await setupWithServer({ genesis: JSON.parse(genesis), host: '127.0.0.1', port: 0, 'build-block-mode': 'Manual' });
const url = `ws://${addr}`;
const pjs = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const connect = () => createClient(getWsProvider(url, { websocketClass: WebSocket })).getUnsafeApi();
const papi = connect();

const { NextKeys } = papi.query.Session;
const [before, hashes] = [await NextKeys.getEntries(), await papi.query.System.BlockHash.getEntries()];
const entries = await pjs.query.session.nextKeys.entries();
console.log(`Session.NextKeys, since the genesis: polkadot-api ${before.length}, polkadot.js ${entries.length}`);
console.log(`  now that polkadot.js has asked: polkadot-api ${(await connect().query.Session.NextKeys.getEntries()).length}`);
const { length } = await pjs.query.system.blockHash.entries();
console.log(`System.BlockHash, written by blocks: polkadot-api ${hashes.length}, polkadot.js ${length}`);
process.exit(0);
EOF

expected='Session.NextKeys, since the genesis: polkadot-api 0, polkadot.js 4
  now that polkadot.js has asked: polkadot-api 4
System.BlockHash, written by blocks: polkadot-api 1, polkadot.js 1'
seen=$(POLKADOTJS_DISABLE_ESM_CJS_WARNING=1 node look.mjs | grep -v API/INIT)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
