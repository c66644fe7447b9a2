// SPDX-License-Identifier: Apache-2.0

// Readings and settlement through polkadot.js: meters sign, anybody delivers, money moves.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UNIT, demand, meters, named, offer, operate, over, refused, round, start, toGate } from './support/market.js';
import { Key, Meter, authorised, twoReadings } from './support/meter.js';
import { account, send } from './support/node.js';

const [alice, bob, charlie, eve, ferdie] = ['Alice', 'Bob', 'Charlie', 'Eve', 'Ferdie'].map(account);
const [BOB, CHARLIE] = [1, 2];
const SILENT_AFTER = 4;

/// Sends an authorised transaction and seals a block; its events.
async function deliverFree(node, api, reading) {
  const before = await node.best();
  await node.request('author_submitExtrinsic', authorised(api.tx.meterAttestation.deliverOne(reading)));
  while ((await node.best()) === before) await new Promise((done) => setTimeout(done, 50));
  return (await api.query.system.events()).map(({ event }) => event);
}

describe('readings', { timeout: 1_200_000 }, () => {
  it('settle ten intervals, and the statement says what the market has saved', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: [ofBob, ofCharlie] } = await meters(api);

    const traded = new Map();
    const wanted = (k) => 1_000 + 37 * (k % 10);
    while ((await round(api)) < from + 10) {
      const t = await round(api);
      const k = t + 1;
      if (k >= from && k < from + 10) {
        await send(api, api.tx.forwardMarket.post(t, [[k, demand(wanted(k))]], false), bob);
        await send(api, api.tx.forwardMarket.post(t, [[k, offer(5_000, 120_000)]], false), charlie);
      }
      await toGate(node, api);
      const result = await api.query.clearing.results(k, t);
      if (result.isSome) traded.set(k, result.unwrap());
    }
    assert.equal(traded.size, 10);
    await over(node, api, from + 9);

    // Bob used a little more than he bought, Charlie delivered a little less than he sold.
    const relay = account('Relay');
    await send(api, api.tx.balances.transferKeepAlive(relay.address, UNIT), alice);
    const readings = [];
    for (let k = from; k < from + 10; k++) {
      readings.push(ofBob.read(k, wanted(k) + 100, 0), ofCharlie.read(k, 50, wanted(k) - 200));
    }
    const spoilt = { ...readings[3], reading: { ...readings[3].reading, export: 1 } };
    const batch = [...readings.slice(0, 3), spoilt, ...readings.slice(3)];
    const { events } = await send(api, api.tx.meterAttestation.deliver(batch), relay);
    assert.equal(named(events, 'IntervalSettled').length, 20);
    const [bad] = named(events, 'ReadingRefused');
    assert.equal(bad.data.place.toNumber(), 3);
    const { section, name } = api.registry.findMetaError(bad.data.error.asModule);
    assert.equal(`${section}.${name}`, 'meterAttestation.BadSignature');

    // What it should come to, from the results alone.
    const sum = (values) => values.reduce((total, value) => total + value, 0n);
    const ks = [...traded.keys()];
    const tariffs = new Map();
    for (const k of ks) tariffs.set(k, (await api.query.forwardMarket.intervalTerms(k)).unwrap().tariff);
    const price = (k) => traded.get(k).price.unwrap().toBigInt();
    const tou = (k) => tariffs.get(k).tou.toBigInt();
    const shortfall = (k) => tariffs.get(k).shortfall.toBigInt();
    const fee = (k) => tariffs.get(k).fee.toBigInt();
    const wh = (k) => BigInt(wanted(k));
    const paid = sum(ks.map((k) => wh(k) * (price(k) + fee(k)) + 100n * tou(k)));
    const alone = sum(ks.map((k) => (wh(k) + 100n) * tou(k)));

    const statement = await api.call.marketApi.statement(BOB, from, from + 9);
    assert.equal(statement.totals.intervals.toNumber(), 10);
    assert.equal(statement.totals.withoutReading.toNumber(), 0);
    const standing = [statement.provisional, statement.disputable, statement.settledForGood];
    assert.deepEqual(standing.map((count) => count.toNumber()), [0, 10, 0], 'none is closed yet');
    assert.equal(statement.totals.imported.toBigInt(), sum(ks.map((k) => wh(k) + 100n)));
    assert.equal(statement.totals.bought.toBigInt(), sum(ks.map(wh)));
    assert.equal(statement.totals.fees.toBigInt(), sum(ks.map((k) => wh(k) * fee(k))));
    assert.equal(statement.paid.toBigInt(), paid);
    assert.equal(statement.paidAlone.toBigInt(), alone);
    assert.equal(statement.saved.toBigInt(), alone - paid);
    assert.ok(alone > paid);
    t.diagnostic(`Bob's statement: ${JSON.stringify(statement.toHuman())}`);
    assert.equal((await api.call.marketApi.totals(BOB)).toString(), statement.totals.toString());

    // Charlie is short of 250 Wh in each interval: 200 not delivered and 50 used.
    const earned = sum(ks.map((k) => wh(k) * price(k) - 250n * shortfall(k)));
    const seller = await api.call.marketApi.statement(CHARLIE, from, from + 9);
    assert.equal(-seller.paid.toBigInt(), earned);
    // Without the market the meter would have netted, too: netting is not its merit.
    const fit = (k) => tariffs.get(k).fit.toBigInt();
    assert.equal(-seller.paidAlone.toBigInt(), sum(ks.map((k) => (wh(k) - 250n) * fit(k))));

    const invoices = await api.call.marketApi.invoices(BOB, from, from + 9);
    assert.deepEqual(invoices.map(([k]) => k.toNumber()), ks);
    assert.ok(invoices.every(([, invoice]) => invoice.basis.isReading && !invoice.aboveLimit.valueOf()));
    const sheet = (await api.call.marketApi.balanceSheet(from, 0)).unwrap();
    const parts = [sheet.nodesNet, sheet.utilityNet, sheet.gridNet, sheet.pending, sheet.reserveNet]
      .map((part) => part.toBigInt());
    assert.equal(sum(parts), 0n);
    assert.equal(parts[3], 0n);

    // Money that is free again can be withdrawn; Charlie has what he was paid.
    const status = (await api.call.marketApi.node(charlie.address)).unwrap();
    assert.equal(status.locked.toBigInt(), 0n);
    await send(api, api.tx.ledger.withdraw(status.credit), charlie);
    const [meter] = await api.call.marketApi.meters(BOB);
    assert.equal(meter.settlesFrom.unwrap().toNumber(), from);
    const remembered = await api.call.marketApi.readings(meter.meter);
    assert.equal(remembered.length, 10);
    assert.equal(remembered.at(-1).importRegister.toNumber(), ofBob.importRegister);
  });

  it('come without an account, once, and not from another chain', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: [ofBob] } = await meters(api);
    await over(node, api, from);
    const reading = ofBob.read(from, 700, 0);
    const code = (name) => Object.keys(api.errors.meterAttestation).indexOf(name);
    const submit = (reading) =>
      node.request('author_submitExtrinsic', authorised(api.tx.meterAttestation.deliverOne(reading)));
    const fails = (reading, name) => assert.rejects(submit(reading), (error) => {
      assert.match(JSON.stringify(error.data ?? error.message), new RegExp(`Custom\\D+${code(name)}\\b`), name);
      return true;
    });

    const elsewhere = new Meter(api, 0, new Key('//Meter//Bob'));
    elsewhere.genesis = new Uint8Array(32);
    await fails(elsewhere.read(from, 700, 0), 'BadSignature');
    await fails({ ...reading, meter: 99 }, 'UnknownMeter');
    await fails(ofBob.signed({ ...reading.reading, interval: from + 5 }), 'NotOver');

    const events = await deliverFree(node, api, reading);
    const [settled] = named(events, 'IntervalSettled');
    assert.equal(settled.data.node.toNumber(), BOB);
    assert.equal(settled.data.invoice.charged.toBigInt(), 700n * settled.data.invoice.tariff.tou.toBigInt());
    assert.equal(named(events, 'TransactionFeePaid').length, 0);
    await fails(reading, 'Replay');
    await fails(ofBob.signed({ ...reading.reading, import: 1 }), 'ConflictingReading');
  });

  it('replace what silence has cost', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: [ofBob] } = await meters(api);
    const invoice = async () => (await api.call.marketApi.invoices(BOB, from, from))[0]?.[1];
    await send(api, api.tx.ledger.deposit(100n * UNIT), bob);
    await over(node, api, from + SILENT_AFTER);
    // The deadline also counts blocks.
    for (let block = 0; block < 40 && !(await invoice()); block++) await node.request('sealing_jump', 6_000);
    const provisional = await invoice();
    assert.ok(provisional.basis.isSilence);
    assert.equal(provisional.metered.import.toNumber(), 20_000);
    assert.ok((await api.query.teRegistry.violations(BOB, 'Silence')).gten(1));
    const reserve = (await api.query.ledger.accounts(0xffff_ffff)).locked;
    assert.ok(reserve.gte(provisional.charged), 'it is the reserve\'s');

    const before = (await api.query.ledger.accounts(BOB)).credit;
    await deliverFree(node, api, ofBob.read(from, 300, 0));
    const corrected = await invoice();
    assert.ok(corrected.basis.isReading);
    const back = (await api.query.ledger.accounts(BOB)).credit.sub(before);
    assert.equal(back.toString(), provisional.charged.sub(corrected.charged).toString());
    // What the utility was paid for the reading stays in the pot until the interval is closed.
    const held = (await api.query.ledger.accounts(0)).locked;
    assert.ok(held.gte(corrected.charged));
    await refused(api, api.tx.ledger.withdraw(held), ferdie, 'ledger.NotFree', /tied up/);
  });

  it('count while manufacturer, meter and authorities are trusted', async (t) => {
    const { node, api } = await start(t);
    const maker = new Key('//Northern Meters', 'ed25519');
    const { registerMeter, bindMeter, settleWith, reportTampering } = api.tx.meterAttestation;
    const { publish, trust, reportMeter, liftReport } = api.tx.authorities;
    await operate(api, api.tx.meterAttestation.registerManufacturer('Northern Meters', [maker.public]));
    const manufacturer = (await api.query.meterAttestation.nextManufacturer()).toNumber() - 1;
    const register = (key, serial, by = maker) =>
      registerMeter(manufacturer, key.public, serial, 0, by.certify(key, 0, serial));

    const key = new Key('//Meter//New', 'ecdsa');
    await refused(api, register(key, 'N-1', new Key('//Forger')), bob, 'meterAttestation.NotCertified', /manufacturer/);
    const { events } = await send(api, register(key, 'N-1'), bob);
    const meter = new Meter(api, named(events, 'MeterRegistered')[0].data.meter.toNumber(), key);
    await refused(api, bindMeter(meter.index, meter.consent(CHARLIE)), bob, 'meterAttestation.NoConsent', /consent/);
    await send(api, bindMeter(meter.index, meter.consent(BOB)), bob);
    const from = (await round(api)) + 1;
    await send(api, settleWith(meter.index, from), bob);
    await over(node, api, from + 1);
    await deliverFree(node, api, meter.read(from, 500, 0));

    // The police finds that it was opened.
    await send(api, publish('Police', 'Police'), eve);
    await send(api, reportMeter(meter.index, from, 'opened'), eve);
    assert.ok((await api.call.marketApi.meters(BOB))[0].revokedFrom.isNone, 'nobody trusts it yet');
    await operate(api, trust(eve.address, true));
    await send(api, reportMeter(meter.index, from, 'opened'), eve);
    const [[, reopened]] = await api.call.marketApi.invoices(BOB, from, from);
    assert.ok(reopened.basis.isRevoked);
    await refused(api, api.tx.meterAttestation.reportTampering(meter.index, ...twoReadings(meter, from)), alice,
      'meterAttestation.NoContradiction', /two different/);
    await send(api, liftReport(meter.index, eve.address), eve);

    // Two different readings for one interval speak for themselves.
    const [first, second] = twoReadings(meter, from + 1, 7);
    await send(api, reportTampering(meter.index, first, second), alice);
    assert.equal((await api.call.marketApi.meters(BOB))[0].revokedFrom.unwrap().toNumber(), from + 1);
    assert.equal((await api.query.teRegistry.violations(BOB, 'Tampering')).toNumber(), 1);
  });
});
