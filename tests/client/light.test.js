// SPDX-License-Identifier: Apache-2.0

// Light clients: smoldot on a network with a past.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { theAgent } from './light/agent.js';
import { LightClient } from './support/light.js';
import { script } from './support/light_spec.js';
import { demand } from './support/market.js';
import { Node, account, directory, freePort, send, until, view } from './support/node.js';
import { BOB, CHARLIE, Past, TRADE } from './support/past.js';

/// Hours of the past.
const SESSIONS = 4;

/// A spec that the script writes of a chain, with a checkpoint at its last final block unless told otherwise.
async function lightSpec(t, url, addresses, ...options) {
  const file = join(directory(t), 'light.json');
  const args = ['--url', url, '--out', file, ...addresses.flatMap((address) => ['--bootnode', address]), ...options];
  const { code, stderr } = await script(args);
  assert.equal(code, 0, stderr);
  return JSON.parse(readFileSync(file));
}

/// Waits until a light client has found a block to be final.
const finds = (light, block) => until(() => light.finalized >= block, { what: () => `block ${block}, as ${light.finalized} is:\n${light.log}`, seconds: 60 });

const json = (value) => JSON.stringify(value);

describe('a light client', { timeout: 1_200_000, concurrency: true }, () => {
  const ends = [];
  const suite = { after: (end) => ends.push(end) };
  let [past, young, old, light, liars, began] = [];
  before(async () => {
    const start = async () => {
      const address = `/ip4/127.0.0.1/tcp/${await freePort()}/ws`;
      const node = await Node.start(suite, ['--dev', '--tmp', '--listen-addr', address]);
      return { node, address: `${address}/p2p/${await node.request('system_localPeerId')}` };
    };
    [past, young] = await Promise.all([Past.start(suite, SESSIONS), start()]);
    const other = `http://127.0.0.1:${past.nodes[1].rpcPort}`;
    old = await lightSpec(suite, past.url, past.addresses, '--at', past.first, '--check', other);
    light = await LightClient.start(suite, old);
    // Those that begin wrongly, long before they are looked at.
    const { genesis, lightSyncState } = old;
    const authorities = lightSyncState.grandpaAuthoritySet.slice(4);
    const swapped = `0x14${'01'.repeat(32)}${authorities.slice(64)}`;
    liars = await Promise.all([
      { ...old, genesis: { stateRootHash: genesis.stateRootHash.replace(/..$/, (last) => (last === '00' ? '01' : '00')) } },
      { ...old, lightSyncState: { ...lightSyncState, grandpaAuthoritySet: swapped } },
    ].map((spec) => LightClient.start(suite, spec)));
    began = Date.now();
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('begins sessions ago, with a spec of 3 kB, and finds what is final; with three peers at least', async () => {
    const { api } = past;
    assert.ok(json(old).length < 3_200, json(old).length);
    const now = await past.nodes[0].finalized();
    await finds(light, now + 1);
    const change = async (block) => {
      const at = await api.at(await api.rpc.chain.getBlockHash(block));
      return [(await at.query.grandpa.currentSetId()).toNumber(), (await at.call.grandpaApi.grandpaAuthorities()).length];
    };
    const [before, after] = [await change(past.first), await change(now)];
    assert.deepEqual([before[1], after[1]], [5, 4], 'one of five has gone');
    // The first session changes into one of the same set.
    assert.equal(after[0], before[0] + SESSIONS - 1);
    const { peers } = await light.request('system_health');
    assert.ok(peers >= 3, `${peers} peers`);
    // What it has found is what the nodes say.
    const head = await light.request('chain_getFinalizedHead');
    const { number } = await light.request('chain_getHeader', head);
    assert.equal(await past.nodes[0].request('chain_getBlockHash', number), head);
  });

  it('reads orders, positions and the bill of a node, and sends an order', async () => {
    await finds(light, past.last + 1);
    const api = await light.api();
    const { interval, api: full } = past;
    const [bob, charlie] = ['Bob', 'Charlie'].map(account);
    const hash = await api.rpc.chain.getFinalizedHead();
    // By a call that it executes, and by proof of what is stored.
    const read = async (client) => {
      const at = await client.at(hash);
      const ask = at.call.marketApi;
      return {
        status: await ask.node(charlie.address),
        bills: await Promise.all([BOB, CHARLIE].map((node) => ask.statement(node, interval, interval))),
        trades: await ask.transactionsOf(BOB, interval, interval),
        positions: await at.query.forwardMarket.positionPages(interval, 0),
        result: await at.query.clearing.results(interval, interval - 1),
        // In whatever order.
      nodes: (await at.query.teRegistry.nodes.entries()).map(json).toSorted(),
      };
    };
    const [seen, known] = await Promise.all([api, full].map(read));
    for (const name of Object.keys(known)) assert.equal(json(seen[name]), json(known[name]), name);

    const [bill, earned] = seen.bills;
    const { tariff } = (await (await full.at(hash)).query.forwardMarket.intervalTerms(interval)).unwrap();
    const more = TRADE.used - TRADE.wanted;
    assert.equal(bill.totals.intervals.toNumber(), 1);
    assert.equal(bill.paid.toNumber(), TRADE.wanted * (TRADE.ask + tariff.fee.toNumber()) + more * tariff.tou.toNumber());
    const missing = TRADE.wanted - TRADE.delivered;
    assert.equal(-earned.paid.toNumber(), TRADE.wanted * TRADE.ask - missing * tariff.shortfall.toNumber());
    assert.equal(seen.trades[0].length, 1);
    assert.equal(seen.result.unwrap().traded.toNumber(), TRADE.wanted);
    const [[, position]] = await view(api, 'ForwardMarket', 'positions_of', BOB, interval, interval);
    assert.equal(position.bought.toNumber(), TRADE.wanted);

    // Time is real: in a round that stays open for long enough.
    let window;
    await until(async () => {
      [window] = await api.call.marketApi.windows();
      return window.gate.toNumber() - Date.now() > 40_000;
    }, { what: 'a round', seconds: 200 });
    const { interval: next, round } = window;
    const post = api.tx.forwardMarket.post(round, [[next, demand(700, 150_000)]], false);
    const { block, events } = await send(api, post, bob, { finalized: true, seconds: 90 });
    assert.ok(events.some(({ method }) => method === 'OrdersPosted'));
    const open = async (client) => {
      const status = (await (await client.at(block)).call.marketApi.node(bob.address)).unwrap();
      return status.open.filter(({ order }) => order.isSome).map((open) => open.toJSON());
    };
    const [order, ...others] = await open(api);
    assert.deepEqual([order.interval, order.order, others], [next.toNumber(), { demand: { quantity: 700, limit: 150_000 } }, []]);
    assert.deepEqual(await open(full), [order]);
    const { number } = (await full.rpc.chain.getHeader(block));
    assert.equal((await full.rpc.chain.getBlockHash(number)).toHex(), block, 'the nodes have it, too');
    assert.ok((await past.nodes[0].finalized()) >= number.toNumber());
  });

  it('begins at the genesis, with the raw spec', async (t) => {
    const raw = { ...JSON.parse(readFileSync(past.spec)), bootNodes: past.addresses };
    const slow = await LightClient.start(t, raw);
    await finds(slow, past.last + 1);
  });

  it('begins at what a node says by sync_state_genSyncSpec, and finds three peers by one', async (t) => {
    const spec = { ...await past.nodes[2].request('sync_state_genSyncSpec', true), bootNodes: past.addresses.slice(0, 1) };
    assert.equal(spec.id, 'gridmerit_local');
    const other = await LightClient.start(t, spec);
    await finds(other, (await past.nodes[0].finalized()) + 1);
    assert.match(other.log, /starting at: 0x\S+ \(#[1-9]/, 'not at the genesis');
    await until(async () => (await other.request('system_health')).peers >= 3, { what: 'three peers', seconds: 60 });
  });

  it('begins at the first block of a chain', async (t) => {
    const { node, address } = young;
    await until(async () => (await node.finalized()) >= 1, { what: 'a final block', seconds: 60 });
    const spec = await lightSpec(t, `http://127.0.0.1:${node.rpcPort}`, [address], '--at', 1);
    const first = await LightClient.start(t, spec);
    await finds(first, (await node.finalized()) + 1);
  });

  it('accepts nothing after a checkpoint that is wrong', async () => {
    await finds(light, past.last + 1);
    const seconds = 15 - (Date.now() - began) / 1000;
    if (seconds > 0) await sleep(seconds * 1000);
    const [stranger, misled] = liars;
    assert.deepEqual(stranger.finals, []);
    // It says where it begins, at most.
    assert.ok(misled.finals.every((block) => block === past.first), `${misled.finals}`);
    assert.match(misled.log, /One of the public keys isn't in the list of authorities/);
    // Nobody talks to a client of another chain, and it waits.
    const answer = await Promise.race([stranger.request('chain_getFinalizedHead'), sleep(500, 'none')]);
    assert.equal(answer, 'none');
  });

  theAgent(() => ({ past, spec: old }));
});
