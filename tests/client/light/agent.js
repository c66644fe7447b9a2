// SPDX-License-Identifier: Apache-2.0

// The agent as a light client, on the network with a past: part of light.test.js.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { AGENT, METER, play } from '../support/agent.js';
import { account, directory, freePort, until } from '../support/node.js';
import { BOB, TRADE } from '../support/past.js';

const MIB = 2 ** 20;
/// Bob's meter on the chain, of the presets.
const METER_OF_BOB = 0;
const bob = account('Bob');

/// The tests, of a network and a spec that are there when the tests run.
export function theAgent(there) {
  /// A file with the spec, in which something is changed.
  const spec = (t, change = {}) => {
    const file = join(directory(t), 'spec.json');
    writeFileSync(file, JSON.stringify({ ...there().spec, ...change }));
    return file;
  };
  /// smoldot-light 1.3.2 may end while it is asked (paritytech/smoldot#3312): then the command is repeated, as by a script.
  const agent = async (...args) => {
    let ended;
    for (let times = 0; times < 3; times++) {
      ended = await play(AGENT, args);
      if (ended.code === 0 || !/panicked at \S*smoldot-light/.test(ended.stderr)) break;
    }
    return { ...ended, said: `${ended.code} ${ended.signal}\n${ended.stdout}${ended.stderr}` };
  };
  const must = async (...args) => {
    const { code, stdout, said } = await agent(...args, '--json');
    assert.equal(code, 0, said);
    return JSON.parse(stdout);
  };
  const byNode = () => ['--url', there().past.url.replace('http', 'ws')];

  it('is the agent: it says what it says by a node', async (t) => {
    const light = ['--light', spec(t)];
    const interval = ['--first', there().past.interval, '--last', there().past.interval];
    const charlie = ['--account', account('Charlie').address];
    for (const command of [
      ['status', '--account', account('Dave').address], ['statement', ...charlie, ...interval], ['statement', '--account', bob.address, ...interval],
      ['trust', BOB], ['trust', '--all'],
    ]) {
      // What is final by the light client is a few blocks older.
      await until(async () => {
        const [seen, known] = await Promise.all([must(...command, ...light), must(...command, ...byNode())]);
        assert.ok(Object.keys(seen).length > 0);
        return JSON.stringify(seen) === JSON.stringify(known);
      }, { what: `${command.join(' ')}, the same by both`, seconds: 60 });
    }
    const { imported } = await must('statement', '--account', bob.address, ...interval, ...light);
    assert.equal(imported, TRADE.used);
  });

  it('is the agent: it posts an order, and waits until it is final', async (t) => {
    const { past } = there();
    const light = ['--light', spec(t), '--suri', '//Charlie'];
    let windows;
    // Time is real: in a round that stays open for long enough.
    await until(async () => {
      windows = await past.api.call.marketApi.windows();
      return windows.length > 0 && windows[0].gate.toNumber() - Date.now() > 90_000;
    }, { what: 'a round', seconds: 300 });
    const last = windows.at(-1).interval.toNumber();
    const posted = await must('post', '--interval', last, '--offer', 321, '--ask', TRADE.ask, ...light);
    assert.equal(posted.call, 'ForwardMarket.post');
    const header = await past.api.rpc.chain.getHeader(posted.block);
    assert.ok((await past.nodes[0].finalized()) >= header.number.toNumber(), 'it is not final');
    const status = (await past.api.call.marketApi.node(account('Charlie').address)).unwrap();
    const order = status.open.find((open) => open.interval.toNumber() === last).order.unwrap();
    assert.deepEqual(order.toJSON(), { offer: { capacity: 321, ask: TRADE.ask } });
    // What the chain would refuse is not sent, and the reason is the chain's.
    const { code, said } = await agent('post', '--interval', last, '--offer', 1, '--ask', 1, '--light', spec(t), '--suri', '//Nobody');
    assert.equal(code, 1, said);
    assert.match(said, /does not take the transaction ForwardMarket\.post: Invalid Transaction: Inability to pay some fees/);
  });

  it('is the agent: a meter delivers, and checks that its readings count', async (t) => {
    const { past } = there();
    const folder = directory(t);
    const file = (name) => join(folder, name);
    const light = ['--light', spec(t)];
    const now = Math.floor(Date.now() / 900_000);
    const state = ['--suri', '//Meter//Bob', '--state', file('meter.json')];
    const begin = [
      '--new', '--genesis', past.api.genesisHash.toHex(), '--meter', METER_OF_BOB, '--counter', 100,
      '--import-register', 50_000, '--export-register', 0,
    ];
    // A meter's tool signs, and knows of no chain.
    const read = async (name, interval, wattHours, ...more) => {
      const { code, stdout, stderr } = await play(METER, ['read', ...state, '--interval', interval, '--import', wattHours, '--export', 0, ...more]);
      assert.equal(code, 0, stderr);
      writeFileSync(file(name), stdout);
    };
    await read('one', now - 2, 250, ...begin);
    await read('two', now - 1, 300);
    const meter = (name, ...options) => agent('meter', '--readings', file(name), ...options);

    const none = await meter('one', '--check', '--json', ...light);
    assert.equal(none.code, 4, none.said);
    assert.deepEqual(JSON.parse(none.stdout).readings, [{ meter: METER_OF_BOB, interval: now - 2, counts: false, final: false, other: false }]);
    // Free, as an authorised transaction.
    const free = await meter('one', '--json', ...light);
    assert.equal(free.code, 0, free.said);
    const { call, fee, block } = JSON.parse(free.stdout);
    assert.deepEqual([call, fee], ['MeterAttestation.deliver_one', null]);
    const { number } = await past.api.rpc.chain.getHeader(block);
    assert.ok((await past.nodes[0].finalized()) >= number.toNumber(), 'it is not final');
    // Paid, by anybody.
    const paid = await meter('two', '--json', '--suri', '//Eve', ...light);
    assert.equal(paid.code, 0, paid.said);
    assert.equal(JSON.parse(paid.stdout).call, 'MeterAttestation.deliver');
    assert.ok(Number(JSON.parse(paid.stdout).fee) > 0);
    const known = (await past.api.call.marketApi.readings(METER_OF_BOB)).map((reading) => [reading.interval.toNumber(), reading.import.toNumber()]);
    for (const reading of [[now - 2, 250], [now - 1, 300]]) assert.ok(known.some((one) => `${one}` === `${reading}`), `${known}`);

    for (const how of [light, byNode()]) {
      const { code, stdout, said } = await meter('two', '--check', '--json', ...how);
      assert.equal(code, 0, said);
      assert.deepEqual(JSON.parse(stdout).readings, [{ meter: METER_OF_BOB, interval: now - 1, counts: true, final: true, other: false }]);
    }
    // Again: there is nothing left to do.
    for (const how of [[], ['--suri', '//Eve']]) {
      const again = await meter('one', ...light, ...how);
      assert.equal(again.code, 3, again.said);
      assert.match(again.stderr, /Replay: This reading counts already/);
    }
    // Another meter's state says something else of that interval.
    state[3] = file('other.json');
    await read('other', now - 2, 251, ...begin);
    const other = await meter('other', '--check', ...light);
    assert.equal(other.code, 1, other.said);
    assert.match(other.stdout, /another one/);
    t.diagnostic(`the agent's memory while it delivered a reading as a light client, unoptimised: at most ${(free.most / MIB).toFixed(1)} MiB`);
    // Twice what it takes.
    assert.ok(free.most > 0 && free.most < 160 * MIB, `${free.most} bytes`);
  });

  it('is the agent: it trades by a rulebook that names a spec', async (t) => {
    const rulebook = join(directory(t), 'home.toml');
    writeFileSync(rulebook, `[node]\nlight = "${spec(t)}"\nsuri = "//Bob"\n[run]\ndry_run = true\nunmetered = true\n`);
    const { code, stdout, stderr, most } = await play(AGENT, ['run', '--rulebook', rulebook], { seconds: 45 });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /node 1 on .*, block \d+, runtime \d+/);
    assert.match(stdout, /stopped/);
    t.diagnostic(`the agent's memory while it ran for 45 s as a light client, unoptimised: at most ${(most / MIB).toFixed(1)} MiB`);
  });

  it('is the agent: what it cannot begin with, it says', async (t) => {
    const { past, spec: good } = there();
    await until(async () => (await past.nodes[0].best()) > past.first + 20, { what: 'a way from the checkpoint' });
    const nobody = `/ip4/127.0.0.1/tcp/${await freePort()}/p2p/12D3KooWNHQzFQXbvgDtNpmDKzEiiHXAkYYCpPDwUnT3Wn4Ff3xL`;
    const { genesis, lightSyncState } = good;
    const stateRootHash = genesis.stateRootHash.replace(/..$/, (last) => (last === '00' ? '01' : '00'));
    // Two of five: what is final is signed by four, and with one wrong key four may be left.
    const other = (byte) => `${byte.repeat(32)}0100000000000000`;
    const swapped = `0x14${other('01')}${other('02')}${lightSyncState.grandpaAuthoritySet.slice(4 + 2 * 80)}`;
    const text = join(directory(t), 'text.json');
    writeFileSync(text, 'no spec');
    const at = (change) => ['--light', spec(t, change)];
    await Promise.all([
      [['--light', '/nowhere/spec.json'], /spec\.json cannot be read: No such file/],
      [['--light', text], /text\.json is no chain spec/],
      [at({ bootNodes: [] }), /names no boot node/],
      [at({ relayChain: 'polkadot', paraId: 2_000 }), /is that of a parachain of polkadot/],
      [at({ genesis: {} }), /spec\.json does not do for a light client: Failed to add the chain to the light client/],
      [at({ bootNodes: [nobody] }), /no boot node of the spec answers for its chain, for \d\d s/],
      [at({ genesis: { stateRootHash } }), /no boot node of the spec answers for its chain, for \d\d s/],
      [at({ lightSyncState: { ...lightSyncState, grandpaAuthoritySet: swapped } }), /no peer has proved the newest blocks to be final/],
    ].map(async ([how, message]) => {
      const { code, stdout, stderr } = await play(AGENT, ['status', '--account', bob.address, ...how]);
      assert.equal(code, 1, stdout + stderr);
      assert.match(stderr, message);
      assert.match(stderr, /^Error: /m);
    }));
    const both = await play(AGENT, ['status', '--account', bob.address, ...at({}), ...byNode()]);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /cannot be used with/);
    const keys = await play(AGENT, ['set-keys', '--suri', '//Bob', ...at({})]);
    assert.equal(keys.code, 1);
    assert.match(keys.stderr, /a light client makes no keys/);
    // The variable may just be there: what is named comes first.
    const named = await play(AGENT, ['status', '--account', bob.address, ...byNode()], { env: { GRIDMERIT_LIGHT: text } });
    assert.equal(named.code, 0, named.stderr);
    const meant = await play(AGENT, ['status', '--account', bob.address], { env: { GRIDMERIT_LIGHT: text } });
    assert.match(meant.stderr, /text\.json is no chain spec/);
  });
}
