#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A light client in a worker that is terminated while answers are on their way.
#
# Package: npm smoldot 3.4.1.
# Guess:   terminate() ends it whatever it does; who waits for an answer is told that there is none.
# Seen:    With the client in a worker (smoldot/worker), an answer that arrives after terminate() is of a chain that
#          is forgotten by then, and the message handler of the main thread throws a TypeError that nobody can catch:
#          by default Node.js ends. It happens in about every second run. Who removes each chain first
#          (chain.remove()) never meets it.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . smoldot@3.4.1 >/dev/null

cat >spec.json <<'SPEC'
{"name":"Example","id":"example","chainType":"Development","properties":{},"genesis":{"stateRootHash":"0x084fc730112049bcf4d12cc83c00ab01a271ddbc8ac98c59279748332111e311"},"lightSyncState":{"finalizedBlockHeader":"0xf33ecc1bd3f15982dffd5ee72ce90edd64f14c0c9d30ff2a7022e62c35426e4d047dbe4e1b4f0870103a9fbf2e968fff36682866bf14265007255e05f80640300d97fa975892a040cff65d67f35a006d1a12da122b2dc7377b50cc0c4675fa81a00c0642414245b50101000000001e5bd711000000008a92ed711bc2a81db0788153527ea38569394f33f5a5743e47d59c17614969486402926ed0e333a98a57c60c78d69a7a4af1106e1e956fe86afd338b2be5de044ff216de1bab65450556ee3447daa9b5e07d5402bae507000dd899ce125e9804044241424529010104d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d0100000000000000000000000000000000000000000000000000000000000000000000000000000005424142450101fef8ae49cd541b828aab9a8303ccf77727843af329b33368795624190dbb573a5a4ee12dfa2dded2a9a8aad532c15913eff95afb2dcd2d32134586a97419f984","babeEpochChanges":"0x0000080000000000000000000000000000000000000000000000000000000000000000000000000100000000000000001e5bd71100000000580200000000000004d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01000000000000000000000000000000000000000000000000000000000000000000000000000000ffc99a3b0000000000ca9a3b0000000002000000000000000000000000000000000000000000000000000000000000000001000000010100000000000000765dd71100000000580200000000000004d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01000000000000000000000000000000000000000000000000000000000000000000000000000000ffc99a3b0000000000ca9a3b0000000002","babeFinalizedBlockWeight":0,"grandpaAuthoritySet":"0x0488dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee0100000000000000000000000000000000000000"}}
SPEC

cat >worker.mjs <<'WORKER'
import { parentPort, workerData } from 'node:worker_threads';
import { compileBytecode } from 'smoldot/bytecode';
import { run } from 'smoldot/worker';

parentPort.postMessage(await compileBytecode());
await run(workerData);
WORKER

cat >look.mjs <<'LOOK'
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { startWithBytecode } from 'smoldot/no-auto-bytecode';

const chainSpec = JSON.stringify({ ...JSON.parse(readFileSync('spec.json')), bootNodes: [] });
let thrown;
process.on('uncaughtException', ({ name, message }) => (thrown = `${name}: ${message}`));

async function terminated(removed) {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: port2, transferList: [port2] });
  const [bytecode] = await once(worker, 'message');
  const client = startWithBytecode({ bytecode, portToWorker: port1, maxLogLevel: 1, logCallback() {} });
  const chain = await client.addChain({ chainSpec });
  for (let id = 0; id < 40; id++) {
    chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id, method: 'chainSpec_v1_chainName', params: [] }));
  }
  if (removed) chain.remove();
  await client.terminate();
  await sleep(100);
  await worker.terminate();
}

for (const removed of [false, true]) {
  thrown = undefined;
  for (let round = 0; round < 30 && !thrown; round++) await terminated(removed);
  console.log(`${removed ? 'removed before' : 'not removed'}: ${thrown ?? 'nothing thrown'}`);
}
LOOK

expected="not removed: TypeError: Cannot read properties of undefined (reading 'jsonRpcResponsesPromises')
removed before: nothing thrown"
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
