// SPDX-License-Identifier: Apache-2.0

// Nodes that talk to each other, on loopback.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Node, directory, until } from './support/node.js';

const bootnode = async (node) =>
  `/ip4/127.0.0.1/tcp/${node.port}/p2p/${await node.request('system_localPeerId')}`;
const peers = async (node) => (await node.request('system_health')).peers;

describe('a network', { timeout: 1_200_000, concurrency: true }, () => {
  it('of four validators finalises with three, stops with two and goes on when one returns', async (t) => {
    const names = ['alice', 'bob', 'charlie', 'dave'];
    const paths = names.map(() => directory(t));
    const start = (i, boot, ports) =>
      Node.start(t, [
        '--chain', 'local', `--${names[i]}`, '--base-path', paths[i],
        '--unsafe-force-node-key-generation', ...boot,
      ], ports);
    const alice = await start(0, []);
    const boot = ['--bootnodes', await bootnode(alice)];
    const [bob, charlie, dave] = await Promise.all([1, 2, 3].map((i) => start(i, boot)));
    const grows = async (by, seconds) => {
      const from = await alice.finalized();
      await until(async () => (await alice.finalized()) >= from + by, { what: `${by} more final blocks`, seconds });
    };

    await until(async () => (await peers(alice)) === 3, { what: 'three peers of Alice' });
    await grows(2, 90);

    await dave.stop('SIGKILL');
    await grows(2, 120);

    await charlie.stop('SIGKILL');
    // A round that was complete may still end.
    await sleep(3_000);
    const [stuck, best] = [await alice.finalized(), await alice.best()];
    await until(async () => (await alice.best()) >= best + 3, { what: 'blocks by two validators', seconds: 120 });
    assert.equal(await alice.finalized(), stuck);

    await start(2, boot, charlie);
    await until(async () => (await alice.finalized()) > best, { what: 'finality after the return', seconds: 120 });

    // A warp proof needs no second peer.
    const alone = ['--reserved-only', '--reserved-nodes', boot[1]];
    for (const [sync, peers] of [['full', boot], ['warp', alone]]) {
      const newcomer = await Node.start(t, ['--chain', 'local', '--base-path', directory(t), '--sync', sync, ...peers]);
      const head = await alice.finalized();
      await until(async () => (await newcomer.finalized()) >= head, { what: `${sync} sync to the finalised head`, seconds: 120 });
      // Warp sync may end above `head`; the blocks below come in after it.
      const hash = await alice.request('chain_getBlockHash', head);
      await until(async () => (await newcomer.request('chain_getBlockHash', head)) === hash, { what: `block ${head} by ${sync} sync` });
      assert.equal(/Warp sync is complete/.test(newcomer.log), sync === 'warp');
    }
  });

  it('does not take in a node of another genesis', async (t) => {
    const dev = await Node.start(t, ['--dev', '--base-path', directory(t)]);
    const boot = ['--bootnodes', await bootnode(dev)];
    const stranger = await Node.start(t, ['--chain', 'local', '--base-path', directory(t), ...boot]);
    // Shows that a node of the same genesis joins in the time that the stranger has had.
    const friend = await Node.start(t, ['--chain', 'dev', '--base-path', directory(t), ...boot]);
    await until(async () => (await peers(friend)) === 1, { what: 'the friend to join', seconds: 30 });
    await until(async () => (await friend.best()) >= 1, { what: 'the friend to sync', seconds: 30 });

    assert.equal(await peers(stranger), 0);
    assert.equal(await peers(dev), 1);
    assert.equal(await stranger.best(), 0);
  });
});
