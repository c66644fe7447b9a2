// SPDX-License-Identifier: Apache-2.0

// Builders come, go and cheat on a network of real nodes. docs/network.md has what it costs.

import './support/sandbox.js';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { account, send, view } from '../client/support/node.js';
import { NODES, SESSION_SLOTS, SLOT } from './support/chain.js';
import { say } from './support/network.js';
import { scenario } from './support/scenario.js';

const EPOCH = SESSION_SLOTS * SLOT;
/// Not Eve, who has other things to do.
const THREE = ['Bob', 'Charlie', 'Dave'];

/// Nodes of the set in office.
const seats = async (api) => (await view(api, 'Validators', 'current'))[1].map(({ node }) => Number(node));

/// How many blocks the validator of a node has built in the last session's worth of blocks.
async function builtBy(api, node, name) {
  const best = await node.best();
  const authors = await Promise.all(Array.from({ length: SESSION_SLOTS }, async (_, i) => {
    const hash = await node.request('chain_getBlockHash', best - i);
    return (await api.derive.chain.getHeader(hash)).author.toString();
  }));
  return authors.filter((author) => author === account(name).address).length;
}

/// A fifth machine with a node that makes Eve's keys, which she sets; and she stands.
async function eveStands(network, market) {
  const fifth = await network.addMachine();
  await network.launch(fifth, { keys: null, options: ['--validator'] });
  const [alice] = network.nodes;
  const node = network.nodes[fifth];
  await network.until('the fifth node synchronised', async () => (await node.best()) >= (await alice.best()) - 1, 120);
  const eve = account('Eve');
  const owner = `0x${Buffer.from(eve.publicKey).toString('hex')}`;
  const { keys, proof } = await node.request('author_rotateKeysWithOwner', owner);
  const api = await market.client(alice);
  await send(api, api.tx.session.setKeys(keys, proof), eve, { era: 0 });
  await send(api, api.tx.validators.stand(), eve, { era: 0 });
  say('Eve stands');
  return fifth;
}

/// Eve's node begins as trusted as the founders, though she is none.
const eveIsTrusted = (patch) => {
  const [[, ...bond]] = patch.trustStaking.bonds;
  patch.trustStaking.bonds.push([NODES.Eve, ...bond]);
};

describe('builders', { timeout: 7_200_000 }, () => {
  it('a new builder comes, and one whose bond goes leaves', (t) => scenario(t, { change: eveIsTrusted }, async ({ network, market, watch }) => {
    await market.peace(1);
    const [alice] = network.nodes;
    const api = await market.client(alice);
    watch.fault('the set changes twice');
    await market.post(alice, THREE);
    await eveStands(network, market);
    await network.until('Eve is in office', async () => (await seats(api)).includes(NODES.Eve), 240);
    await network.until('Eve builds', async () => (await builtBy(api, alice, 'Eve')) > 0, 120);
    await send(api, api.tx.trustStaking.unbond(NODES.Dave, 1_000_000_000_000n), account('Dave'), { era: 0 });
    say('Dave takes his bond back');
    await network.until('Dave is out of office', async () => !(await seats(api)).includes(NODES.Dave), 240);
    await network.until('Dave builds no more', async () => (await builtBy(api, alice, 'Dave')) === 0, 120);
    await watch.mend('Dave goes', () => network.stop(3));
    assert.deepEqual((await seats(api)).toSorted(), [NODES.Bob, NODES.Charlie, NODES.Eve, NODES.Alice]);
  }));

  it('a candidate with keys and no node', (t) => scenario(t, { change: eveIsTrusted }, async ({ network, market, watch }) => {
    await market.peace(1);
    const [alice] = network.nodes;
    const api = await market.client(alice);
    const fifth = await eveStands(network, market);
    await network.kill(fifth);
    await network.until('Eve is in office', async () => (await seats(api)).includes(NODES.Eve), 240);
    watch.fault('a fifth builder that does not run');
    const from = await network.finalized();
    await market.post(alice, THREE);
    await sleep(2 * EPOCH);
    assert.equal(await builtBy(api, alice, 'Eve'), 0);
    await network.until('four of five finalise', async () => (await network.finalized()) >= from + 10, 60);
    await watch.mend('it runs', () => network.launch(fifth, { keys: null, options: ['--validator'] }));
  }));

  it('two nodes with the keys of one', (t) => scenario(t, { cheats: [NODES.Dave] }, async ({ network, market, watch }) => {
    await market.peace(1);
    const [alice] = network.nodes;
    const api = await market.client(alice);
    const trust = async () => Number((await view(api, 'Validators', 'builder', NODES.Dave)).unwrap().trust);
    const before = await trust();
    watch.fault("Dave's keys run on two machines");
    const twin = await network.addMachine();
    await network.launch(twin, { keys: 'Dave' });
    await market.post(alice, THREE);
    const record = async () => (await view(api, 'Validators', 'builder', NODES.Dave)).unwrap().record;
    await network.until('it is reported', async () => Number((await record()).equivocations) > 0, 240);
    const disabled = (await api.query.session.disabledValidators()).map((entry) => Number(entry[0]));
    assert.equal(disabled.length, 1);
    const slashes = (await api.query.trustStaking.slashes.entries()).map(([, slash]) => slash.unwrap());
    const [slash] = slashes.filter(({ node }) => Number(node) === NODES.Dave);
    assert.ok(slash.offence.unwrap().isEquivocation, `${slash.offence}`);
    assert.ok(slash.reporter.isSome, 'who built the block with the report is its reporter');
    const from = await network.finalized();
    await network.until('it goes on', async () => (await network.finalized()) >= from + 12, 180);
    assert.equal(await builtBy(api, alice, 'Dave'), 0, 'who is disabled builds nothing');
    assert.ok((await trust()) < before / 5, `trust ${await trust()} of ${before}`);
    await watch.mend('the second one stops', () => network.kill(twin));
  }));
});
