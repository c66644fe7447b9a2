#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A chain in chopsticks, asked by clients that follow it with chainHead_v1_follow, as newer ones do by default.
#
# Packages: npm @acala-network/chopsticks 1.5.1, dedot 1.3.0, polkadot-api 2.2.2, @substrate/connect-known-chains
#           1.10.3 (the genesis of Rococo Asset Hub).
# Guess:    chopsticks lists chainHead_v1_follow among its methods, so what a client does on a node it does on
#           chopsticks.
# Seen:     The first event says the runtime as bare version: by the specification of JSON-RPC it is
#           { "type": "valid", "spec": ... }, with the APIs as an object, not a list. dedot, which chooses these
#           methods by itself because they are listed, calls that invalid and cannot connect; polkadot-api does not
#           look at it, and reads.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @acala-network/chopsticks@1.5.1 dedot@1.3.0 \
	polkadot-api@2.2.2 @substrate/connect-known-chains@1.10.3 >/dev/null

cat >look.mjs <<'EOF'
process.env.LOG_LEVEL = 'fatal';
import { setTimeout as sleep } from 'node:timers/promises';
import { rococo_v2_2_asset_hub as genesis } from '@substrate/connect-known-chains';
import { DedotClient, WsProvider } from 'dedot';
import { createClient } from 'polkadot-api';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';
const { setupWithServer } = await import('@acala-network/chopsticks');

const { addr } = await setupWithServer({ genesis: JSON.parse(genesis), host: '127.0.0.1', port: 0, 'build-block-mode': 'Manual' });
const url = `ws://${addr}`;

const raw = new WebSocket(url);
await new Promise((opened) => raw.on('open', opened));
const ask = (id, method, ...params) => raw.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
const first = new Promise((heard) => raw.on('message', (text) => {
  const { id, result, params } = JSON.parse(text);
  if (id === 1) console.log(`lists chainHead_v1_follow: ${result.methods.includes('chainHead_v1_follow')}`);
  if (params?.result?.event === 'initialized') heard(params.result.finalizedBlockRuntime);
}));
ask(1, 'rpc_methods');
ask(2, 'chainHead_v1_follow', true);
const { type, spec, specName, specVersion, apis } = await first;
console.log(`type ${type}, spec ${spec}, specName ${specName}, specVersion ${specVersion}, apis in a list ${Array.isArray(apis)}`);

const papi = createClient(getWsProvider(url, { websocketClass: WebSocket }));
console.log(`polkadot-api: block ${await papi.getUnsafeApi().query.System.Number.getValue()}`);
// What it logs is why it does not connect.
console.error = (...said) => said.filter((one) => one instanceof Error).forEach(({ message }) => console.log(`dedot logs: ${message}`));
await Promise.race([DedotClient.new(new WsProvider(url)), sleep(20_000)])
  .then((client) => console.log(`dedot: ${client ? 'connected' : 'waits'}`), () => console.log('dedot: does not connect'));
process.exit(0);
EOF

expected='lists chainHead_v1_follow: true
type undefined, spec undefined, specName statemine, specVersion 900, apis in a list true
polkadot-api: block 1
dedot logs: Invalid finalized runtime
dedot: does not connect'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
