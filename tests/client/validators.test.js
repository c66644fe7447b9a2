// SPDX-License-Identifier: Apache-2.0

// docs/validators.md, done as it says: its commands are run as they stand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Node, account, directory, send, until } from './support/node.js';

const PAGE = readFileSync(new URL('../../docs/validators.md', import.meta.url), 'utf8');
const [ROTATE, HAS, COPY] = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code);
const EPOCH = 3_600_000;

/// Runs commands of the page, with these words in the place of others.
async function shell(commands, words) {
  let script = commands;
  for (const [word, value] of Object.entries(words)) {
    assert.ok(script.includes(word), `the page's command has no ${word}`);
    script = script.replaceAll(word, value);
  }
  const path = `${dirname(process.env.GRIDMERIT_NODE)}:${process.env.PATH}`;
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env: { ...process.env, PATH: path } });
  return stdout.trim();
}

const at = (node) => ({ 9944: node.rpcPort });
const newKeys = async (node, who) => JSON.parse(await shell(ROTATE, { ADDRESS: who.address, ...at(node) }));
const has = async (node, keys) => JSON.parse(await shell(HAS, { KEYS: keys, ...at(node) }));
const validators = async (api) => (await api.query.session.validators()).map(String);
const addresses = (...names) => names.map((name) => account(name).address);

/// A call of the operator; what it does fails as if it had been sent alone.
async function byOperator(api, call) {
  const { events } = await send(api, api.tx.sudo.sudo(call), account('Alice'));
  const [result] = events.find((event) => event.method === 'Sudid').data;
  if (result.isOk) return;
  const { section, name } = api.registry.findMetaError(result.asErr.asModule);
  throw Object.assign(new Error(name), { section });
}

async function refused(sent, name) {
  await assert.rejects(sent, (error) => {
    assert.equal(`${error.section}.${error.message}`, name);
    return true;
  });
  assert.ok(PAGE.includes(`\`${name}\``), `the page does not say ${name}`);
}

describe('a validator', { timeout: 1_200_000, concurrency: true }, () => {
  it('sets new keys, is named and left out, as the page says', async (t) => {
    const node = await Node.start(t, ['--chain', 'local', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
    const api = await node.api(t);
    const [bob, eve] = [account('Bob'), account('Eve')];
    const { setKeys } = api.tx.session;
    const session = async () => {
      await node.request('sealing_jump', EPOCH);
      // The first block of a session takes no transactions.
      await node.request('engine_createBlock', true, true);
    };
    await node.request('engine_createBlock', true, true);

    // What the web says.
    const plain = await node.request('author_rotateKeys');
    await refused(send(api, setKeys(plain, '0x'), bob), 'session.InvalidProof');

    const { keys, proof } = await newKeys(node, bob);
    await refused(send(api, setKeys(keys, proof), eve), 'session.InvalidProof');
    assert.equal(await has(node, keys), true);
    const before = (await api.query.babe.authorities())[1][0].toHex();
    await send(api, setKeys(keys, proof), bob);
    await session();
    assert.equal((await api.query.session.queuedKeys())[1][1].toHex(), keys);
    assert.equal((await api.query.babe.authorities())[1][0].toHex(), before);
    await session();
    assert.equal((await api.query.babe.authorities())[1][0].toHex(), keys.slice(0, 66));

    // Eve in the place of Alice.
    const name = (...names) => byOperator(api, api.tx.validators.setValidators(addresses(...names)));
    await refused(name('Eve', 'Bob', 'Charlie', 'Dave'), 'validators.NoSessionKeys');
    const ofEve = await newKeys(node, eve);
    await refused(send(api, setKeys(keys, ofEve.proof), eve), 'session.InvalidProof');
    await send(api, setKeys(ofEve.keys, ofEve.proof), eve);
    await refused(name('Eve', 'Bob', 'Charlie'), 'validators.TooFewValidators');
    await refused(name('Eve', 'Bob', 'Charlie', 'Eve'), 'validators.NamedTwice');
    await name('Eve', 'Bob', 'Charlie', 'Dave');
    await session();
    assert.deepEqual(await validators(api), addresses('Alice', 'Bob', 'Charlie', 'Dave'));
    const { releaseKeys } = api.tx.validators;
    await refused(send(api, releaseKeys(), account('Alice')), 'validators.KeysNeeded');
    await session();
    assert.deepEqual(await validators(api), addresses('Eve', 'Bob', 'Charlie', 'Dave'));
    await refused(send(api, releaseKeys(), eve), 'validators.KeysNeeded');
    await send(api, releaseKeys(), account('Alice'));
    assert.ok((await api.query.session.nextKeys(account('Alice').address)).isNone);

    // Both build blocks with their new keys.
    const missing = new Set([eve.address, bob.address]);
    for (let block = 0; block < 100 && missing.size > 0; block++) {
      const { hash } = await node.request('engine_createBlock', true, true);
      missing.delete((await api.derive.chain.getHeader(hash)).author.toString());
    }
    assert.equal(missing.size, 0, `no block by ${[...missing]}`);
  });

  it('moves to another machine with its keystore, and the chain needs it', async (t) => {
    const names = ['alice', 'bob', 'charlie', 'dave'];
    const paths = names.map(() => directory(t));
    const start = (path, own, boot) => Node.start(t, [
      '--chain', 'local', '--base-path', path, '--unsafe-force-node-key-generation', ...own, ...boot,
    ]);
    const alice = await start(paths[0], ['--alice'], []);
    const boot = ['--bootnodes', `/ip4/127.0.0.1/tcp/${alice.port}/p2p/${await alice.request('system_localPeerId')}`];
    const others = await Promise.all([1, 2].map((i) => start(paths[i], [`--${names[i]}`], boot)));

    // Dave's keys are in a keystore, as those of a validator without a famous name.
    const key = ['key', 'insert', '--chain', 'local', '--base-path', paths[3], '--suri', '//Dave'];
    const insert = (scheme, type) =>
      promisify(execFile)(process.env.GRIDMERIT_NODE, [...key, '--scheme', scheme, '--key-type', type]);
    await insert('sr25519', 'babe');
    await insert('ed25519', 'gran');
    const dave = await start(paths[3], ['--validator'], boot);
    const grows = async (by, what) => {
      const from = await alice.finalized();
      await until(async () => (await alice.finalized()) >= from + by, { what, seconds: 120 });
    };
    await grows(2, 'finality with four');
    const api = await alice.api(t);
    const keys = (await api.query.session.nextKeys(account('Dave').address)).unwrap().toHex();
    assert.equal(await has(dave, keys), true);

    // The machine goes, and then another validator: without Dave nothing is final any more.
    await dave.stop();
    await others[1].stop();
    const moved = directory(t);
    await shell(COPY, { NEW: moved, OLD: paths[3], ID: 'gridmerit_local' });
    const again = await start(moved, ['--validator'], boot);
    assert.equal(await has(again, keys), true);
    await grows(2, 'finality with the moved one');
  });
});
