// SPDX-License-Identifier: Apache-2.0

// Light clients: smoldot on a network with a past, and the script that writes their chain spec.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';
import { demand } from './support/market.js';
import { LightClient } from './support/light.js';
import { BOB, CHARLIE, Past, TRADE } from './support/past.js';
import { Node, account, directory, freePort, send, until, view } from './support/node.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/light-spec.sh', import.meta.url));
/// Hours of the past.
const SESSIONS = 4;
const PEER = `12D3KooW${'x'.repeat(44)}`;

function script(args, options) {
  return new Promise((resolve) => {
    execFile(SCRIPT, args, { timeout: 120_000, ...options }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}

/// An RPC server that answers as a node of a chain of four blocks would, but for what `change` makes of that: its URL,
/// and the address of a boot node on the same port.
async function rpc(t, change = () => ({})) {
  const zero = new Uint8Array(32);
  const nothing = blake2AsU8a(new Uint8Array([0]), 256);
  const root = new Uint8Array(32).fill(7);
  const apis = ['BabeApi', 'GrandpaApi'].map((name) => [blake2AsHex(name, 64), 1]);
  const header = (number) => ({
    parentHash: u8aToHex(zero), number: `0x${number}`, stateRoot: u8aToHex(root), extrinsicsRoot: u8aToHex(nothing), digest: { logs: [] },
  });
  const hash = (number) => blake2AsHex(u8aConcat(zero, [number << 2], root, nothing, [0]), 256);
  const good = {
    system_chain: () => 'Good', system_chainType: () => 'Live', system_properties: () => ({}),
    state_getRuntimeVersion: () => ({ apis }),
    chain_getBlockHash: ([number]) => hash(number),
    chain_getFinalizedHead: () => hash(3),
    chain_getHeader: ([of]) => header([0, 1, 2, 3].find((number) => hash(number) === of)),
    state_getStorage: () => null,
    state_call: () => '0x00',
  };
  const answers = { ...good, ...change(good) };
  const server = createServer(async (request, response) => {
    const { method, params } = JSON.parse(Buffer.concat(await request.toArray()));
    try {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answers[method](params) }));
    } catch (error) {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 1, message: error.message } }));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, boot: `/ip4/127.0.0.1/tcp/${port}/p2p/${PEER}` };
}

describe('the light-spec script', { timeout: 300_000, concurrency: 4 }, () => {
  it('writes what a good node says to where it is called, and warns of a boot node that is away', async (t) => {
    const { url, boot } = await rpc(t);
    const cwd = directory(t);
    const away = `/dns/localhost/tcp/${await freePort()}/ws/p2p/${PEER}`;
    const { code, stdout, stderr } = await script(['--url', url.replace('http', 'ws'), '--check', url, '--bootnode', boot, '--bootnode', away], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /good-light.json: \d+ bytes, with a checkpoint at block 3\n.*trusts that 0x[0-9a-f]{64} is final/);
    assert.equal(stderr.trim(), `Warning: nobody listens at ${away}`);
    const { name, chainType, bootNodes } = JSON.parse(readFileSync(join(cwd, 'good-light.json')));
    assert.deepEqual([name, chainType, bootNodes], ['Good', 'Live', [boot, away]]);
  });

  const apis = (name) => () => ({ state_getRuntimeVersion: () => ({ apis: [[blake2AsHex(name, 64), 1]] }) });
  const headers = (changed) => (good) => ({ chain_getHeader: (params) => ({ ...good.chain_getHeader(params), ...changed }) });
  for (const [what, change, reason] of [
    ['a chain without BABE', apis('GrandpaApi'), /has no BabeApi: .* need BABE and GRANDPA/],
    ['a chain without GRANDPA', apis('BabeApi'), /has no GrandpaApi/],
    ['a chain of which nothing is final', headers({ number: '0x0' }), /nothing is final yet/],
    ['a number that is none', headers({ number: 'a[$(kill $$)]' }), /last final block at \S+ has no number/],
    ['a header that is not that of its block', headers({ extrinsicsRoot: `0x${'01'.repeat(32)}` }), /gives block 3 a header of another hash/],
    ['a genesis of another make', headers({ stateRoot: `0x${'01'.repeat(32)}` }), /not made as those of Substrate are/],
    ['a change of authorities under way', () => ({ state_getStorage: () => '0x00' }), /a change of authorities is under way at block 3/],
    ['a node that does not know its state', () => ({ state_call: () => { throw new Error('discarded'); } }), /refuses state_call: discarded/],
  ]) {
    it(`refuses ${what}`, async (t) => {
      const { url, boot } = await rpc(t, change);
      await refused(t, ['--url', url, '--bootnode', boot], reason);
    });
  }

  it('refuses a block that is not final', async (t) => {
    const { url, boot } = await rpc(t);
    await refused(t, ['--url', url, '--bootnode', boot, '--at', '4'], /block 4 is not final: the last one that is final at \S+ is 3/);
  });

  const other = `0x${'01'.repeat(32)}`;
  const blocks = (from) => (good) => ({ chain_getBlockHash: ([number]) => (number >= from ? other : good.chain_getBlockHash([number])) });
  for (const [what, change, reason] of [
    ['on another chain', blocks(0), /--check: the node at \S+ is on another chain/],
    ['with another block', blocks(3), /--check: block 3 is 0x\w+ at \S+, and "0x0101\w+" at/],
    ['with less that is final', headers({ number: '0x2' }), /--check: block 3 is not final at \S+; the last that is is 2/],
    ['with other authorities', () => ({ state_call: ([name]) => (name.startsWith('Grandpa') ? '0x01' : '0x00') }), /GrandpaApi_grandpa_authorities at block 3 is something else/],
  ]) {
    it(`refuses what a node ${what} denies`, async (t) => {
      const { url, boot } = await rpc(t);
      await refused(t, ['--url', url, '--bootnode', boot, '--check', (await rpc(t, change)).url], reason);
    });
  }

  const boot = `/ip4/127.0.0.1/tcp/9/ws/p2p/${PEER}`;
  for (const [what, args, reason] of [
    ['no boot node', [], /at least one --bootnode/],
    ['a boot node without a peer', ['--bootnode', '/ip4/127.0.0.1/tcp/9/ws'], /--bootnode: `\S+` is no/],
    ['a boot node with half a peer', ['--bootnode', boot.slice(0, -1)], /--bootnode: `\S+` is no/],
    ['a boot node by UDP', ['--bootnode', boot.replace('tcp', 'udp')], /--bootnode: `\S+` is no/],
    ['a boot node on no port', ['--bootnode', boot.replace('/9/', '/99999/')], /there is no port 99999/],
    ['a boot node that nobody is', ['--bootnode', boot], /--bootnode: nobody listens at \S+tcp\/9\//],
    ['a block that is none', ['--bootnode', boot, '--at', '0'], /--at: `0` is no number/],
    ['an option that does not exist', ['--colour', 'red'], /unknown option --colour/],
    ['an option without a value', ['--url'], /--url needs a value/],
  ]) {
    it(`refuses ${what}`, (t) => refused(t, args, reason));
  }

  it('says that no node answers, and that what answers is none', async (t) => {
    const { boot } = await rpc(t);
    await refused(t, ['--bootnode', boot, '--url', `http://127.0.0.1:${await freePort()}`], /no node answers at http/);
    const server = createServer((_, response) => response.end('<html>'));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    t.after(() => server.close());
    await refused(t, ['--bootnode', boot, '--url', `http://127.0.0.1:${server.address().port}`], /is no node's RPC/);
  });
});

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

describe('a light client', { timeout: 600_000, concurrency: true }, () => {
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

    // The second window: the first may close meanwhile.
    const [, { interval: next, round }] = await api.call.marketApi.windows();
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

  it('begins at what a node says by sync_state_genSyncSpec', async (t) => {
    const spec = { ...await past.nodes[2].request('sync_state_genSyncSpec', true), bootNodes: past.addresses };
    assert.equal(spec.id, 'gridmerit_local');
    const other = await LightClient.start(t, spec);
    await finds(other, (await past.nodes[0].finalized()) + 1);
    assert.match(other.log, /starting at: 0x\S+ \(#[1-9]/, 'not at the genesis');
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
});

/// The script fails with one line, and has written nothing.
async function refused(t, args, reason) {
  const cwd = directory(t);
  const { code, stderr } = await script(args, { cwd });
  assert.equal(code, 1, stderr);
  assert.match(stderr, reason);
  assert.match(stderr, /^Error: [^\n]*\n$/);
  assert.deepEqual(readdirSync(cwd), []);
}
