// SPDX-License-Identifier: Apache-2.0

// The market through polkadot.js: sixteen neighbours, real signatures, real blocks.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BN } from '@polkadot/util';
import { UNIT, clear, demand, offer, operate, start, toGate, untilGate } from './support/market.js';
import { account, send, view } from './support/node.js';

const [alice, bob, charlie, dave, eve, ferdie] =
  ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map(account);

const NIGHT = { tou: 200_000, fit: 80_000, alphaPpm: 950_000, fee: 5_000, shortfall: 210_000, surplus: 70_000 };

describe('the market', { timeout: 1_200_000 }, () => {
  it('clears what sixteen neighbours post, as gridmerit-clear does', async (t) => {
    const { node, api } = await start(t);
    const neighbours = Array.from({ length: 16 }, (_, i) => account(`Neighbour${i}`));
    const isProsumer = (i) => i % 2 === 1;
    await send(api, api.tx.utility.batchAll(
      neighbours.map(({ address }) => api.tx.balances.transferKeepAlive(address, 500n * UNIT))), alice);
    await operate(api, api.tx.utility.batchAll(neighbours.map(({ address }, i) =>
      api.tx.teRegistry.admit(address, {
        customer: `0x${(i + 1).toString(16).padStart(64, '0')}`,
        roles: isProsumer(i) ? { prosumer: true } : { consumer: true },
        bus: 2 + i,
        limits: { generation: isProsumer(i) ? 50_000 : 0, consumption: 50_000 },
        source: isProsumer(i) ? 'Solar' : 'None',
      }))));

    // The utility publishes a tariff; it holds for windows that open from now on.
    await send(api, api.tx.forwardMarket.setTariff({ grid: null, bands: [{ fromMinute: 0, tariff: NIGHT }] }), ferdie);
    for (let round = 0; round < 4; round++) await toGate(node, api);

    const windows = await api.call.marketApi.windows();
    assert.equal(windows.length, 4);
    const [{ interval, round, tariff, start: begins, gate }] = windows;
    assert.equal(tariff.shortfall.toNumber(), NIGHT.shortfall);
    assert.equal(begins.sub(gate).toNumber(), 60_000);
    const indices = [];
    for (const { address } of neighbours) {
      const found = (await api.call.marketApi.node(address)).unwrap();
      indices.push(found.index.toNumber());
    }
    assert.deepEqual(indices, Array.from({ length: 16 }, (_, i) => 6 + i), 'in the order of admission');

    // Eight demands and eight offers, each by its own account, in two intervals.
    const orders = neighbours.map((_, i) =>
      isProsumer(i) ? [indices[i], 4_000 + 701 * i, 90_000 + 7_000 * (i % 5)]
        // Every second one of the demands has a limit.
        : [indices[i], 2_000 + 997 * i, i % 4 === 2 ? 92_000 + 3_000 * i : null]);
    const second = interval.toNumber() + 1;
    for (const [i, neighbour] of neighbours.entries()) {
      const [, quantity, price] = orders[i];
      const call = isProsumer(i)
        ? api.tx.forwardMarket.post(round, [[interval, offer(quantity, price)], [second, offer(1_000, price)]], true)
        : api.tx.forwardMarket.post(round, [[interval, demand(quantity, price)], [second, demand(2_000)]], true);
      const { events } = await send(api, call, neighbour);
      const posted = events.find(({ section }) => section === 'forwardMarket');
      assert.equal(posted.method, 'OrdersPosted');
      assert.equal(posted.data.node.toNumber(), indices[i]);
      assert.equal(posted.data.orders.length, 2);
      assert.ok(posted.data.orders.every(([, order]) => order.unwrap().isOffer === isProsumer(i)));
    }
    const status = (await api.call.marketApi.node(neighbours[0].address)).unwrap();
    assert.equal(status.locked.toBigInt(), 4_000n * 195_000n);
    assert.deepEqual(status.open.map((open) => open.order.unwrap().asDemand.quantity.toNumber()), [2_000, 2_000]);

    const demands = orders.filter((_, i) => !isProsumer(i));
    const offers = orders.filter((_, i) => isProsumer(i));
    const expected = clear(interval.toNumber(), demands, offers, NIGHT);
    const quote = (await api.call.marketApi.quote(interval, demand(500), 0)).unwrap();
    assert.equal(quote.traded.toNumber(), 500);
    const depth = await api.call.marketApi.depth(interval, 0, null);
    assert.ok(depth.nextPage.isNone, 'all of the book');
    const firm = demands.filter(([, , limit]) => limit === null);
    assert.equal(depth.demand.toNumber(), firm.reduce((sum, [, wh]) => sum + wh, 0));
    const limited = demands.filter(([, , limit]) => limit !== null).map(([, wh, limit]) => [limit, wh]);
    const limits = depth.limited.map(([limit, wh]) => [limit.toNumber(), wh.toNumber()]);
    assert.deepEqual(limits, limited.toSorted(([a], [b]) => b - a), 'the highest limit first');
    assert.equal(depth.supply.length, 5, 'five different asks');

    await toGate(node, api);
    const result = (await api.query.clearing.results(interval, round)).unwrap();
    assert.equal(result.status.type.toLowerCase(), expected.status);
    assert.equal(result.price.unwrap().toString(), expected.price);
    assert.equal(result.traded.toString(), expected.traded_wh);
    assert.equal(result.payment.toString(), expected.payment);
    assert.equal(result.utilityExport.toString(), expected.utility_export_wh);
    const transactions = await api.call.marketApi.transactions(interval, round, 0);
    assert.deepEqual(
      transactions.map((row) => ({
        seller: row.seller.toNumber(), buyer: row.buyer.toNumber(), wh: row.energy.toString(),
        price: row.price.toString(), payment: row.payment.toString(),
      })),
      expected.transactions);
    for (const row of transactions) {
      assert.equal(row.sellerAccount.unwrap().toString(), neighbours[indices.indexOf(row.seller.toNumber())].address);
    }
    for (const [i, { address }] of neighbours.entries()) {
      const open = (await api.call.marketApi.node(address)).unwrap().open[0];
      assert.ok(open.interval.eq(interval));
      const leg = expected[isProsumer(i) ? 'sold' : 'bought'].find(({ id }) => id === indices[i]);
      const position = isProsumer(i) ? open.position.sold : open.position.bought;
      assert.equal(position.toString(), leg.wh);
      const [own, more] = await api.call.marketApi.transactionsOf(indices[i], interval, interval);
      assert.ok(more.isNone);
      const energy = own.reduce((sum, row) => sum.add(row.energy), new BN(0));
      assert.equal(energy.toString(), leg.wh);
    }
    const viewed = await view(api, 'ForwardMarket', 'positions_of', indices[0], interval, interval);
    assert.equal(viewed[0][1].bought.toString(), expected.bought.find(({ id }) => id === indices[0]).wh);

    // A partly filled order is open in the next round, and clears again.
    const left = (await view(api, 'ForwardMarket', 'orders_of', indices[0]))[0];
    assert.equal(left[0].toNumber(), second);
    const scarce = (await api.query.clearing.results(second, round)).unwrap();
    assert.equal(scarce.status.type, 'Scarcity');
    const next = (await api.query.forwardMarket.currentRound()).unwrap().number;
    await send(api, api.tx.forwardMarket.post(next, [[second, offer(40_000, 100_000)]], true), neighbours[1]);
    await toGate(node, api);
    const rest = (await api.query.clearing.results(second, next)).unwrap();
    assert.equal(rest.traded.toNumber(), 8 * 2_000 - 8 * 1_000);
    assert.equal(rest.price.unwrap().toNumber(), 100_000);
  });

  it('serves demand up to its limit, says who is pivotal, and has no price where nothing trades', async (t) => {
    const { node, api } = await start(t);
    const [{ interval, round }] = await api.call.marketApi.windows();
    const [first, second, third] = [0, 1, 2].map((ahead) => interval.toNumber() + ahead);
    const post = (who, orders) => send(api, api.tx.forwardMarket.post(round, orders, true), who);
    await post(eve, [[first, demand(2_000)], [second, demand(7_000)]]);
    await post(charlie, [first, second, third].map((k) => [k, offer(6_000, 100_000)]));
    await post(dave, [first, second].map((k) => [k, offer(4_000, 150_000)]));

    // What an order would get, at which price, before it is posted; none for one that cannot be.
    const quote = async (order) => (await api.call.marketApi.quote(first, order, 0)).unwrapOr(null);
    const order = demand(9_000, 120_000);
    const quoted = await quote(order);
    assert.deepEqual([quoted.price.unwrap().toNumber(), quoted.traded.toNumber()], [120_000, 4_000]);
    assert.equal(quoted.payment.toNumber(), 4_000 * 120_000);
    assert.equal(quoted.fee.toNumber(), 4_000 * 5_000);
    // A JavaScript object without a limit is a demand without one: it takes the cap.
    const anyPrice = await quote({ Demand: { quantity: 9_000 } });
    assert.deepEqual([anyPrice.price.unwrap().toNumber(), anyPrice.status.type], [190_000, 'Scarcity']);
    assert.equal((await quote(offer(1_000, 100_001))).traded.toNumber(), 0);
    for (const refused of [demand(0), demand(1, 80_000), demand(1, 190_001), offer(1, 80_000)]) {
      assert.equal(await quote(refused), null);
    }

    await post(bob, [[first, order], [third, demand(1_000, 99_999)]]);
    const status = (await api.call.marketApi.node(bob.address)).unwrap();
    assert.equal(status.locked.toNumber(), 9_000 * 125_000 + 1_000 * 104_999, 'limit and fee');
    assert.equal(status.open[0].order.unwrap().asDemand.limit.unwrap().toNumber(), 120_000);
    const other = (await api.call.marketApi.node(eve.address)).unwrap();
    assert.ok(other.open[0].order.unwrap().asDemand.limit.isNone);

    await toGate(node, api);
    const result = async (k) => (await api.query.clearing.results(k, round)).unwrap();
    const served = await result(first);
    assert.deepEqual([served.price.unwrap().toNumber(), served.traded.toNumber()], [120_000, 6_000]);
    // What has a limit is not left to the utility.
    assert.equal(served.utilityImport.toNumber(), 0);
    const positions = await view(api, 'ForwardMarket', 'positions_of', 1, first, first);
    assert.equal(positions[0][1].bought.toNumber(), 4_000);
    const curve = (await api.query.clearing.curves(first, round)).unwrap();
    assert.equal(curve.demand.toNumber(), 2_000);
    assert.equal(curve.limited.reduce((sum, wh) => sum + wh.toNumber(), 0), 9_000);

    // Without Charlie, or without Dave, Eve's 7 kWh could not be served.
    assert.equal((await result(second)).pivotal.toNumber(), 2);
    const pivotal = async (k) => (await api.call.marketApi.pivotal(k, round)).map((seller) => seller.toNumber());
    assert.deepEqual(await pivotal(second), [2, 3]);
    assert.deepEqual(await pivotal(first), []);
    assert.deepEqual((await api.query.clearing.pivotal(second, round)).toJSON(), [2, 3]);

    // Bob's limit is below Charlie's ask: nothing trades, and there is no price to learn from.
    const apart = await result(third);
    assert.equal(apart.status.type, 'NoMatch');
    assert.ok(apart.price.isNone);
    assert.equal(apart.payment.toNumber(), 0);
  });

  it('explains its types in the metadata', async (t) => {
    const { api } = await start(t);
    for (const [path, field, text] of [
      ['MarketRules', 'gate_lead', /milliseconds/],
      ['Tariff', 'shortfall', /promised and not delivered/],
      ['NodeData', 'bus', /grid model/],
      ['RoundResult', 'utility_import', /utility/],
    ]) {
      const { type } = api.runtimeMetadata.asLatest.lookup.types.find(({ type }) => type.path.at(-1)?.eq(path));
      const { docs } = type.def.asComposite.fields.find(({ name }) => name.unwrap().eq(field));
      assert.match(docs.join(' '), text);
    }
  });

  it('names each refusal and says what to do', async (t) => {
    const { node, api } = await start(t);
    const { cancel, cancelAll } = api.tx.forwardMarket;
    const post = (round, orders, unmetered = true) => api.tx.forwardMarket.post(round, orders, unmetered);
    const round = (await api.query.forwardMarket.currentRound()).unwrap().number.toNumber();
    const interval = round + 1;
    const demands = (quantity, at = interval) => [[at, demand(quantity)]];
    const offers = (capacity, ask, at = interval) => [[at, offer(capacity, ask)]];
    const refused = async (call, who, name, text) => {
      const before = (await api.query.ledger.accounts.entries()).toString();
      await assert.rejects(send(api, call, who), (error) => {
        assert.equal(`${error.section}.${error.message}`, name);
        assert.match(error.docs, text);
        return true;
      });
      assert.equal((await api.query.ledger.accounts.entries()).toString(), before, 'nothing has changed');
    };

    await refused(post(round, demands(1)), account('Alice//stash'), 'forwardMarket.NotRegistered', /does not act for a TE node/);
    await refused(post(round, demands(1)), ferdie, 'forwardMarket.DoesNotTrade', /utility posts no orders/);
    await refused(post(round - 1, demands(1)), bob, 'forwardMarket.WrongRound', /post again/);
    await refused(post(round + 1, demands(1)), bob, 'forwardMarket.WrongRound', /post again/);
    await refused(post(round, []), bob, 'forwardMarket.NothingNamed', /no interval/);
    await refused(post(round, demands(1, round)), bob, 'forwardMarket.IntervalNotOpen', /not open/);
    await refused(post(round, demands(1, round + 5)), bob, 'forwardMarket.IntervalNotOpen', /not open/);
    await refused(post(round, [...demands(1), ...demands(2)]), bob, 'forwardMarket.IntervalNamedTwice', /twice/);
    await refused(post(round, demands(0)), bob, 'forwardMarket.BelowMinimum', /minimum/);
    await refused(post(round, demands(2n ** 40n + 1n)), bob, 'forwardMarket.TooLarge', /2\^40/);
    await refused(post(round, demands(20_001)), bob, 'forwardMarket.AboveConsumptionLimit', /may use/);
    await refused(post(round, offers(1, 100_000)), bob, 'forwardMarket.AboveGenerationLimit', /may generate/);
    await refused(post(round, offers(1, 80_000)), charlie, 'forwardMarket.AskNotAboveFeedIn', /utility pays as much/);
    await refused(post(round, offers(1, 190_000)), charlie, 'forwardMarket.AskNotBelowAlphaTou', /alpha/);
    await refused(post(round, offers(1, 195_001)), charlie, 'forwardMarket.AskPlusFeeAboveTou', /utility is cheaper/);
    const upTo = (limit) => [[interval, demand(1, limit)]];
    await refused(post(round, upTo(80_000)), bob, 'forwardMarket.LimitNotAboveFeedIn', /no price is as low/);
    await refused(post(round, upTo(190_001)), bob, 'forwardMarket.LimitAboveCap', /leave it out/);
    await refused(post(round, [[interval, null]]), bob, 'forwardMarket.NoOrder', /no order/);
    await refused(cancel([interval]), bob, 'forwardMarket.NoOrder', /no order/);
    await refused(cancelAll(), bob, 'forwardMarket.NoOrder', /no order/);
    await refused(api.tx.ledger.withdraw(1), bob, 'ledger.NotFree', /tied up/);
    await refused(api.tx.ledger.deposit(0), bob, 'ledger.ZeroAmount', /zero/);
    await refused(api.tx.ledger.deposit(10n ** 18n), bob, 'ledger.InsufficientFunds', /free balance/);
    await refused(post(round, demands(1), false), bob, 'forwardMarket.NotMetered', /settleWith/);
    // What the utility's key can do is bounded; an hour in which energy costs nothing can be published.
    const publish = (tariff) => api.tx.forwardMarket.setTariff({ bands: [{ fromMinute: 0, tariff }] });
    await refused(publish({ ...NIGHT, fit: 190_000 }), ferdie, 'forwardMarket.ChangesTooMuch', /smaller steps/);
    const slip = { ...NIGHT, tou: 200_000_000, shortfall: 200_000_000 };
    await refused(publish(slip), ferdie, 'forwardMarket.AboveCeiling', /ceiling/);
    const far = interval + 50;
    const own = (tariff) => api.tx.forwardMarket.setIntervalTariffs([[far, tariff]]);
    await refused(own(slip), ferdie, 'forwardMarket.AboveCeiling', /ceiling/);
    await send(api, own({ ...NIGHT, tou: 0, fit: 0, fee: 0, shortfall: 0, surplus: 0 }), ferdie);
    await refused(api.tx.forwardMarket.correctTariff(interval, NIGHT), ferdie, 'forwardMarket.NotBegun', /not begun/);

    // A poor neighbour cannot lock what it has not.
    const poor = account('Poor');
    await send(api, api.tx.balances.transferKeepAlive(poor.address, UNIT), alice);
    await operate(api, api.tx.teRegistry.admit(poor.address, {
      customer: `0x${'00'.repeat(32)}`, roles: { consumer: true }, bus: 3,
      limits: { generation: 0, consumption: 20_000 }, source: 'None',
    }));
    await refused(post(round, demands(20_000)), poor, 'ledger.InsufficientFunds', /must be locked/);

    await send(api, post(round, demands(1_000)), bob);
    await operate(api, api.tx.forwardMarket.setPauses({ posting: true, clearing: true }));
    await refused(post(round, demands(1)), bob, 'forwardMarket.PostingPaused', /may be cancelled/);
    await operate(api, api.tx.forwardMarket.setPauses({ posting: false, clearing: true }));
    await node.request('sealing_jump', await untilGate(api));
    await refused(post(round, demands(1)), bob, 'forwardMarket.GateClosed', /next round/);
    await refused(cancel([interval]), bob, 'forwardMarket.GateClosed', /next round/);
    await operate(api, api.tx.forwardMarket.setPauses({ posting: false, clearing: false }));
    await operate(api, api.tx.teRegistry.suspend(1, 'did not pay'));
    const now = (await api.query.forwardMarket.currentRound()).unwrap().number.toNumber();
    await refused(post(now, demands(1, now + 1)), bob, 'forwardMarket.Suspended', /suspended/);
    // Suspension gave back what the order had locked.
    await send(api, api.tx.ledger.withdraw(1_000 * 195_000), bob);
    assert.ok((await api.query.ledger.accounts(1)).credit.isZero());
  });
});
