// SPDX-License-Identifier: Apache-2.0

// A market under faults, and the model of it: what was sent, and what has to come of it.

import assert from 'node:assert/strict';
import { UNIT, clear, demand, offer } from '../../client/support/market.js';
import { Key, Meter, authorised } from '../../client/support/meter.js';
import { account } from '../../client/support/node.js';
import { NODES, SLOT } from './chain.js';
import { say } from './network.js';

/// Nodes that trade: an order of theirs, number n. Small ones: an interval is short.
const TRADERS = {
  Bob: (n) => ({ wh: 100 + 13 * n }),
  Charlie: (n) => ({ wh: 200 + 17 * n, ask: 90_000 + 1_000 * n }),
  Dave: (n) => ({ wh: 150 + 11 * n, ask: 110_000 + 1_000 * n }),
  Eve: (n) => ({ wh: 80 + 7 * n }),
};

/// What everybody else orders.
const OTHERS = (n) => ({ wh: 50 + n });

/// What each of them has in the market from the start, so that nobody is in arrears.
const CREDIT = 100n * UNIT;

/// What the chain says to an order whose round was over when it got in.
const LATE = ['WrongRound', 'GateClosed'];

export class Market {
  constructor(network) {
    Object.assign(this, { network, sent: [], postings: [], readings: [], scanned: 0, outcomes: new Map(), again: 0, posted: 0 });
  }

  /// The nodes choose their meters, and the count of all money is noted.
  async begin() {
    const [node] = this.network.running;
    const api = await this.client(node);
    this.issuance = (await api.query.balances.totalIssuance()).toBigInt();
    const { number } = await this.round(node);
    this.from = number + 1;
    this.meters = {};
    for (const name of Object.keys(TRADERS)) {
      // The first meter is Bob's, of node 1.
      const meter = NODES[name] - 1;
      this.meters[name] = new Meter(api, meter, new Key(`//Meter//${name}`));
      const calls = [api.tx.ledger.deposit(CREDIT), api.tx.meterAttestation.settleWith(meter, this.from)];
      await this.send(node, name, api.tx.utility.batchAll(calls));
    }
  }

  /// The one client of a node, made anew if the node was.
  client(node) {
    node.connecting ??= node.api(this.network.t);
    return node.connecting;
  }

  async round(node) {
    const api = await this.client(node);
    const { number, gate } = (await api.query.forwardMarket.currentRound()).unwrap();
    return { number: number.toNumber(), gate: gate.toNumber() };
  }

  /// Sends a signed call by a node. It is immortal: a mortal one is tied to a block, and dies with a fork that has it.
  async send(node, name, call) {
    const signer = account(name);
    const nonce = await node.request('system_accountNextIndex', signer.address);
    const signed = await call.signAsync(signer, { nonce, era: 0 });
    return this.submit(node, signed.toHex(), signed.hash.toHex(), `${name}: ${call.method.method}`);
  }

  async submit(node, bytes, hash, what, more = {}) {
    await node.request('author_submitExtrinsic', bytes);
    this.sent.push({ hash, what, ...more });
    return hash;
  }

  /// Sends readings again that are neither final nor in a node's pool, as who delivers them does: a pool drops what one of its
  /// forks finds too early, though it is in time on another.
  async readAgain(node, open) {
    const pool = await node.request('author_pendingExtrinsics');
    for (const { reading, what } of open.filter(({ reading }) => reading && !pool.includes(reading))) {
      const sent = await node.request('author_submitExtrinsic', reading).then(() => true, () => false);
      if (!sent) continue;
      this.again++;
      say(`${what} was in no pool and is sent again`);
    }
  }

  /// Each of these traders posts an order by a node, for the intervals that begin so many after the gate.
  async post(node, names, ahead = [1]) {
    const { number: round, gate } = await this.round(node);
    for (const name of names) {
      await this.postOrder(node, { name, round, ahead, ...(TRADERS[name] ?? OTHERS)(++this.posted) });
    }
    const left = ((gate - Date.now()) / 1000).toFixed(0);
    say(`${names.join(', ')} posted in round ${round}, whose gate closes in ${left} s`);
  }

  async postOrder(node, posting) {
    const { name, round, ahead, wh, ask } = posting;
    const api = await this.client(node);
    const order = ask ? offer(wh, ask) : demand(wh);
    const call = api.tx.forwardMarket.post(round, ahead.map((more) => [round + more, order]), !this.meters[name]);
    this.postings.push({ ...posting, hash: await this.send(node, name, call) });
  }

  /// The orders that are to be in the books, one for each interval.
  get orders() {
    return this.postings.flatMap(({ ahead, ...order }) => ahead.map((more) => ({ ...order, interval: order.round + more })));
  }

  /// All trade in a round in peace, and so many gates close: with the second one the first interval is nearly over.
  async peace(gates = 2) {
    const [node] = this.network.running;
    const left = async () => (await this.round(node)).gate - Date.now();
    await this.network.until('time to post', async () => (await left()) > 4 * SLOT, 120);
    await this.post(node, Object.keys(TRADERS));
    const { number } = await this.round(node);
    await this.network.until(`gates: ${gates}`, async () => (await this.round(node)).number >= number + gates, 300);
  }

  /// The readings of the first interval that is over, as soon as it is.
  async readWhenOver(node) {
    const read = this.readings.length;
    await this.network.until('an interval over', async () => {
      await this.read(node);
      return this.readings.length > read;
    }, 180);
  }

  /// The meters' readings of all intervals that are over and were not read, by a node.
  async read(node) {
    const api = await this.client(node);
    const length = (await api.query.forwardMarket.intervalLength()).toNumber();
    const now = (await api.query.timestamp.now()).toNumber();
    const last = Math.floor(now / length) - 1;
    for (let interval = this.nextRead ?? this.from; interval <= last; interval++) {
      this.nextRead = interval + 1;
      for (const [name, order] of Object.entries(TRADERS)) {
        const { wh, ask } = order(interval % 10);
        const [imported, exported] = ask ? [0, wh] : [wh, 0];
        const reading = this.meters[name].read(interval, imported, exported);
        const bytes = authorised(api.tx.meterAttestation.deliverOne(reading));
        const hash = api.createType('Extrinsic', bytes).hash.toHex();
        await this.submit(node, bytes, hash, `${name}'s reading of ${interval}`, { reading: bytes });
        this.readings.push({ node: NODES[name], interval, imported, exported });
      }
      say(`readings of ${interval} delivered`);
    }
  }

  /// Looks at the blocks that became final: what became of what they hold.
  async scan(node) {
    const api = await this.client(node);
    for (const final = await node.finalized(); this.scanned < final; this.scanned++) {
      const hash = await node.request('chain_getBlockHash', this.scanned + 1);
      const { block } = await api.rpc.chain.getBlock(hash);
      const at = await api.at(hash);
      const events = await at.query.system.events();
      block.extrinsics.forEach((extrinsic, i) => {
        const failed = events.find(({ phase, event }) =>
          phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(i) && event.method === 'ExtrinsicFailed');
        const error = failed?.event.data.dispatchError;
        const name = error && (error.isModule ? api.registry.findMetaError(error.asModule).name : error.toString());
        this.outcomes.set(extrinsic.hash.toHex(), name ?? 'ok');
      });
    }
  }

  /// Waits until all that was sent is final. An order that came too late for its round is posted again, as an agent
  /// does. What is not final in the end is lost: its number.
  async settle(seconds = 180) {
    const end = Date.now() + seconds * 1000;
    for (let turn = 1; ; turn++) {
      const [node] = this.network.running;
      await this.scan(node);
      for (const late of this.postings.filter(({ hash }) => LATE.includes(this.outcomes.get(hash)))) {
        this.postings.splice(this.postings.indexOf(late), 1);
        this.sent = this.sent.filter(({ hash }) => hash !== late.hash);
        this.again++;
        say(`${late.name}'s order came too late for round ${late.round} and is posted again`);
        await this.postOrder(node, { ...late, round: (await this.round(node)).number });
      }
      const open = this.sent.filter(({ hash }) => !this.outcomes.has(hash));
      if (open.length === 0) return 0;
      // It may be in a block that is not final yet.
      if (turn % 30 === 0) await this.readAgain(node, open);
      if (Date.now() > end) {
        open.forEach(({ what }) => say(`lost: ${what}`));
        return open.length;
      }
      await new Promise((done) => setTimeout(done, 1_000));
    }
  }

  /// Waits until a node has nothing left in its pool.
  async included(node) {
    await this.network.until('all that was sent in blocks', async () =>
      (await node.request('author_pendingExtrinsics')).length === 0, 60);
  }

  /// Compares the chain with the model: orders, trades, readings and money. All gates of the orders have to have
  /// closed, finally, on all nodes.
  async check() {
    const bad = this.sent.filter(({ hash }) => this.outcomes.get(hash) !== 'ok');
    assert.deepEqual(bad.map(({ what, hash }) => `${what}: ${this.outcomes.get(hash)}`), []);
    const { orders: all } = this;
    const last = Math.max(...all.map(({ round }) => round));
    const finalState = async (node) => (await this.client(node)).at(await node.request('chain_getFinalizedHead'));
    await this.network.until(`the gate of ${last} closed, finally, on all`, async () => {
      for (const node of this.network.running) {
        const round = (await (await finalState(node)).query.forwardMarket.currentRound()).unwrap();
        if (round.number.toNumber() <= last) return false;
      }
      return true;
    }, 240);

    const traded = new Map();
    for (const node of this.network.running) {
      const at = await finalState(node);
      const bookOf = ({ round, interval }) => `${interval} in ${round}`;
      for (const book of new Set(all.map(bookOf))) {
        const orders = all.filter((order) => bookOf(order) === book);
        const [{ round, interval }] = orders;
        const { tariff } = (await at.query.forwardMarket.intervalTerms(interval)).unwrap();
        const numbers = { tou: tariff.tou.toNumber(), fit: tariff.fit.toNumber(), alphaPpm: tariff.alphaPpm.toNumber(), fee: tariff.fee.toNumber() };
        const side = (offers) => orders.filter(({ ask }) => Boolean(ask) === offers)
          .map(({ name, wh, ask }) => [NODES[name], wh, ask]).toSorted(([a], [b]) => a - b);
        const expected = clear(interval, side(false), side(true), numbers);
        const result = (await at.query.clearing.results(interval, round)).unwrap();
        assert.equal(result.status.type.toLowerCase(), expected.status, book);
        assert.equal(result.traded.toString(), expected.traded_wh, book);
        assert.equal(result.payment.toString(), expected.payment);
        const transactions = await at.call.marketApi.transactions(interval, round, 0);
        assert.deepEqual(
          transactions.map((row) => [row.seller.toNumber(), row.buyer.toNumber(), row.energy.toString()]),
          expected.transactions.map((row) => [row.seller, row.buyer, row.wh]));
        traded.set(book, BigInt(expected.traded_wh));
      }
      for (const { node: index, interval, imported, exported } of this.readings) {
        const [[, invoice]] = await at.call.marketApi.invoices(index, interval, interval);
        assert.ok(invoice.basis.isReading, `node ${index}, interval ${interval}: ${invoice.basis}`);
        assert.deepEqual([invoice.metered.import.toNumber(), invoice.metered.export.toNumber()], [imported, exported]);
      }
      // No planck came or went.
      assert.equal((await at.query.balances.totalIssuance()).toBigInt(), this.issuance);
      const accounts = await at.query.system.account.entries();
      const held = accounts.reduce((sum, [, { data }]) => sum + data.free.toBigInt() + data.reserved.toBigInt(), 0n);
      assert.equal(held, this.issuance);
      for (const interval of new Set(this.readings.map((reading) => reading.interval))) {
        const sheet = (await at.call.marketApi.balanceSheet(interval, 0)).unwrap();
        const parts = [sheet.nodesNet, sheet.utilityNet, sheet.gridNet, sheet.pending, sheet.reserveNet];
        assert.equal(parts.reduce((sum, part) => sum + part.toBigInt(), 0n), 0n, `interval ${interval}`);
      }
    }
    const sum = [...traded.values()].reduce((sum, wh) => sum + wh, 0n);
    assert.ok(sum > 0n, 'nothing was traded');
    say(`as the model: ${all.length} orders, ${this.readings.length} readings, ${sum} Wh traded; ${this.again} orders posted again`);
  }
}
