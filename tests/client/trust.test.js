// SPDX-License-Identifier: Apache-2.0

// Trust through polkadot.js: bonded, backed, earned by what was delivered, lost by what is proven.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UNIT, demand, meters, named, offer, operate, over, refused, round, start, toGate } from './support/market.js';
import { twoReadings } from './support/meter.js';
import { account, send, view } from './support/node.js';

const [alice, bob, charlie, dave] = ['Alice', 'Bob', 'Charlie', 'Dave'].map(account);
const [BOB, CHARLIE] = [1, 2];
const HOUR = 3_600_000;
const DAY = 24;
/// What an index begins with, of a billion.
const BASE = 50_000_000;

const session = async (api) => (await api.query.session.currentIndex()).toNumber();
const standing = async (api, node) => (await view(api, 'TrustStaking', 'standing', node)).unwrap();

/// Events of the pallet in the blocks after `before`.
async function eventsSince(node, api, before) {
  const events = [];
  for (let number = before + 1; number <= (await node.best()); number++) {
    const at = await api.at(await node.request('chain_getBlockHash', number));
    events.push(...(await at.query.system.events()).map(({ event }) => event));
  }
  return events.filter((event) => event.section === 'trustStaking');
}

/// Lets so many sessions pass, and a block in which their hooks run.
async function sessions(node, count) {
  for (let hour = 0; hour < count; hour++) await node.request('sealing_jump', HOUR);
  await node.request('sealing_jump', 6_000);
}

describe('trust', { timeout: 1_200_000, concurrency: 2 }, () => {
  it('is bonded, backed and taken back, and says how a node stands', async (t) => {
    const { api } = await start(t);
    const { back, bond, setCommission, unback, unbond, withdrawBacking, withdrawUnbonded } = api.tx.trustStaking;
    const stands = () => standing(api, CHARLIE);
    const newcomer = await stands();
    assert.deepEqual([newcomer.index.toNumber(), newcomer.effective.toNumber()], [BASE, 0]);
    assert.ok(newcomer.mostSold.isNone, 'the presets have no tiers');

    await refused(api, bond(UNIT), account('Alice//stash'), 'trustStaking.NotRegistered', /does not act for a TE node/);
    await refused(api, back(CHARLIE, 10n * UNIT), alice, 'trustStaking.NotBackable', /Nobody backs who risks nothing/);
    const held = async () => (await api.query.system.account(charlie.address)).data.reserved.toBigInt();
    const before = await held();
    await send(api, bond(500n * UNIT), charlie);
    assert.equal(await held(), before + 500n * UNIT);
    const bonded = await stands();
    assert.equal(bonded.bonded.toBigInt(), 500n * UNIT);
    assert.equal(bonded.effective.toNumber(), BASE / 2, 'half of the full bond');

    await refused(api, back(CHARLIE, UNIT), alice, 'trustStaking.BackingTooSmall', /MinBacking/);
    const kept = await send(api, setCommission(100_000_000), charlie);
    const [set] = named(kept.events, 'CommissionSet');
    assert.equal(set.data.from.toNumber(), (await session(api)) + 7 * DAY, 'more is kept after a notice');
    await send(api, back(CHARLIE, 250n * UNIT), alice);
    const backed = await stands();
    assert.equal(backed.backed.toBigInt(), 250n * UNIT);
    assert.deepEqual([backed.backers.toNumber(), backed.commission.toNumber()], [1, 0]);
    assert.equal(backed.effective.toNumber(), (BASE * 3) / 4);
    const [worth] = (await view(api, 'TrustStaking', 'backing', CHARLIE, alice.address)).unwrap();
    assert.equal(worth.toBigInt(), 250n * UNIT);

    await refused(api, unbond(CHARLIE, 100n * UNIT), bob, 'trustStaking.NotOwner', /signed/);
    await refused(api, unbond(CHARLIE, 501n * UNIT), charlie, 'trustStaking.MoreThanBonded', /Less than that/);
    const { events } = await send(api, unbond(CHARLIE, 100n * UNIT), charlie);
    const [unbonding] = named(events, 'Unbonding');
    assert.equal(unbonding.data.from.toNumber(), (await session(api)) + 21 * DAY);
    await send(api, unback(CHARLIE, 250n * UNIT), alice);
    const leaving = await stands();
    assert.deepEqual([leaving.bonded, leaving.unbonding, leaving.leaving].map(BigInt), [400n * UNIT, 100n * UNIT, 250n * UNIT]);
    assert.equal(leaving.effective.toNumber(), (BASE * 2) / 5, 'what is on its way out counts no more');
    await refused(api, withdrawUnbonded(CHARLIE), dave, 'trustStaking.NothingToWithdraw', /yet/);
    await refused(api, withdrawBacking(CHARLIE, alice.address), dave, 'trustStaking.NothingToWithdraw', /yet/);
  });

  it('rises when what was sold and delivered is settled for good', async (t) => {
    const { node, api } = await start(t);
    await operate(api, api.tx.settlement.setDisputeWindow(6));
    await send(api, api.tx.trustStaking.bond(1_000n * UNIT), charlie);
    const { from, meters: [ofBob, ofCharlie] } = await meters(api);

    // Charlie sells in every interval of a session, and delivers.
    const last = from + 3;
    while ((await round(api)) <= last) {
      const t = await round(api);
      if (t + 1 >= from && t < last) {
        await send(api, api.tx.forwardMarket.post(t, [[t + 1, demand(3_000)]], false), bob);
        await send(api, api.tx.forwardMarket.post(t, [[t + 1, offer(3_000, 120_000)]], false), charlie);
      }
      await toGate(node, api);
    }
    await over(node, api, last);
    const readings = [];
    for (let k = from; k <= last; k++) readings.push(ofBob.read(k, 3_000, 0), ofCharlie.read(k, 0, 3_000));
    const { events } = await send(api, api.tx.meterAttestation.deliver(readings), dave);
    assert.equal(named(events, 'IntervalSettled').length, 8);
    assert.equal((await standing(api, CHARLIE)).index.toNumber(), BASE, 'it can still be disputed');

    const before = await node.best();
    for (let k = last + 1; k <= last + 8; k++) {
      await over(node, api, k);
      await send(api, api.tx.meterAttestation.deliver([ofBob.read(k, 0, 0), ofCharlie.read(k, 0, 0)]), dave);
    }
    // The deadline of silence takes 30 blocks, too.
    for (let block = 0; block < 35; block++) await node.request('sealing_jump', 6_000);
    await sessions(node, 1);
    const moved = named(await eventsSince(node, api, before), 'IndexMoved').filter(({ data }) => data.node.eq(CHARLIE));
    assert.ok(moved.length > 0, 'the index has moved');
    const after = await standing(api, CHARLIE);
    assert.ok(after.index.toNumber() > BASE);
    assert.equal(moved.at(-1).data.index.toNumber(), after.index.toNumber());
    const history = await view(api, 'TrustStaking', 'history', CHARLIE);
    assert.deepEqual(history.map(({ session }) => session.toNumber()), moved.map(({ data }) => data.session.toNumber()));
    const risk = history.reduce((sum, { conduct }) => sum + conduct.risk.toBigInt(), 0n);
    assert.ok(risk > 0n);
    t.diagnostic(JSON.stringify(history.toHuman()));

    // A part of the fee comes back: never all of it.
    assert.ok(after.owed.gtn(0));
    await send(api, api.tx.trustStaking.claim(CHARLIE), dave);
    assert.ok((await standing(api, CHARLIE)).owed.eqn(0));
  });

  it('falls by what is proven, and the bond with it, unless the operator cancels', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: [ofBob, ofCharlie] } = await meters(api);
    await send(api, api.tx.trustStaking.bond(500n * UNIT), charlie);
    await send(api, api.tx.trustStaking.back(CHARLIE, 100n * UNIT), alice);
    await send(api, api.tx.trustStaking.bond(100n * UNIT), bob);
    await over(node, api, from);

    const slashes = [];
    for (const [meter, index] of [[ofCharlie, CHARLIE], [ofBob, BOB]]) {
      const proof = api.tx.meterAttestation.reportTampering(meter.index, ...twoReadings(meter, from, 7));
      const { events } = await send(api, proof, dave);
      const [reported] = named(events, 'OffenceReported');
      assert.deepEqual([reported.data.node.toNumber(), reported.data.offence.toString()], [index, 'Contradiction']);
      assert.equal(reported.data.reporter.toString(), dave.address);
      const [queued] = named(events, 'SlashQueued');
      assert.equal(queued.data.fraction.toNumber(), 500_000_000);
      assert.equal(queued.data.due.toNumber(), (await session(api)) + DAY);
      slashes.push(queued.data.slash.toNumber());
    }
    assert.equal((await standing(api, CHARLIE)).pending.toNumber(), 1);
    await refused(api, api.tx.trustStaking.bond(UNIT), charlie, 'trustStaking.SlashPending', /dispute window/);
    await operate(api, api.tx.trustStaking.cancelSlash(slashes[1], 'a test device'));
    assert.equal((await standing(api, BOB)).pending.toNumber(), 0);

    const before = await node.best();
    await sessions(node, 1);
    const index = async (of) => (await standing(api, of)).index.toNumber();
    assert.ok((await index(CHARLIE)) < BASE, 'the index falls when the session is over');
    assert.equal(await index(BOB), BASE, 'and not where the slash was cancelled in it');

    await sessions(node, DAY);
    const [slashed, ...others] = named(await eventsSince(node, api, before), 'Slashed');
    assert.equal(others.length, 0);
    const { data } = slashed;
    assert.deepEqual([data.slash, data.node].map(Number), [slashes[0], CHARLIE]);
    const [own, backers, damage, reporter, treasury] =
      [data.own, data.backers, data.damage, data.reporter, data.treasury].map((part) => part.toBigInt());
    assert.deepEqual([own, backers], [250n * UNIT, 50n * UNIT]);
    assert.equal(reporter, (own - damage) / 10n);
    assert.equal(damage + reporter + treasury, own + backers);
    const { bonded, backed } = await standing(api, CHARLIE);
    assert.deepEqual([bonded, backed].map(BigInt), [250n * UNIT, 50n * UNIT]);
    assert.equal((await standing(api, BOB)).bonded.toBigInt(), 100n * UNIT);
  });
});
