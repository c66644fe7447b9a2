// SPDX-License-Identifier: Apache-2.0

// A fault, what it costs, and that nothing is lost.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SLOT } from './chain.js';
import { Network, say } from './network.js';
import { Market } from './trade.js';

/// Runs one: a network with a market on it. `body` makes the fault and mends it. Nobody is found to have signed twice
/// but those whose nodes `cheat`. Without `readings` nobody waits for an interval to be over.
export async function scenario(t, { cheats = [], readings = true, ...options }, body) {
  say(`== ${t.name}`);
  const network = await Network.start(t, options);
  const watch = new Watch(network);
  try {
    const market = new Market(network);
    await market.begin();
    await body({ network, market, watch });
    if (readings && market.readings.length === 0) await market.readWhenOver(network.running[0]);
    const lost = await market.settle();
    await market.check();
    assert.deepEqual(await equivocators(network), cheats);
    await watch.row(t, market, lost);
    assert.equal(lost, 0);
  } catch (error) {
    for (const node of network.running) console.log(node.log.split('\n').slice(-25).join('\n'));
    throw error;
  } finally {
    watch.end();
    await network.remove();
  }
}

/// The nodes of which it is on record.
async function equivocators(network) {
  const [{ client }] = network.running;
  const records = await client.query.validators.records.entries();
  return records.filter(([, { done }]) => Number(done.equivocations) > 0).map(([key]) => key.args[0].toNumber());
}

/// Looks at all nodes all the time, and says what a fault has cost.
export class Watch {
  constructor(network) {
    Object.assign(this, { network, lag: 0, fewestPeers: Infinity, stopped: false });
    this.done = this.run();
  }

  async run() {
    while (!this.stopped) {
      try {
        const nodes = this.network.running;
        const [best, final] = await Promise.all([this.network.best(nodes), this.network.finalized(nodes)]);
        if (this.begun && !this.recovered) this.lag = Math.max(this.lag, best - final);
        this.fewestPeers = Math.min(this.fewestPeers, ...(await this.network.peers()));
      } catch {
        // One is on its way up or down.
      }
      await sleep(1_000);
    }
  }

  /// The fault begins now.
  fault(text) {
    say(`FAULT: ${text}`);
    this.begun = Date.now();
  }

  /// Mends it, and waits until all nodes have finalised all that anybody had by then, and the same. The time counts
  /// from before it is mended: nodes take theirs to start.
  async mend(text, how, seconds = 240) {
    say(`MENDED: ${text}`);
    const { network } = this;
    const mended = Date.now();
    await how();
    this.fewestPeers = Infinity;
    const head = await network.best();
    await network.until(`final beyond ${head} on all`, async () => (await network.finalized()) > head, seconds);
    this.recovered = Date.now();
    this.seconds = (this.recovered - mended) / 1000;
    const at = await network.finalized();
    const hashes = new Set(await Promise.all(network.running.map((node) => node.request('chain_getBlockHash', at))));
    assert.equal(hashes.size, 1, `one block ${at}`);
  }

  /// Blocks that were not built between the fault and the recovery, in the chain that has become final.
  async missed() {
    const [node] = this.network.running;
    const { client } = node;
    const slot = async (number) => {
      const hash = await node.request('chain_getBlockHash', number);
      return Math.floor((await (await client.at(hash)).query.timestamp.now()).toNumber() / SLOT);
    };
    const [from, to] = [this.begun, this.recovered].map((time) => Math.floor(time / SLOT));
    let [slots, number] = [0, await node.finalized()];
    for (;; number--) {
      const at = await slot(number);
      if (at < from) break;
      if (at < to) slots++;
    }
    return to - from - slots;
  }

  async row(t, market, lost) {
    const row = {
      fault: t.name, missed: await this.missed(), lag: this.lag, seconds: Math.round(this.seconds),
      again: market.again, lost, orders: market.orders.length, readings: market.readings.length,
    };
    say(`| ${row.fault} | ${row.missed} missed | lag ${row.lag} | ${row.seconds} s to recover | ${row.lost} lost |`);
    const file = process.env.GRIDMERIT_NETWORK_ROWS;
    if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
  }

  end() {
    this.stopped = true;
  }
}
