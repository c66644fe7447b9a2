// SPDX-License-Identifier: Apache-2.0

// A sealed chain with the neighbourhood of the development preset, and its clock.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Key, Meter } from './meter.js';
import { Node, account, send } from './node.js';

export const UNIT = 1_000_000_000n;
const START = '2018-06-27T00:00:00Z';
const SLOT = 6_000;
const alice = account('Alice');

/// The development chain, or one with a specification of its own.
export async function start(t, chain = []) {
  const args = ['--dev', ...chain, '--tmp', '--sealing', 'instant', '--sealing-start', START];
  const node = await Node.start(t, args);
  const api = await node.api(t);
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

/// What gridmerit-clear makes of an interval's orders: nodes with what they want, perhaps up to a limit, and nodes
/// with what they have and from which price.
export function clear(interval, demands, offers, { tou, fit, alphaPpm, fee }) {
  const input = {
    consumers: demands.map(([id, demand_wh, limit]) => (limit ? { id, demand_wh, limit } : { id, demand_wh })),
    prosumers: offers.map(([id, capacity_wh, price]) => ({ id, capacity_wh, price })),
    tou, fit, alpha: alphaPpm, ser: fee, interval,
  };
  const { status, stdout, stderr } = spawnSync(process.env.GRIDMERIT_CLEAR, [], { input: JSON.stringify(input) });
  assert.equal(status, 0, stderr.toString());
  return JSON.parse(stdout);
}

/// Milliseconds to the first block at or after the gate of the current round.
export async function untilGate(api) {
  const { gate } = (await api.query.forwardMarket.currentRound()).unwrap();
  const left = gate.sub(await api.query.timestamp.now()).toNumber();
  return Math.max(1, Math.ceil(left / SLOT)) * SLOT;
}

/// Lets the clock run to the gate of the round that takes orders, and a block beyond.
export async function toGate(node, api) {
  const before = await round(api);
  while ((await round(api)) === before) await node.request('sealing_jump', await untilGate(api));
}

/// The number of the round that takes orders.
export const round = async (api) => (await api.query.forwardMarket.currentRound()).unwrap().number.toNumber();

/// The events of a name.
export const named = (events, method) => events.filter((event) => event.method === method);

/// The meters of the development preset, each made the settlement meter of its node; the first interval that
/// they settle.
export async function meters(api) {
  const from = (await round(api)) + 1;
  const names = ['Bob', 'Charlie', 'Dave', 'Eve'];
  const owners = names.map(account);
  for (const [i, owner] of owners.entries()) {
    await send(api, api.tx.meterAttestation.settleWith(i, from), owner);
  }
  return { from, meters: names.map((name, i) => new Meter(api, i, new Key(`//Meter//${name}`))) };
}

/// Lets the clock run until an interval is over; its next round opens a minute before.
export async function over(node, api, interval) {
  while ((await round(api)) <= interval) await toGate(node, api);
  await node.request('sealing_jump', 66_000);
}

/// A call is refused with an error of this name, which explains itself.
export async function refused(api, call, who, name, text) {
  await assert.rejects(send(api, call, who), (error) => {
    assert.equal(`${error.section}.${error.message}`, name);
    assert.match(error.docs, text);
    return true;
  });
}
