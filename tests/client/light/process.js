// SPDX-License-Identifier: Apache-2.0

// A light client alone in a process: what it takes to catch up, and to follow for some seconds, as JSON.
// node process.js SPEC SECONDS [DATABASE]: DATABASE is where it is kept what the client knows when it ends, and read if it is there.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [spec, seconds, database] = process.argv.slice(2);

const sockets = new Set();
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  sockets.add(this);
  return connect.apply(this, args);
};
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate(...args);
  memory = instance.exports.memory;
  return instance;
};
const { start } = await import('smoldot');

const bytes = () => [...sockets].reduce((sum, { bytesRead, bytesWritten }) => [sum[0] + bytesRead, sum[1] + bytesWritten], [0, 0]);
const began = Date.now();
const look = () => {
  const [received, sent] = bytes();
  return { seconds: (Date.now() - began) / 1000, received, sent, wasm: memory?.buffer.byteLength ?? 0, rss: process.memoryUsage().rss };
};

const before = look();
const client = start({ maxLogLevel: 1 });
const databaseContent = database && existsSync(database) ? readFileSync(database, 'utf8') : undefined;
const chain = await client.addChain({ chainSpec: readFileSync(spec, 'utf8'), databaseContent });
const ask = (id, method, params = []) => chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id, method, params }));

/// With the runtime of a final block the client can be asked anything.
const ready = new Promise((resolve, reject) => {
  ask(1, 'chainHead_v1_follow', [true]);
  (async () => {
    for await (const text of chain.jsonRpcResponses) {
      const { id, result, params } = JSON.parse(text);
      if (id === 2) writeFileSync(database, result);
      const event = params?.result;
      if (event?.event === 'initialized') resolve(event.finalizedBlockHashes.at(-1));
      if (event?.finalizedBlockHashes) ask(3, 'chainHead_v1_unpin', [params.subscription, event.finalizedBlockHashes.slice(0, -1)]);
      if (event?.event === 'stop') reject(new Error('it lost the chain'));
    }
  })().catch(reject);
});
const final = await ready;
const caughtUp = look();
await sleep(Number(seconds) * 1000);
const followed = look();
if (database) {
  ask(2, 'chainHead_unstable_finalizedDatabase', [16_000_000]);
  await sleep(1_000);
}
console.log(JSON.stringify({ final, before, caughtUp, followed }));
process.exit(0);
