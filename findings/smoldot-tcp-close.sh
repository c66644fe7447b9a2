#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A peer that hangs up, seen by a light client in Node.js.
#
# Package: npm smoldot 3.4.1 (2.0.26 has the same source for it).
# Guess:   The light client knows at once when a peer has closed the connection, whatever the connection is made of,
#          and turns to another peer.
# Seen:    By WebSocket it does. By TCP it does not hear of it: its handler of Node's event `close` returns early if
#          the socket is destroyed, and then it always is. It waits until a handshake takes too long, 4 s, or, on a
#          connection that was in use, until a ping is not answered: some 25 s in which the peer that has gone is
#          among the peers of system_health and is asked for proofs.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . smoldot@3.4.1 >/dev/null

cat >spec.json <<'SPEC'
{"name":"Example","id":"example","chainType":"Development","properties":{},"genesis":{"stateRootHash":"0x084fc730112049bcf4d12cc83c00ab01a271ddbc8ac98c59279748332111e311"},"lightSyncState":{"finalizedBlockHeader":"0xf33ecc1bd3f15982dffd5ee72ce90edd64f14c0c9d30ff2a7022e62c35426e4d047dbe4e1b4f0870103a9fbf2e968fff36682866bf14265007255e05f80640300d97fa975892a040cff65d67f35a006d1a12da122b2dc7377b50cc0c4675fa81a00c0642414245b50101000000001e5bd711000000008a92ed711bc2a81db0788153527ea38569394f33f5a5743e47d59c17614969486402926ed0e333a98a57c60c78d69a7a4af1106e1e956fe86afd338b2be5de044ff216de1bab65450556ee3447daa9b5e07d5402bae507000dd899ce125e9804044241424529010104d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d0100000000000000000000000000000000000000000000000000000000000000000000000000000005424142450101fef8ae49cd541b828aab9a8303ccf77727843af329b33368795624190dbb573a5a4ee12dfa2dded2a9a8aad532c15913eff95afb2dcd2d32134586a97419f984","babeEpochChanges":"0x0000080000000000000000000000000000000000000000000000000000000000000000000000000100000000000000001e5bd71100000000580200000000000004d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01000000000000000000000000000000000000000000000000000000000000000000000000000000ffc99a3b0000000000ca9a3b0000000002000000000000000000000000000000000000000000000000000000000000000001000000010100000000000000765dd71100000000580200000000000004d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01000000000000000000000000000000000000000000000000000000000000000000000000000000ffc99a3b0000000000ca9a3b0000000002","babeFinalizedBlockWeight":0,"grandpaAuthoritySet":"0x0488dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee0100000000000000000000000000000000000000"}}
SPEC

cat >look.mjs <<'LOOK'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from 'smoldot';

const PEER = '12D3KooWE3quQCP6Xu7eXpcmmpwVS1KofWnPCBWYNHCswgaqwCso';
const spec = JSON.parse(readFileSync('spec.json'));

for (const [name, protocol] of [['WebSocket', '/ws'], ['TCP', '']]) {
  // Hangs up at the first byte.
  let closed;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end());
    socket.once('close', () => (closed ??= performance.now()));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  let known;
  const logCallback = (_level, _target, text) => {
    if (text.startsWith('connection-shutdown')) known ??= performance.now();
  };
  const client = start({ maxLogLevel: 4, logCallback });
  const boot = `/ip4/127.0.0.1/tcp/${server.address().port}${protocol}/p2p/${PEER}`;
  await client.addChain({ chainSpec: JSON.stringify({ ...spec, bootNodes: [boot] }) });
  while (known === undefined) await sleep(50);
  console.log(`${name}: known ${Math.round((known - closed) / 1000)} s after the peer has closed it`);
  server.close();
}
process.exit(0);
LOOK

expected='WebSocket: known 0 s after the peer has closed it
TCP: known 4 s after the peer has closed it'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
