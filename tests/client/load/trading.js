// SPDX-License-Identifier: Apache-2.0

// Orders of hundreds of nodes a round: each node's own call, by proxies that all have named, some in a transaction.

import { Keyring } from '@polkadot/api';
import { untilGate } from '../support/market.js';
import { until } from '../support/node.js';

/// As many posts as one transaction has.
const BATCH = 100;
const SLOT = 6_000;

export class Trading {
  /// Has all traders name a proxy that may trade for them.
  static async begin(node, api, traders) {
    const one = new Trading();
    Object.assign(one, { node, api, posts: 0, orders: 0 });
    one.agent = new Keyring({ type: 'sr25519' }).addFromUri('//Dave');
    one.nonce = (await api.rpc.system.accountNextIndex(one.agent.address)).toNumber();
    for (const { pair } of traders) await one.submit(api.tx.proxy.addProxy(one.agent.address, 'Market', 0), pair, 0);
    await until(async () => (await api.query.proxy.proxies(traders.at(-1).pair.address))[0].length === 1, { what: 'proxies' });
    return one;
  }

  async submit(call, pair, nonce) {
    const signed = call.sign(pair, { nonce, era: 0, blockHash: this.api.genesisHash, genesisHash: this.api.genesisHash, runtimeVersion: this.api.runtimeVersion });
    await this.node.request('author_submitExtrinsic', signed.toHex());
  }

  async round() {
    const round = (await this.api.query.forwardMarket.currentRound()).unwrap();
    return { number: round.number.toNumber(), first: round.first.toNumber(), last: round.last.toNumber() };
  }

  /// What a trader wants or has in an interval: a bit more is offered than wanted, and each at a price of its own.
  order({ node, place, sells }, interval) {
    const energy = 300 + ((node * 7 + interval * 13) % 200);
    return sells
      ? { Offer: { capacity: Math.ceil(energy * 1.03), ask: 90_000 + ((place * 37 + interval * 101) % 5_000) * 10 } }
      : { Demand: { quantity: energy, limit: place % 4 === 0 ? null : 145_000 + ((place * 53 + interval * 67) % 4_000) * 10 } };
  }

  /// Some traders post for some intervals; a transaction for each hundred of them.
  async post(traders, intervals) {
    const { api } = this;
    const { number } = await this.round();
    for (let from = 0; from < traders.length; from += BATCH) {
      const calls = traders.slice(from, from + BATCH).map((trader) => {
        const orders = intervals.map((interval) => [interval, this.order(trader, interval)]);
        return api.tx.proxy.proxy(trader.pair.address, null, api.tx.forwardMarket.post(number, orders, true));
      });
      await this.submit(api.tx.utility.batch(calls), this.agent, this.nonce++);
    }
    const all = this.nonce;
    await until(async () => (await api.query.system.account(this.agent.address)).nonce.toNumber() >= all, { what: 'orders to be posted', seconds: 240 });
    this.posts += traders.length;
    this.orders += traders.length * intervals.length;
  }

  /// Lets the gate close and the books clear: the next round.
  async turn() {
    const { number } = await this.round();
    for (let tries = 0; (await this.round()).number === number; tries++) {
      if (tries > 200) throw new Error(`round ${number} does not end`);
      await this.node.request('sealing_jump', tries === 0 ? await untilGate(this.api) : SLOT);
    }
  }

  /// How many trades were made for an interval, in all its rounds.
  async trades(interval) {
    const results = await this.api.query.clearing.results.entries(interval);
    return results.reduce((sum, [, result]) => sum + result.unwrap().transactions.toNumber(), 0);
  }
}
