// SPDX-License-Identifier: Apache-2.0

// gridmerit-upgrade on the state of a real node in the middle of the market, and on what it must refuse.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Node, account, addressOf, directory, freePort, send, view } from './support/node.js';
import { UNIT, demand, meters, offer, operate, over, round, toGate } from './support/market.js';

const PROGRAM = process.env.GRIDMERIT_UPGRADE;
if (!PROGRAM) throw new Error('GRIDMERIT_UPGRADE names no program: run scripts/test.sh');

const { WebSocketServer } = createRequire(import.meta.resolve('@polkadot/x-ws'))('ws');
const [alice, bob, charlie, dave, eve] = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve'].map((name) => account(name));

function upgrade(...args) {
  return new Promise((resolve) => {
    execFile(PROGRAM, args, { timeout: 300_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}

/// A sealed node that keeps few states, with a round behind it that has traded and one that is open with orders of
/// four nodes, and readings of an interval that may still be disputed.
async function market(t) {
  const sealing = ['--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z'];
  const node = await Node.start(t, ['--dev', '--tmp', ...sealing, '--state-pruning', '32']);
  const api = await node.api(t);
  for (const who of [bob, charlie, dave, eve]) await send(api, api.tx.ledger.deposit(100n * UNIT), who);
  const { from, meters: devices } = await meters(api);
  const post = async () => {
    const now = await round(api);
    for (const [who, order] of [
      [bob, demand(900)], [eve, demand(300, 150_000)], [charlie, offer(500, 90_000)], [dave, offer(600, 110_000)],
    ]) {
      await send(api, api.tx.forwardMarket.post(now, [[now + 1, order], [now + 2, order]], true), who);
    }
  };
  await post();
  await toGate(node, api);
  await over(node, api, from);
  await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 800, 0), devices[1].read(from, 0, 450)]), alice);
  await post();
  return { node, api, url: `ws://127.0.0.1:${node.rpcPort}` };
}

describe('gridmerit-upgrade', { timeout: 900_000 }, () => {
  it('tries the runtime on a chain amid its market, and says what is wrong with a broken one', async (t) => {
    const { node, api, url } = await market(t);
    const files = directory(t);
    const [snapshot, json] = [join(files, 'state'), join(files, 'report.json')];

    const tried = await upgrade('try', '--url', url, '--snapshot', snapshot, '--json', json);
    assert.equal(tried.code, 0, tried.stdout + tried.stderr);
    assert.match(tried.stdout, /^gridmerit at block \d+: spec_version 1$/m);
    assert.match(tried.stdout, /^(\d+) of \1 checks passed$/m);
    const report = JSON.parse(readFileSync(json));
    assert.equal(report.block, await node.finalized());
    assert.deepEqual(report.spec_version, { before: 1, after: 1 });
    const pot = addressOf((await view(api, 'Ledger', 'pot')).toU8a());
    const money = [(await api.query.balances.totalIssuance()).toString(), (await api.query.system.account(pot)).data.free.toString()];
    assert.ok(BigInt(money[1]) > 300n * UNIT);
    assert.deepEqual([report.issuance, report.pot], money.map((amount) => ({ before: amount, after: amount })));
    const names = report.checks.map(({ what }) => what);
    for (const { name } of api.runtimeMetadata.asLatest.pallets) assert.ok(names.includes(`try_state of ${name}`), `${name}`);
    assert.ok(names.includes('all that is stored decodes'));
    assert.deepEqual([report.unknown, report.blocks], [{}, []]);
    for (const name of ['Ledger', 'ForwardMarket', 'Clearing', 'Settlement', 'MeterAttestation']) {
      assert.ok(report.pallets[name].all.keys_before > 2, name);
      assert.deepEqual(report.pallets[name].items, {}, name);
    }
    assert.equal(report.pallets.Ledger.all.keys_before, (await api.rpc.state.getKeysPaged(api.query.ledger.holding.key().slice(0, 34), 1_000)).length);
    assert.ok(report.first_block.ref_time > 0 && report.first_block.ref_time < report.limit.ref_time / 10);

    // The same from the file.
    const again = join(files, 'again.json');
    assert.equal((await upgrade('try', '--snapshot', snapshot, '--json', again)).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(again)), report);

    // The node runs the runtime of this tree.
    const same = await upgrade('changes', url, 'tree:gridmerit');
    assert.equal(same.code, 0, same.stdout + same.stderr);
    assert.match(same.stdout, /^Nothing is different$/m);

    for (const [what, args, reason] of [
      ['a block that is not there', ['--url', url, '--at', '99999'], /knows no block 99999$/m],
      ['a hash of no block', ['--url', url, '--at', `0x${'12'.repeat(32)}`], /knows no block 0x12/],
      ['no block', ['--url', url, '--at', 'latest'], /`latest` is neither a block's number nor its hash/],
      ['a file in the way', ['--url', url, '--snapshot', snapshot], /is there already/],
      ['no file', ['--snapshot', join(files, 'none')], /cannot read .*none: No such file/],
      ['a file of something else', ['--snapshot', json], /is no snapshot of a chain's state/],
      ['a URL of HTTP', ['--url', url.replace('ws', 'http')], /is no URL of a WebSocket/],
      ['nobody there', ['--url', `ws://127.0.0.1:${await freePort()}`], /no node answers at ws:.*refused/i],
      ['nothing', [], /give the --url of a node, or a --snapshot/],
    ]) {
      await t.test(`refuses ${what}`, async () => {
        const { code, stderr } = await upgrade('try', ...args);
        assert.equal(code, 1, stderr);
        assert.match(stderr, /^Error: [^\n]*\n$/);
        assert.match(stderr, reason);
      });
    }

    await t.test('refuses another chain', async () => {
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      t.after(() => server.close());
      await once(server, 'listening');
      server.on('connection', (socket) => socket.on('message', (data) => {
        const { id } = JSON.parse(data);
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { specName: 'westend', specVersion: 1 } }));
      }));
      const { code, stderr } = await upgrade('try', '--url', `ws://127.0.0.1:${server.address().port}`);
      assert.equal(code, 1);
      assert.match(stderr, /^Error: this is a chain of `westend`, and this tree has the runtimes gridmerit and gridmerit-parachain\n$/);
    });

    await t.test('refuses a block whose state is pruned', async () => {
      for (let blocks = 0; blocks < 40; blocks++) await node.request('sealing_jump', 6_000);
      const { code, stderr } = await upgrade('try', '--url', url, '--at', '1');
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^Error: the state of block 0x\w+ cannot be had, it may be pruned[^\n]*\n$/);
    });

    // A sum that is not the sum, a value that is none, and keys that nobody knows.
    const node0 = api.query.teRegistry.nodes.key(1);
    await operate(api, api.tx.system.setStorage([
      [api.query.ledger.holding.key(), `0x${'77'.repeat(16)}`],
      [node0, '0x00'],
      [`0x${'ab'.repeat(40)}`, '0x01'],
    ]));
    const broken = await upgrade('try', '--url', url);
    assert.equal(broken.code, 1, broken.stderr);
    assert.match(broken.stdout, /^FAILED try_state of Ledger: \S/m);
    assert.match(broken.stdout, new RegExp(`^FAILED all that is stored decodes: .*TeRegistry::Nodes.*${node0}`, 'm'));
    assert.match(broken.stdout, /no pallet of the new runtime knows it:\n {2}0x(ab){32}: 1 keys, 1 B$/m);
    assert.ok(!/FAILED try_state of Babe/.test(broken.stdout));
  });

  it('compares runtimes by files, and refuses what is none', async (t) => {
    const files = directory(t);
    const release = new URL('../../runtime/solochain/release.txt', import.meta.url).pathname;
    assert.ok(existsSync(release));
    const same = await upgrade('changes', release, 'tree:gridmerit');
    assert.equal(same.code, 0, same.stdout);

    // Another layout of a map, and nothing is said about it.
    const changed = join(files, 'changed.txt');
    const text = readFileSync(release, 'utf8');
    writeFileSync(changed, text.replace(/^(storage Ledger\.Accounts = .*)#\w+$/m, '$1#00000000'));
    const { code, stdout } = await upgrade('changes', changed, 'tree:gridmerit');
    assert.equal(code, 1);
    for (const fault of [/^~ storage Ledger\.Accounts$/m, /spec_version is still 1$/m, /this map grows with users, and no migration/]) assert.match(stdout, fault);

    const other = await upgrade('changes', release, 'tree:gridmerit-parachain');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^Error: these are two chains: `gridmerit` cannot become `gridmerit-parachain`\n$/);
    const none = await upgrade('changes', join(files, 'none'), release);
    assert.match(none.stderr, /^Error: .*none: No such file/);
    writeFileSync(join(files, 'bytes'), Buffer.from([0xff, 0xfe, 0x00]));
    const bytes = await upgrade('changes', join(files, 'bytes'), release);
    assert.match(bytes.stderr, /^Error: .*bytes: this is no metadata of a runtime/);
  });
});
