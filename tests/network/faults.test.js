// SPDX-License-Identifier: Apache-2.0

// Faults of machines and links on a network of real nodes, and what is lost: nothing. docs/network.md has the table.

import './support/sandbox.js';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { account } from '../client/support/node.js';
import { SESSION_SLOTS, SLOT, manyNodes, neighbour } from './support/chain.js';
import { say } from './support/network.js';
import { scenario } from './support/scenario.js';
import { ofVersion } from './support/upgrade.js';

const EPOCH = SESSION_SLOTS * SLOT;
const ALL = ['Bob', 'Charlie', 'Dave', 'Eve'];

describe('a network', { timeout: 7_200_000 }, () => {
  it('one of four killed, back with an empty database', (t) => scenario(t, {}, async ({ network, market, watch }) => {
    await market.peace(1);
    watch.fault('Dave is killed, and his disk is gone');
    await network.kill(3);
    network.wipe(3);
    const [alice] = network.nodes;
    await market.post(alice, ALL);
    const from = await network.finalized();
    await network.until('three finalise', async () => (await network.finalized()) >= from + 3, 90);
    await watch.mend('Dave comes back, by warp sync', () => network.launch(3, { options: ['--sync', 'warp'] }));
    assert.match(network.nodes[3].log, /Warp sync is complete/);
  }));

  it('two of four away over a session change', (t) => scenario(t, {}, async ({ network, market, watch }) => {
    await market.peace();
    watch.fault('Charlie and Dave are killed');
    await Promise.all([network.kill(2), network.kill(3)]);
    const [alice, bob] = network.nodes;
    await market.post(alice, ['Bob', 'Charlie']);
    await market.post(bob, ['Dave', 'Eve']);
    await sleep(5_000);
    const stuck = await network.finalized();
    await Promise.all([market.readWhenOver(bob), sleep(EPOCH + SLOT)]);
    assert.equal(await network.finalized(), stuck, 'two of four finalise nothing');
    await watch.mend('both come back', () => Promise.all([network.launch(2), network.launch(3)]));
  }));

  for (const [what, away, gates] of [['two and two', [2, 3], 2], ['three and one', [3], 1]]) {
    it(`a partition of ${what}`, (t) => scenario(t, {}, async ({ network, market, watch }) => {
      await market.peace(gates);
      watch.fault(`the network falls apart: ${what}`);
      network.split(away);
      const [alice, , , dave] = network.nodes;
      await sleep(10_000);
      await market.post(alice, ['Bob', 'Charlie']);
      await market.post(dave, ['Dave', 'Eve']);
      const halves = sleep(EPOCH - 10_000);
      if (gates > 1) await market.readWhenOver(dave);
      await halves;
      say(await network.state());
      await watch.mend('the network is one again', () => network.heal());
      await sleep(15_000);
      // Nodes that are not reserved would drop each other for a while.
      assert.equal(watch.fewestPeers, 3);
    }));
  }

  it('all stopped for longer than an epoch', (t) => scenario(t, {}, async ({ network, market, watch }) => {
    await market.peace(1);
    const [alice] = network.nodes;
    await market.post(alice, ALL, [4]);
    // What only waits in the pools goes with them.
    await market.included(alice);
    watch.fault('all are killed');
    await Promise.all(network.nodes.map((_, i) => network.kill(i)));
    await sleep(2 * EPOCH);
    await watch.mend('all come back', () => Promise.all(network.machines.map((_, i) => network.launch(i))));
  }));

  it('all links slow: 200 ms, 2 % lost, 2 Mbit/s', (t) => {
    // Two links lie between any two machines.
    const badLinks = { milliseconds: 100, loss: 0.01, rate: '2mbit' };
    return scenario(t, { badLinks }, async ({ network, market, watch }) => {
      await market.peace(1);
      watch.fault('all links become slow');
      network.machines.forEach((machine) => machine.spoil());
      const [alice, , , dave] = network.nodes;
      await market.post(alice, ['Bob', 'Charlie']);
      await market.post(dave, ['Dave', 'Eve']);
      const from = await network.finalized();
      await sleep(EPOCH);
      await network.until('slow ones finalise', async () => (await network.finalized()) >= from + 5, 120);
      await watch.mend('the links are good again', () => network.machines.forEach((machine) => machine.mend()));
    });
  });

  it('five validators, a partition of three and two', (t) => scenario(t, { validators: 5 }, async ({ network, market, watch }) => {
    await market.peace(1);
    watch.fault('the network falls apart: three and two');
    network.split([3, 4]);
    await sleep(10_000);
    await market.post(network.nodes[0], ['Bob', 'Charlie']);
    await market.post(network.nodes[4], ['Dave', 'Eve']);
    await sleep(EPOCH - 10_000);
    await watch.mend('the network is one again', () => network.heal());
  }));

  it('the disk of one of four full', (t) => scenario(t, { smallDisk: '256m' }, async ({ network, market, watch }) => {
    await market.peace(1);
    watch.fault("Dave's disk is full");
    network.fillDisk(3);
    const [alice, , , dave] = network.nodes;
    await market.post(alice, ALL);
    await Promise.race([dave.ended, sleep(2 * EPOCH)]);
    say(dave.log.split('\n').find((line) => line.includes('No space left')) ?? 'Dave says nothing');
    assert.ok(dave.child.exitCode || dave.child.signalCode, 'it ends by itself');
    network.forget(3);
    const from = await network.finalized();
    await network.until('the others finalise', async () => (await network.finalized()) >= from + 4, 120);
    await watch.mend('the disk has room again', () => {
      network.freeDisk(3);
      return network.launch(3);
    });
  }));

  it('the database of one of four damaged', (t) => scenario(t, {}, async ({ network, market, watch }) => {
    await market.peace(1);
    watch.fault("Dave's machine crashes, and its database is damaged");
    await network.kill(3);
    network.damage(3);
    const [alice] = network.nodes;
    await market.post(alice, ALL);
    await assert.rejects(network.launch(3), (error) => {
      const said = error.message.split('\n').find((line) => line.startsWith('Error: '));
      say(said);
      return Boolean(said);
    });
    network.wipe(3);
    await watch.mend('the database is deleted, and Dave comes back by warp sync', () => network.launch(3, { options: ['--sync', 'warp'] }));
    assert.match(network.nodes[3].log, /Warp sync is complete/);
  }));

  it('a runtime upgrade in the middle of a clearing', (t) => {
    // So many that one block does not clear them.
    const [windows, pages] = [120, 40];
    return scenario(t, { windows, gateIn: 150_000, change: (patch) => manyNodes(patch, pages) }, async ({ network, market, watch }) => {
      const [alice] = network.nodes;
      const api = await market.client(alice);
      const traders = [...ALL, ...Array.from({ length: pages - 1 }, (_, i) => neighbour(i + 1))];
      await market.post(alice, traders, Array.from({ length: windows }, (_, i) => i + 1));
      await market.included(alice);
      const code = ofVersion(network.spec, 2);
      const upgrade = api.tx.sudo.sudo(api.tx.system.setCode(code));
      const operator = account('Alice');
      const signed = await upgrade.signAsync(operator, { era: 0, nonce: await alice.request('system_accountNextIndex', operator.address) });
      // Looked at without being read: polkadot.js cannot decode a clearing that is under way.
      const cleared = async (hash) => (await alice.request('state_getStorageHash', api.query.clearing.cursor.key(), hash)) === null;
      // Everybody has it before the first block that clears, and no block before has it. The first of a session
      // clears nothing.
      const genesis = (await api.query.babe.genesisSlot()).toNumber();
      let slot = Math.ceil((await market.round(alice)).gate / SLOT);
      if ((slot - genesis) % SESSION_SLOTS === 0) slot++;
      await sleep(slot * SLOT - 5_000 - Date.now());
      watch.fault('the runtime is upgraded');
      await Promise.all(network.nodes.map((node) => node.request('author_submitExtrinsic', signed.toHex()).catch(() => {})));
      const version = async (node, ...at) => (await node.request('state_getRuntimeVersion', ...at)).specVersion;
      await network.until('a new version', async () => (await version(alice)) === 2, 60);
      let number = await alice.best();
      const hashOf = (number) => alice.request('chain_getBlockHash', number);
      while ((await version(alice, await hashOf(number - 1))) === 2) number--;
      assert.equal(await cleared(await hashOf(number)), false, 'it was not over when the code changed');
      await watch.mend('all run it', async () => {
        for (const node of network.running) {
          await network.until('the new version on all', async () => (await version(node)) === 2, 60);
        }
      });
      // A client of polkadot.js that was there before has none of the runtime's own APIs at blocks after an upgrade.
      for (const node of network.running) node.connecting = undefined;
    });
  });
});
