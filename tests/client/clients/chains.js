// SPDX-License-Identifier: Apache-2.0

// The chains that clients are tried on, with the development preset's market. Each gives `url`, `spec` (the path of one
// for a light client) and `call`: the first window's interval and round.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parachain } from '../../parachain/support/chain.js';
import { SPEC, run as runProgram } from '../../parachain/support/programs.js';
import { Node, directory, freePort, run, until } from '../support/node.js';

const START = '2018-06-27T00:00:00Z';
const QUARTER = 900_000;
/** How long before an interval its round closes. */
const GATE_LEAD = 60_000;
const SLOT = 6_000;
/** A round that is open for less could close while a client waits for finality. */
const ENOUGH = 120_000;

/** The first window at a time: its interval, and the round that takes orders for it. */
const windowAt = (time) => {
  const round = Math.floor((time + GATE_LEAD) / QUARTER);
  return [round + 1, round];
};

/** A development node that seals a block each second. */
export const solochain = async (t) => {
  const node = await Node.start(t, ['--dev', '--tmp', '--sealing', '1000', '--sealing-start', START]);
  await until(async () => (await node.best()) >= 2, { what: 'blocks' });
  return { url: `ws://127.0.0.1:${node.rpcPort}`, call: windowAt(Date.parse(START)) };
};

/** A network of four, whose blocks come as they do and are finalised. A light client wants some peers. */
export const network = async (t) => {
  const [nodes, bootNodes] = [[], []];
  for (const name of ['alice', 'bob', 'charlie', 'dave']) {
    const address = `/ip4/127.0.0.1/tcp/${await freePort()}/ws`;
    const boot = bootNodes.length > 0 ? ['--bootnodes', bootNodes[0]] : [];
    const node = await Node.start(t, ['--chain', 'local', '--tmp', `--${name}`, '--unsafe-force-node-key-generation', '--listen-addr', address, ...boot]);
    nodes.push(node);
    bootNodes.push(`${address}/p2p/${await node.request('system_localPeerId')}`);
  }
  const { code, stdout, stderr } = await run(['export-chain-spec', '--chain', 'local', '--raw']);
  if (code !== 0) throw new Error(stderr);
  const spec = join(directory(t), 'spec.json');
  writeFileSync(spec, JSON.stringify({ ...JSON.parse(stdout), bootNodes }));
  await until(async () => (await nodes[0].finalized()) >= 2, { what: 'final blocks' });
  const left = QUARTER - ((Date.now() + GATE_LEAD) % QUARTER);
  if (left < ENOUGH) await sleep(left + 2 * SLOT);
  return { url: `ws://127.0.0.1:${nodes[0].rpcPort}`, spec, call: windowAt(Date.now()) };
};

let raw;
/** The raw spec of the parachain, as text; made once. */
const parachainSpec = async (t) => {
  if (raw) return raw;
  const plain = join(directory(t), 'plain.json');
  writeFileSync(plain, (await runProgram(SPEC, ['--preset', 'development'])).stdout);
  raw = (await runProgram(SPEC, ['--raw', plain])).stdout;
  return raw;
};

/** The parachain in chopsticks, with a block each second; with `mended` answers or as they are. */
export const inChopsticks = (mended) => async (t) => {
  const text = await parachainSpec(t);
  const spec = join(directory(t), 'spec.json');
  writeFileSync(spec, text);
  const chain = await parachain(JSON.parse(text), Date.parse(START), { mended });
  t.after(() => chain.close());
  await chain.block();
  await chain.block();
  let going = true;
  const blocks = (async () => {
    while (going) {
      await sleep(1000);
      if (going) await chain.block();
    }
  })();
  t.after(async () => {
    going = false;
    await blocks;
  });
  return { url: chain.url, spec, call: windowAt(Date.parse(START)) };
};
