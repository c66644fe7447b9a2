// SPDX-License-Identifier: Apache-2.0

// The quickest of the faults, with every run of all tests: a network that falls into halves, and heals.

import './support/sandbox.js';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { scenario } from './support/scenario.js';

describe('a network of four', { timeout: 1_200_000 }, () => {
  it('a short partition of two and two', (t) => scenario(t, { gateIn: 150_000, readings: false }, async ({ network, market, watch }) => {
    const [alice, , , dave] = network.nodes;
    network.nodes.forEach((_, i) => assert.match(network.checkPeers(i), /^in touch with 3 of the 3/));
    await market.post(alice, ['Bob', 'Charlie']);
    await market.included(alice);
    watch.fault('the network falls apart: two and two');
    network.split([2, 3]);
    await sleep(10_000);
    await market.post(alice, ['Eve']);
    await market.post(dave, ['Dave']);
    // What was voted on before may still become final.
    const stuck = await network.finalized();
    await sleep(25_000);
    assert.ok((await network.finalized()) <= stuck + 2, 'halves finalise nothing');
    await watch.mend('the network is one again', () => network.heal());
    await network.kill(3);
    await network.until('Alice misses Dave', async () => (await alice.request('system_health')).peers === 2, 60);
    assert.throws(() => network.checkPeers(0), /in touch with 2 of 3, and not with \/ip4\/10.77.0.4/);
  }));
});
