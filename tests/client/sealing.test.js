// SPDX-License-Identifier: Apache-2.0

// Blocks on demand: the clock is the chain's own, and everything else is real.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';
import { Node, account, directory, run, send, until } from './support/node.js';

const SLOT = 6_000;
const HOUR = 3_600_000;
const START = '2018-06-27T00:00:00Z';
/// BABE's claim of a slot that its author has won, whose output counts.
const PRIMARY = 1;
const INVALID_PARAMS = { code: -32602 };

async function clock(api) {
  const [time, slot] = [await api.query.timestamp.now(), await api.query.babe.currentSlot()];
  assert.equal(time.toNumber(), slot.toNumber() * SLOT);
  return time.toNumber();
}

describe('a sealing node', { timeout: 1_200_000, concurrency: 2 }, () => {
  it('seals 100 instant blocks, each one slot later and finalised at once', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', START]);
    const api = await node.api(t);
    const [alice, bob] = [account('Alice'), account('Bob')];
    const pay = () => send(api, api.tx.balances.transferKeepAlive(bob.address, 1), alice);

    // Nobody has asked for the first one.
    assert.deepEqual([await node.best(), await node.finalized()], [1, 1]);
    assert.equal(await clock(api), Date.parse(START));
    assert.ok((await api.call.marketApi.windows()).length > 0);
    for (let block = 2; block <= 101; block++) {
      await pay();
      assert.equal(await node.best(), block);
      await until(async () => (await node.finalized()) === block, { what: `block ${block} to be final`, seconds: 5 });
    }
    assert.equal(await clock(api), Date.parse(START) + 100 * SLOT);
  });

  it('does not leave a transaction behind at the start of an epoch', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', START]);
    const api = await node.api(t);
    const pay = () => send(api, api.tx.balances.transferKeepAlive(account('Bob').address, 1), account('Alice'));
    await node.request('sealing_jump', HOUR - SLOT);
    await pay();
    // The epoch's first block came an hour after the start and took nothing.
    assert.equal(await clock(api), Date.parse(START) + HOUR + SLOT);
    assert.equal((await api.query.session.currentIndex()).toNumber(), 1);
  });

  it('jumps an hour at a time through a day with BABE, sessions and GRANDPA consistent', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'manual', '--sealing-start', START]);
    const api = await node.api(t);
    await node.request('engine_createBlock', true, true, null);
    const start = await clock(api);
    const set = (await api.query.grandpa.currentSetId()).toNumber();

    for (let hour = 1; hour <= 24; hour++) {
      const { hash, slot, timestamp } = await node.request('sealing_jump', HOUR);
      assert.equal(timestamp, start + hour * HOUR);
      assert.equal(slot * SLOT, timestamp);
      assert.equal(await node.request('chain_getFinalizedHead'), hash);
      assert.equal(await clock(api), timestamp);
      assert.equal((await api.query.session.currentIndex()).toNumber(), hour);
      assert.equal((await api.query.babe.epochIndex()).toNumber(), hour);
      assert.equal((await api.call.babeApi.currentEpoch()).startSlot.toNumber(), slot);
      assert.equal((await api.query.grandpa.currentSetId()).toNumber(), set + hour - 1);
      assert.equal((await api.call.grandpaApi.grandpaAuthorities()).length, 1);
    }
    assert.doesNotMatch(node.log, /ERROR|panicked|Epoch\(s\) skipped/);

    // The chain still takes transactions.
    const paid = send(api, api.tx.balances.transferKeepAlive(account('Bob').address, 1), account('Alice'));
    await until(async () => (await node.request('author_pendingExtrinsics')).length === 1, { what: 'the pool', seconds: 10 });
    await node.request('engine_createBlock', false, true, null);
    await paid;
    assert.equal(await clock(api), start + 24 * HOUR + SLOT);
  });

  it('has randomness of what its blocks put out, also if an epoch has one block only', async (t) => {
    // Two chains from one genesis; in its first epoch the second one has a block more.
    const chains = [];
    for (const blocks of [1, 2]) {
      const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'manual', '--sealing-start', START]);
      const api = await node.api(t);
      const babe = api.query.babe;
      const outputs = [];
      const put = async (hash) => {
        const { digest } = await api.rpc.chain.getHeader(hash);
        const [, claim] = digest.logs.find((log) => log.isPreRuntime).asPreRuntime;
        assert.equal(claim.toU8a(true)[0], PRIMARY);
        outputs.push((await babe.authorVrfRandomness()).unwrap().toU8a());
        return digest;
      };
      for (let block = 0; block < blocks; block++) await put((await node.request('engine_createBlock', true, true, null)).hash);
      await put((await node.request('sealing_jump', HOUR - blocks * SLOT)).hash);

      const seen = [];
      for (let hour = 1; hour <= 4; hour++) {
        const before = (await babe.nextRandomness()).toU8a();
        const epoch = (await babe.epochIndex()).toNumber() + 1;
        const digest = await put((await node.request('sealing_jump', HOUR)).hash);
        assert.equal((await babe.epochIndex()).toNumber(), epoch);
        // The last one is of this epoch.
        const next = blake2AsU8a(u8aConcat(before, bnToU8a(epoch + 1, { bitLength: 64 }), ...outputs.splice(0, outputs.length - 1)));
        assert.equal((await babe.nextRandomness()).toHex(), u8aToHex(next));
        assert.equal((await babe.randomness()).toHex(), u8aToHex(before));
        const [announced] = digest.logs.filter((log) => log.isConsensus && log.asConsensus[0].isBabe);
        assert.equal(u8aToHex(announced.asConsensus[1].toU8a(true).slice(-32)), u8aToHex(next));
        seen.push(u8aToHex(next));
      }
      assert.equal(new Set(seen).size, 4);
      chains.push(seen);
    }
    const [one, two] = chains;
    assert.ok(one.every((random, epoch) => random !== two[epoch]));
  });

  it('refuses jumps that are too long, too short or before the first block', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'manual']);
    await assert.rejects(node.request('sealing_jump', HOUR), /starts with the first block/);
    await node.request('engine_createBlock', true, true, null);
    const head = await node.request('chain_getBlockHash');

    await assert.rejects(node.request('sealing_jump', HOUR + SLOT), { ...INVALID_PARAMS, message: /at most an epoch of 3600000 ms/ });
    await assert.rejects(node.request('sealing_jump', 0), { ...INVALID_PARAMS, message: /whole number of slots/ });
    await assert.rejects(node.request('sealing_jump', SLOT + 1), { ...INVALID_PARAMS, message: /whole number of slots/ });
    await assert.rejects(node.request('sealing_jump', -SLOT), INVALID_PARAMS);
    await assert.rejects(node.request('sealing_jump', 'soon'), INVALID_PARAMS);
    await assert.rejects(node.request('sealing_jump'), INVALID_PARAMS);
    await assert.rejects(node.request('engine_createBlock', false, true, null), /pool is empty/);
    assert.equal(await node.request('chain_getBlockHash'), head);
  });

  it('seals by the interval, for all four authorities of the local chain', async (t) => {
    const node = await Node.start(t, ['--chain', 'local', '--tmp', '--sealing', '100']);
    await until(async () => (await node.finalized()) >= 20, { what: '20 blocks', seconds: 60 });
  });

  it('keeps its clock over a restart', async (t) => {
    const basePath = directory(t);
    const sealed = ['--dev', '--base-path', basePath, '--sealing', 'manual'];
    const first = await Node.start(t, [...sealed, '--sealing-start', START]);
    await first.request('engine_createBlock', true, true, null);
    await first.request('sealing_jump', HOUR);
    await first.stop();

    const second = await Node.start(t, sealed);
    await second.request('engine_createBlock', true, true, null);
    assert.equal(await clock(await second.api(t)), Date.parse(START) + HOUR + SLOT);
    await second.stop();

    const again = await run([...sealed, '--sealing-start', START]);
    assert.notEqual(again.code, 0);
    assert.match(again.stderr, /--sealing-start is for a new chain/);
  });

  it('leaves a database without blocks open to either way', async (t) => {
    const args = ['--dev', '--base-path', directory(t)];
    const sealed = await Node.start(t, [...args, '--sealing', 'manual']);
    await sealed.stop();
    const built = await Node.start(t, args);
    await until(async () => (await built.best()) >= 1, { what: 'a block', seconds: 30 });
  });

  it('loses no transaction, however fast they come', async (t) => {
    const [alice, bob] = [account('Alice'), account('Bob')];
    const payments = async (node) => {
      const api = await node.api(t);
      const signed = [];
      for (let nonce = 0; nonce < 300; nonce++) {
        const pay = api.tx.balances.transferKeepAlive(bob.address, 1);
        signed.push((await pay.signAsync(alice, { nonce, era: 0 })).toHex());
      }
      const done = async () => (await api.query.system.account(alice.address)).nonce.toNumber();
      return { signed, done };
    };

    const instant = await Node.start(t, ['--dev', '--sealing', 'instant']);
    const one = await payments(instant);
    for (const tx of one.signed) await instant.request('author_submitExtrinsic', tx);
    await until(async () => (await one.done()) === 300, { what: '300 payments', seconds: 30 });
    await instant.stop();

    const manual = await Node.start(t, ['--dev', '--sealing', 'manual']);
    const two = await payments(manual);
    for (const [i, tx] of two.signed.entries()) {
      await manual.request('author_submitExtrinsic', tx);
      await manual.request('engine_createBlock', false, true, null);
      assert.equal(await two.done(), i + 1);
    }
  });

  it('goes on where consensus stopped, and not the other way round', async (t) => {
    const args = ['--dev', '--base-path', directory(t)];
    const built = await Node.start(t, args);
    await until(async () => (await built.best()) >= 1, { what: 'a block', seconds: 30 });
    const best = await built.best();
    await built.stop();

    const sealed = await Node.start(t, [...args, '--sealing', 'manual']);
    await sealed.request('engine_createBlock', true, true, null);
    assert.ok((await sealed.finalized()) > best);
    await assert.rejects(
      sealed.request('engine_createBlock', true, true, await sealed.request('chain_getBlockHash', 0)),
      /older than the last final block/,
    );
    await sealed.stop();
    const { code, stderr } = await run(args);
    assert.notEqual(code, 0);
    assert.match(stderr, /chain that was sealed: start it with --sealing/);
  });

  it('signs its blocks: any node can import and check them', async (t) => {
    const [from, to] = [directory(t), directory(t)];
    const node = await Node.start(t, ['--dev', '--base-path', from, '--sealing', 'manual', '--sealing-start', START]);
    await node.request('engine_createBlock', true, true, null);
    for (let jump = 0; jump < 3; jump++) await node.request('sealing_jump', HOUR);
    const head = await node.request('chain_getBlockHash', 4);
    await node.stop();

    const file = join(to, 'blocks.bin');
    const exported = await run(['export-blocks', '--dev', '--base-path', from, '--binary', file]);
    assert.equal(exported.code, 0, exported.stderr);
    const imported = await run(['import-blocks', '--dev', '--base-path', to, '--binary', file]);
    assert.equal(imported.code, 0, imported.stderr);
    const info = await run(['chain-info', '--dev', '--base-path', to]);
    assert.equal(JSON.parse(info.stdout).best_hash, head);
    const checked = await run(['check-block', '--dev', '--base-path', from, '4']);
    assert.equal(checked.code, 0, checked.stderr);

    const state = await run(['export-state', '--dev', '--base-path', to]);
    assert.equal(JSON.parse(state.stdout).id, 'gridmerit_dev');
    // The file carries no finality, so what was imported can be taken back.
    const reverted = await run(['revert', '--dev', '--base-path', to, '1']);
    assert.equal(reverted.code, 0, reverted.stderr);
    assert.equal(JSON.parse((await run(['chain-info', '--dev', '--base-path', to])).stdout).best_number, 3);
    const purged = await run(['purge-chain', '--dev', '--base-path', to, '-y']);
    assert.equal(purged.code, 0, purged.stderr);
    assert.equal(JSON.parse((await run(['chain-info', '--dev', '--base-path', to])).stdout).best_number, 0);
  });
});
