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

/**
 * Starts the chain of a raw spec, its clock at `start` milliseconds. It builds blocks when it is told to.
 *
 * Gives `url`; `block(messages)`, a block one slot later, to which other parachains have sent messages: by their numbers, each
 * page with its `data` as hex; naming one opens channels to and from it. `jump(ms)`, a block so much later; `close()`.
 */
export const parachain = async (spec, start) => {
  // Else the first block would take the time of this machine.
  spec.genesis.raw.top[NOW] = u64(start - (start % SLOT));
  const { chain, close, addr } = await setupWithServer({
    genesis: spec, 'build-block-mode': 'Manual', host: '127.0.0.1', 'runtime-log-level': 1,
  });
  const time = async () => {
    const value = await chain.head.get(NOW);
    return Number(new DataView(Uint8Array.from(Buffer.from(value.slice(2), 'hex')).buffer).getBigUint64(0, true));
  };
  const build = async (at, horizontalMessages = {}) => {
    const block = await chain.newBlock({ relayChainStateOverrides: relayState(at), horizontalMessages });
    return { hash: block.hash };
  };
  const block = async (messages) => build((await time()) + SLOT, messages);
  /** A chain that sleeps so long, in whole slots. The clock that the next block finds is that of the slot before it. */
  const jump = async (milliseconds) => {
    const at = (await time()) + Math.ceil(milliseconds / SLOT) * SLOT;
    chain.head.pushStorageLayer().set(NOW, u64(at - SLOT));
    return build(at);
  };

  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const own = { engine_createBlock: () => block(), sealing_jump: ([milliseconds]) => jump(milliseconds) };
  // One after the other: a block is built on the one before.
  let last = Promise.resolve();
  server.on('connection', (client) => {
    const inner = new WebSocket(`ws://${addr}`);
    const opened = once(inner, 'open');
    inner.on('message', (data) => client.send(data.toString()));
    inner.on('error', () => client.close());
    client.on('close', () => inner.close());
    client.on('message', async (data) => {
      const request = JSON.parse(data.toString());
      await opened;
      if (!own[request.method]) return inner.send(data.toString());
      const { id, method, params } = request;
      last = last.then(() => own[method](params));
      const answer = await last.then((result) => ({ result }), (error) => ({ error: { code: -32000, message: `${error}` } }));
      last = last.catch(() => {});
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
