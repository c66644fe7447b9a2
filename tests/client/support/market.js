// SPDX-License-Identifier: Apache-2.0

// A sealed chain with the neighbourhood of the development preset, and its clock.

import assert from 'node:assert/strict';
import { Node, account, send } from './node.js';

export const UNIT = 1_000_000_000n;
const START = '2018-06-27T00:00:00Z';
const SLOT = 6_000;
const alice = account('Alice');

export async function start(t) {
  const args = ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', START];
  const node = await Node.start(t, args);
  const api = await node.api(t);
  // The first block opens the first round.
  await send(api, api.tx.system.remark('0x00'), alice);
  return { node, api };
}

/// A call of the operator; what it does must work.
export async function operate(api, call) {
  const { events } = await send(api, api.tx.sudo.sudo(call), alice);
  const [result] = events.find((event) => event.method === 'Sudid').data;
  assert.ok(result.isOk, `${call.method.section}.${call.method.method}: ${result}`);
}

/// An order to buy, in Wh, at any price or up to a limit in planck per Wh.
export const demand = (quantity, limit = null) => ({ Demand: { quantity, limit } });

/// An order to sell, in Wh and planck per Wh.
export const offer = (capacity, ask) => ({ Offer: { capacity, ask } });

/// Milliseconds to the first block at or after the gate of the current round.
export async function untilGate(api) {
  const { gate } = (await api.query.forwardMarket.currentRound()).unwrap();
  const left = gate.sub(await api.query.timestamp.now()).toNumber();
  return Math.max(1, Math.ceil(left / SLOT)) * SLOT;
}

/// Lets the clock run to the gate of the round that takes orders, and a block beyond.
export async function toGate(node, api) {
  const round = async () => (await api.query.forwardMarket.currentRound()).unwrap().number;
  const before = await round();
  while ((await round()).eq(before)) await node.request('sealing_jump', await untilGate(api));
}
