// SPDX-License-Identifier: Apache-2.0

// A sealed development chain on which thousands of nodes take part from its first block on, some of which trade.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keyring } from '@polkadot/api';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';
import { Node, addressOf, directory, run } from '../support/node.js';

const START = '2018-06-27T00:00:00Z';
/// What each account has, in planck: 10,000 UNIT.
const MONEY = 10_000_000_000_000;
/// How many nodes the preset brings along.
const FIRST = 6;

/// Nodes of which every so-many-th trades, so that their orders are on all pages of the book: those by index that have
/// a key. Even ones buy, odd ones sell.
export function traders(nodes, trading) {
  const keyring = new Keyring({ type: 'sr25519' });
  const apart = Math.floor((nodes - FIRST) / trading);
  return Array.from({ length: trading }, (_, i) => {
    const node = FIRST + i * apart;
    return { node, place: i, sells: i % 2 === 1, pair: keyring.addFromUri(`//load//${node}`) };
  });
}

/// The spec of a development chain with so many nodes, on a number of buses; with lines between them, if any.
export function spec(nodes, trading, { buses = 33, lines = false } = {}) {
  const text = execFileSync(process.env.GRIDMERIT_NODE, ['export-chain-spec', '--chain', 'dev'], { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  const chain = JSON.parse(text);
  const { patch } = chain.genesis.runtimeGenesis;
  const keys = new Map(trading.map(({ node, sells, pair }) => [node, { sells, address: pair.address }]));
  for (let node = patch.teRegistry.nodes.length; node < nodes; node++) {
    const trader = keys.get(node);
    // Who does not trade needs no key.
    const address = trader?.address ?? addressOf(blake2AsU8a(`load ${node}`, 256));
    const sells = trader ? trader.sells : node % 2 === 1;
    patch.teRegistry.nodes.push([address, {
      customer: blake2AsHex(`customer ${node}`, 256), bus: 1 + (node % buses), source: sells ? 'Solar' : 'None',
      limits: { generation: sells ? 50_000 : 0, consumption: 50_000 },
      roles: { consumer: !sells, prosumer: sells, storage: false, utility: false, line_owner: false },
    }]);
    patch.balances.balances.push([address, MONEY]);
  }
  // A star of lines that carry much, so that all buses are there and none limits.
  if (lines) patch.grid = { lines: Array.from({ length: buses }, () => ({ owner: patch.sudo.key, parent: 0, rating: 100_000_000 })) };
  return chain;
}

/// A node that builds blocks on demand on such a chain, and a client of it.
export async function community(t, nodes, trading, options) {
  const [plain, raw] = ['plain.json', 'raw.json'].map((name) => join(directory(t), name));
  writeFileSync(plain, JSON.stringify(spec(nodes, trading, options)));
  const { code, stdout, stderr } = await run(['export-chain-spec', '--chain', plain, '--raw'], { seconds: 600 });
  if (code !== 0) throw new Error(`the node takes no such chain: ${stderr}`);
  writeFileSync(raw, stdout);
  const node = await Node.start(t, ['--dev', '--chain', raw, '--tmp', '--sealing', 'instant', '--sealing-start', START, '--pool-limit', '20000']);
  return { node, api: await node.api(t) };
}
