// SPDX-License-Identifier: Apache-2.0

// A chain for tests of networks: the preset `local` with sessions of a minute and intervals of two minutes.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { account, addressOf, run } from '../../client/support/node.js';

/// The TE nodes of the preset, by who acts for them.
export const NODES = { Ferdie: 0, Bob: 1, Charlie: 2, Dave: 3, Eve: 4, Alice: 5 };

/// Nodes that share a page of the book.
const PAGE = 128;

/// The traders of further pages.
export const neighbour = (page) => `Neighbour${page}`;

/// As many nodes that `pages` pages of the book are begun, with a trader on each of them: Neighbour1, on the second...
export function manyNodes(patch, pages) {
  const { nodes } = patch.teRegistry;
  const [, [, like]] = nodes;
  for (let index = nodes.length; index <= (pages - 1) * PAGE; index++) {
    const key = Buffer.alloc(32);
    key.writeUInt32LE(index);
    const trades = index % PAGE === 0;
    const address = trades ? account(neighbour(index / PAGE)).address : addressOf(key);
    nodes.push([address, { ...like, customer: `0x${key.toString('hex')}` }]);
    if (trades) patch.balances.balances.push([address, 1_000_000_000_000]);
  }
  for (let page = 1; page < pages; page++) NODES[neighbour(page)] = page * PAGE;
}

/// Slots of a session: a minute.
export const SESSION_SLOTS = 10;
export const SLOT = 6_000;
/// Between the gate of a round and the interval that it trades: the least that the chain allows.
const LEAD = 30_000;

/// Who validates, in this order. All but Alice trade.
export const VALIDATORS = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve'];

/// Length of an interval, in milliseconds: the one a little above two minutes with which a gate closes in so many
/// milliseconds. Intervals are counted from 1970, so that all of these divide time in other ways.
function lengthFor(gateIn) {
  const begins = Date.now() + gateIn + LEAD;
  const lengths = Array.from({ length: 1_000 }, (_, i) => 120_000 + i);
  return lengths.reduce((best, length) => (begins % length < begins % best ? length : best));
}

/// Writes a raw chain spec into a folder: its path. With that many validators, windows that are open, the first gate in
/// so many milliseconds, and with what `change` does to the patch of the genesis.
export async function writeChain(folder, { validators = 4, windows = 4, gateIn = 100_000, change = () => {} } = {}) {
  const { stdout, stderr, code } = await run(['export-chain-spec', '--chain', 'local']);
  if (code !== 0) throw new Error(stderr);
  const spec = JSON.parse(stdout);
  const { patch } = spec.genesis.runtimeGenesis;
  patch.validators = { ...patch.validators, sessionSlots: SESSION_SLOTS };
  patch.forwardMarket = { ...patch.forwardMarket, intervalLength: lengthFor(gateIn) };
  Object.assign(patch.forwardMarket.rules, { windows, gate_lead: LEAD });
  for (const name of VALIDATORS.slice(patch.session.keys.length, validators)) {
    const { address } = account(name);
    patch.session.keys.push([address, address, { babe: address, grandpa: account(name, { type: 'ed25519' }).address }]);
    // Bonded and trusted as the others are.
    const [[, ...bond]] = patch.trustStaking.bonds;
    patch.trustStaking.bonds.push([NODES[name], ...bond]);
  }
  change(patch);
  const [plain, raw] = [join(folder, 'plain.json'), join(folder, 'raw.json')];
  writeFileSync(plain, JSON.stringify(spec));
  const made = await run(['export-chain-spec', '--chain', plain, '--raw']);
  if (made.code !== 0) throw new Error(made.stderr);
  writeFileSync(raw, made.stdout);
  return raw;
}
