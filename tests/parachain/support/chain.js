// SPDX-License-Identifier: Apache-2.0

// A parachain without a relay chain: chopsticks executes the runtime's Wasm and says what a relay chain would say.
// In front of it stands a server that also answers what a sealed node of ours answers (`engine_createBlock`,
// `sealing_jump`), so that whatever drives such a node drives the parachain.

import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

// It says every block otherwise.
process.env.LOG_LEVEL ??= 'error';
const { setupWithServer } = await import('@acala-network/chopsticks');

/** Milliseconds of a slot, here and on the relay chain. */
export const SLOT = 6_000;
/** Where a relay chain keeps its slot. */
const CURRENT_SLOT = '0x1cb6f36e027abb2091cfb5110ab5087f06155b3cd9a8c9e5e9a23fd5dc13a5ed';
/** Where a relay chain keeps the randomness of one epoch ago. */
const ONE_EPOCH_AGO_RANDOMNESS = '0x1cb6f36e027abb2091cfb5110ab5087f7ce678799d3eff024253b90e84927cc6';
/** Where a chain keeps its time. */
const NOW = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';
/** Slots of an epoch of this relay chain: an hour. */
const EPOCH = 600;

const u64 = (value) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return `0x${Buffer.from(bytes).toString('hex')}`;
};

/** What a relay chain has in its state at `time`, in milliseconds. */
const relayState = (time) => {
  const slot = Math.floor(time / SLOT);
  const random = BigInt(Math.floor(slot / EPOCH)).toString(16).padStart(64, '0');
  return [[CURRENT_SLOT, u64(slot)], [ONE_EPOCH_AGO_RANDOMNESS, `0x${random}`]];
};

/** A question as chopsticks knows it. */
const forChopsticks = ({ method, params, ...more }) => {
  // A node has the same under two names.
  if (method === 'account_nextIndex') return { method: 'system_accountNextIndex', params, ...more };
  // A node takes hex without its mark, too.
  if (method === 'state_call') return { method, params: params.map((hex) => (/^([0-9a-f]{2})*$/.test(hex) ? `0x${hex}` : hex)), ...more };
  return { method, params, ...more };
};

/** A runtime's version as the specification of JSON-RPC has it: that it is valid, and what it is. */
const runtime = (version) => version && { type: 'valid', spec: { ...version, apis: Object.fromEntries(version.apis) } };

/** What chopsticks says, as a node would say it. */
const asNode = (message) => {
  const { method, params, result } = message;
  if (result?.methods) result.methods.push('account_nextIndex');
  if (method === 'chainHead_v1_followEvent') {
    for (const name of ['finalizedBlockRuntime', 'newRuntime']) if (name in params.result) params.result[name] = runtime(params.result[name]);
  }
  if (method === 'author_extrinsicUpdate' && params.result?.ready === null) params.result = 'ready';
  return message;
};

/**
 * Starts the chain of a raw spec, its clock at `start` milliseconds. It builds blocks when it is told to. With `mended`
 * it answers as a node does also where chopsticks does not: see above, and lists of what has been there since the
 * genesis, which are empty if they are asked for by chainHead_v1_storage.
 *
 * Gives `url`; `block(messages)`, a block one slot later, to which other parachains have sent messages: by their numbers, each
 * page with its `data` as hex; naming one opens channels to and from it. `jump(ms)`, a block so much later; `close()`.
 */
export const parachain = async (spec, start, { mended = false } = {}) => {
  // Else the first block would take the time of this machine.
  spec.genesis.raw.top[NOW] = u64(start - (start % SLOT));
  const { chain, close, addr } = await setupWithServer({
    genesis: spec, 'build-block-mode': 'Manual', host: '127.0.0.1', 'runtime-log-level': 1,
  });
  if (mended) chain.head.pushStorageLayer().setAll(spec.genesis.raw.top);
  const time = async () => {
    const value = await chain.head.get(NOW);
    return Number(new DataView(Uint8Array.from(Buffer.from(value.slice(2), 'hex')).buffer).getBigUint64(0, true));
  };
  const build = async (at, horizontalMessages = {}) => {
    const block = await chain.newBlock({ relayChainStateOverrides: relayState(at), horizontalMessages });
    return { hash: block.hash };
  };
  // One after the other: a block is built on the one before.
  let last = Promise.resolve();
  const inTurn = (build) => {
    const done = last.then(build);
    last = done.catch(() => {});
    return done;
  };
  const block = (messages) => inTurn(async () => build((await time()) + SLOT, messages));
  /** A chain that sleeps so long, in whole slots. The clock that the next block finds is that of the slot before it. */
  const jump = (milliseconds) => inTurn(async () => {
    const at = (await time()) + Math.ceil(milliseconds / SLOT) * SLOT;
    chain.head.pushStorageLayer().set(NOW, u64(at - SLOT));
    return build(at);
  });

  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const own = { engine_createBlock: () => block(), sealing_jump: ([milliseconds]) => jump(milliseconds) };
  server.on('connection', (client) => {
    const inner = new WebSocket(`ws://${addr}`);
    const opened = once(inner, 'open');
    inner.on('message', (data) => client.send(mended ? JSON.stringify(asNode(JSON.parse(data))) : data.toString()));
    inner.on('error', () => client.close());
    client.on('close', () => inner.close());
    client.on('message', async (data) => {
      const request = JSON.parse(data.toString());
      await opened;
      if (!own[request.method]) return inner.send(mended ? JSON.stringify(forChopsticks(request)) : data.toString());
      const { id, method, params } = request;
      const failed = (error) => ({ error: { code: -32000, message: `${error}` } });
      const answer = await own[method](params).then((result) => ({ result }), failed);
      client.send(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    });
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    block, jump, time,
    close: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await close();
    },
  };
};

/** Ends a test's process: chopsticks leaves something running. For `after`. */
export const end = () => setTimeout(() => process.exit(), 500).unref();
