#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A client that connects shortly after a runtime upgrade, with polkadot-api.
#
# Packages: npm polkadot-api 2.2.2 (@polkadot-api/observable-client 0.18.8).
# Guess:    If the final blocks that a node lists first (chainHead_v1_follow, `initialized`) are of two runtimes, the
#           client finds where the runtime changed, and goes on.
# Seen:     With more than two blocks in the list it asks for the hash of the code again and again, without an end,
#           and no question of the program is ever answered. It halves the list, and ends when the whole list has two
#           blocks, not when the half that is left has. Of two blocks, or of blocks of one runtime, it goes on.
#           Help: hand on only the last block of the list, and unpin the others (web/src/chain/first-block.ts).

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . polkadot-api@2.2.2 >/dev/null

cat >look.mjs <<'EOF'
import { createClient } from 'polkadot-api';

const hash = (number) => `0x${String(number).padStart(64, '0')}`;
// An empty header of block 1: parent, number, state root, extrinsics root, no digests.
const header = `0x${'00'.repeat(32)}04${'00'.repeat(64)}00`;
const MOST = 200;

/// A node that lists so many final blocks, of which the last `newer` have another runtime: how often it is asked for
/// the code's hash, at most MOST times, within a second.
async function asked(blocks, newer) {
  let count = 0;
  const client = createClient((answer) => ({
    send({ id, method, params }) {
      const reply = (result) => queueMicrotask(() => answer({ jsonrpc: '2.0', id, result }));
      const event = (result) => setTimeout(() => answer({ jsonrpc: '2.0', method: 'chainHead_v1_followEvent', params: { subscription: 'f', result } }));
      const hashes = Array.from({ length: blocks }, (_, i) => hash(i + 1));
      if (method === 'rpc_methods') return reply({ methods: ['chainHead_v1_follow', 'chainSpec_v1_chainName'] });
      if (method === 'chainHead_v1_follow') {
        reply('f');
        return event({ event: 'initialized', finalizedBlockHashes: hashes, finalizedBlockRuntime: { type: 'valid', spec: { apis: {} } } });
      }
      if (method === 'chainHead_v1_header') return reply(header);
      if (method !== 'chainHead_v1_storage' || params[2][0].key !== '0x3a636f6465') return;
      if (++count >= MOST) return;
      const operationId = String(count);
      reply({ result: 'started', operationId, discardedItems: 0 });
      const code = hashes.indexOf(params[1]) >= blocks - newer ? hash(92) : hash(91);
      event({ event: 'operationStorageItems', operationId, items: [{ key: '0x3a636f6465', hash: code }] });
      event({ event: 'operationStorageDone', operationId });
    },
    disconnect() {},
  }));
  client.finalizedBlock$.subscribe({ error() {} });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return count;
}

for (const [blocks, newer] of [[4, 0], [2, 1], [3, 1], [4, 2]]) {
  const count = await asked(blocks, newer);
  console.log(`${blocks} blocks, the last ${newer} of another runtime: asked ${count >= MOST ? `${MOST} times and more` : `${count} times`}`);
}
process.exit(0);
EOF

expected='4 blocks, the last 0 of another runtime: asked 2 times
2 blocks, the last 1 of another runtime: asked 2 times
3 blocks, the last 1 of another runtime: asked 200 times and more
4 blocks, the last 2 of another runtime: asked 200 times and more'
seen=$(node look.mjs 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
