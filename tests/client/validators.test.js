// SPDX-License-Identifier: Apache-2.0

// docs/validators.md, done as it says: its commands are run as they stand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Keyring } from '@polkadot/api';
import { u8aConcat, u8aToHex } from '@polkadot/util';
import { Node, account, directory, send, until } from './support/node.js';

const PAGE = readFileSync(new URL('../../docs/validators.md', import.meta.url), 'utf8');
const BLOCKS = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = dirname(process.env.GRIDMERIT_NODE);
const EPOCH = 3_600_000;
const WEEK = 168;
/// A node of the preset that has nothing to do with its builders.
const EVE = 4;
const DAVE = 3;

/// The page's commands that hold a text.
function page(text) {
  const found = BLOCKS.filter((code) => code.includes(text));
  assert.equal(found.length, 1, `${found.length} commands of the page say ${text}`);
  return found[0];
}

/// Commands with these words in the place of others.
function filled(commands, words) {
  let script = commands;
  for (const [word, value] of Object.entries(words)) {
    assert.ok(script.includes(word), `the page's command has no ${word}`);
    script = script.replaceAll(word, value);
  }
  return script;
}

/// Runs commands where the page says, with the programs that are built: what they printed.
async function shell(commands, words) {
  const env = {
    ...process.env,
    PATH: `${PROGRAMS}:${process.env.PATH}`,
    GRIDMERIT_AGENT: join(PROGRAMS, 'gridmerit-agent'),
  };
  const script = filled(commands, words);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: ROOT, env });
  return stdout.trim();
}

/// A command that has to fail, and what it says.
const fails = (running) =>
  running.then((said) => assert.fail(`it worked: ${said}`), (error) => error.stderr ?? assert.fail(error));

const validators = async (api) => (await api.query.session.validators()).map(String);
const keysOf = async (api, who) => (await api.query.session.nextKeys(who.address)).unwrap().toHex();

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

/// A file with an account's secret.
function secret(t, suri) {
  const path = join(directory(t), 'secret');
  writeFileSync(path, `${suri}\n`, { mode: 0o600 });
  return path;
}

/// A sealed chain of four builders, and what Eve and the operator do on it.
class Chain {
  static async start(t) {
    const chain = new Chain();
    const sealing = ['--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z'];
    const own = ['--validator', '--unsafe-force-node-key-generation'];
    chain.node = await Node.start(t, ['--chain', 'local', '--tmp', ...own, ...sealing]);
    chain.api = await chain.node.api(t);
    chain.url = `ws://127.0.0.1:${chain.node.rpcPort}`;
    chain.file = secret(t, '//Eve');
    return chain;
  }

  async block() {
    return (await this.node.request('engine_createBlock', true, true)).hash;
  }

  /// The next session. Its first block takes no transactions.
  async session() {
    await this.node.request('sealing_jump', EPOCH);
    await this.block();
  }

  async number() {
    return (await this.api.query.session.currentIndex()).toNumber();
  }

  /// A command of the page by Eve, on this chain.
  byEve(command) {
    return shell(page(`validator.sh ${command}`).split('\n')[0], { FILE: `${this.file} --url ${this.url}` });
  }

  /// The same while sessions pass.
  async byEveMeanwhile(command) {
    let ended = false;
    const running = this.byEve(command).finally(() => (ended = true));
    // A session for each look of the script, or somewhat more.
    while (!ended) {
      await this.session();
      await Promise.race([running.catch(() => {}), sleep(4_000)]);
    }
    return running;
  }

  /// Eve as a builder, in JSON.
  async eve() {
    const options = `--json --account ${account('Eve').address} --url ${this.url} --node-rpc ${this.url}`;
    return JSON.parse(await shell(`gridmerit-agent builder ${options}`, {}));
  }

  async seats() {
    const { current, planned } = JSON.parse(await shell(`gridmerit-agent builders --json --url ${this.url}`, {}));
    return [current, planned].map(({ seats }) => seats.map(({ node, reason }) => [node, reason]));
  }

  /// Blocks until one is built by an account.
  async builtBy({ address }) {
    for (let block = 0; block < 200; block++) {
      if ((await this.api.derive.chain.getHeader(await this.block())).author.toString() === address) return;
    }
    assert.fail(`no block by ${address}`);
  }
}

describe('a builder', { timeout: 1_200_000, concurrency: true }, () => {
  it('sets keys, stands, is elected, changes its keys and leaves, as the page says', async (t) => {
    const chain = await Chain.start(t);
    const { node, api } = chain;
    const [bob, eve, stranger] = ['Bob', 'Eve', 'Alice//stash'].map(account);
    const { stand, stepDown, releaseKeys } = api.tx.validators;
    const { setKeys } = api.tx.session;

    for (const [section, names] of [
      ['session', ['InvalidProof', 'DuplicatedKey', 'NoKeys']],
      ['validators', Object.keys(api.errors.validators)],
    ]) {
      for (const name of names) assert.ok(PAGE.includes(`\`${section}.${name}\``), `the page does not say ${name}`);
    }

    // What the web says, and keys of others.
    const plain = await node.request('author_rotateKeys');
    await refused(send(api, setKeys(plain, '0x'), eve), 'session.InvalidProof');
    const ROTATE = page('author_rotateKeysWithOwner');
    const words = (who) => ({ ADDRESS: who.address, 9944: node.rpcPort });
    const ofBob = JSON.parse(await shell(ROTATE, words(bob)));
    await refused(send(api, setKeys(ofBob.keys, ofBob.proof), eve), 'session.InvalidProof');
    const [babe, grandpa] = ['sr25519', 'ed25519'].map((type) => new Keyring({ type }).addFromUri('//Bob'));
    const both = (of) => u8aToHex(u8aConcat(...[babe, grandpa].map(of)));
    const proof = both((pair) => pair.sign(u8aConcat('POP_', eve.addressRaw)));
    await refused(send(api, setKeys(both((pair) => pair.publicKey), proof), eve), 'session.DuplicatedKey');

    await refused(send(api, releaseKeys(), eve), 'session.NoKeys');
    await refused(send(api, stand(), stranger), 'validators.NotRegistered');
    await refused(send(api, stepDown(), stranger), 'validators.NotRegistered');
    await refused(send(api, stand(), eve), 'validators.NoSessionKeys');
    const lacks = async () => (await chain.eve()).lacks.map(({ what }) => what);
    assert.deepEqual(await lacks(), ['keys', 'trust']);

    // Keys, by one command.
    const first = await chain.byEve('keys');
    assert.match(first, /they count from when the account has a seat/);
    const { machine, keys } = await chain.eve();
    assert.ok(first.includes(keys) && machine.hasKeys, 'the node has the keys that are set');
    assert.equal(keys, await keysOf(api, eve));

    // A bond of the newest node is not enough, and so the operator asks for less.
    await shell(page('gridmerit-agent bond'), { AMOUNT: '1000', FILE: `${chain.file} --url ${chain.url}` });
    assert.deepEqual(await lacks(), ['trust']);
    assert.match(await fails(chain.byEve('stand')), /NotTrusted/);
    await refused(send(api, stand(), eve), 'validators.NotTrusted');
    const rules = { seats: 7, least: 4, minimum: 40_000_000, hysteresis: 100_000_000 };
    const set = (changed) => byOperator(api, api.tx.validators.setSeatRules({ ...rules, ...changed }));
    for (const [changed, name] of [
      [{ least: 3 }, 'LeastTooFew'], [{ seats: 3 }, 'TooFewSeats'], [{ seats: 101 }, 'TooManySeats'],
      [{ minimum: 0 }, 'NoMinimum'], [{ hysteresis: 500_000_001 }, 'HysteresisTooWide'],
    ]) {
      await refused(set(changed), `validators.${name}`);
    }
    await set({});
    for (let hour = 0; hour < WEEK; hour++) await node.request('sealing_jump', EPOCH);
    await chain.block();

    // It stands and is a newcomer in the next session but one.
    const status = await shell(page('validator.sh status').split('\n')[1], {
      ADDRESS: eve.address, NODE: `${chain.url} --url ${chain.url}`,
    });
    assert.match(status, /nothing, but it does not stand/);
    assert.match(await chain.byEve('stand'), new RegExp(`sits from session ${(await chain.number()) + 2} on`));
    await refused(send(api, stand(), eve), 'validators.AlreadyStands');
    await refused(send(api, releaseKeys(), eve), 'validators.KeysNeeded');
    const seatOfEve = async () => (await chain.seats()).map((seats) => seats.find(([of]) => of === EVE)?.[1]);
    await chain.session();
    assert.deepEqual(await seatOfEve(), [undefined, 'elected']);
    await chain.session();
    assert.deepEqual(await seatOfEve(), ['elected', 'elected']);
    assert.ok((await validators(api)).includes(eve.address));
    await chain.builtBy(eve);
    assert.ok((await chain.eve()).blocks > 0);

    // New keys: the old ones build until they count.
    const soonest = (await chain.number()) + 2;
    const second = await chain.byEveMeanwhile('keys');
    const from = Number(/They count from session (\d+)\./.exec(second)[1]);
    assert.ok(from >= soonest && (await chain.number()) >= from, second);
    const rotated = await keysOf(api, eve);
    assert.notEqual(rotated, keys);
    assert.ok(second.includes(rotated));
    const authorities = (await api.query.babe.authorities()).map(([id]) => id.toHex());
    assert.ok(authorities.includes(rotated.slice(0, 66)) && !authorities.includes(keys.slice(0, 66)));
    await chain.builtBy(eve);

    // It leaves.
    const left = await chain.byEveMeanwhile('leave');
    assert.match(left, /Done: its node may stop/);
    assert.deepEqual(await seatOfEve(), [undefined, undefined]);
    assert.ok((await api.query.session.nextKeys(eve.address)).isNone);
    const { record, barredUntil } = await chain.eve();
    assert.deepEqual([record.sessions > 2, record.blocks > 1, barredUntil], [true, true, null]);
    await refused(send(api, stepDown(), eve), 'validators.NotCandidate');
    assert.match(await chain.byEve('leave'), /its node may stop/, 'it can be run again');
  });

  it('is named or pardoned by the operator, as the page says', async (t) => {
    const chain = await Chain.start(t);
    const { api } = chain;
    const { nameValidators, pardon } = api.tx.validators;
    const [before] = await chain.seats();
    assert.deepEqual(before.map(([, reason]) => reason), Array(4).fill('elected'));
    const four = before.map(([node]) => node);
    const name = (nodes) => byOperator(api, nameValidators(nodes));
    await refused(name([...four.slice(1), EVE]), 'validators.NoSessionKeys');
    await refused(name([...four.slice(1), 99]), 'validators.UnknownNode');
    await refused(name(four.slice(1)), 'validators.TooFewValidators');
    await refused(name([...four.slice(1), four[1]]), 'validators.NamedTwice');
    await refused(byOperator(api, pardon(four[0])), 'validators.NotBarred');

    // Eve has little trust and is named all the same.
    await chain.byEve('keys');
    await name([...four.slice(1), EVE]);
    await refused(send(api, api.tx.validators.releaseKeys(), account('Eve')), 'validators.KeysNeeded');
    await chain.session();
    await chain.session();
    const [named] = await chain.seats();
    assert.deepEqual(new Map(named), new Map([...four.slice(1), EVE].map((node) => [node, 'named'])));
    await chain.builtBy(account('Eve'));

    // Elected again: by trust, and a quorum stays.
    await name(null);
    for (let session = 0; session < 4; session++) await chain.session();
    const [again] = await chain.seats();
    assert.deepEqual(again.map(([node]) => node).toSorted(), four.toSorted(), `${again}`);
  });

  it('moves to another machine with its keys and votes, and the chain needs it', async (t) => {
    const names = ['alice', 'bob', 'charlie', 'dave'];
    const paths = names.map(() => directory(t));
    const start = (path, own, boot) => Node.start(t, [
      '--chain', 'local', '--base-path', path, '--unsafe-force-node-key-generation', ...own, ...boot,
    ]);
    const alice = await start(paths[0], ['--alice'], []);
    const boot = `/ip4/127.0.0.1/tcp/${alice.port}/p2p/${await alice.request('system_localPeerId')}`;
    const others = await Promise.all([1, 2].map((i) => start(paths[i], [`--${names[i]}`], ['--bootnodes', boot])));
    const asThePageSays = (path) => {
      const words = { SPEC: 'local', DIRECTORY: path, BOOTNODE: boot };
      const [script, ...options] = filled(page('validator.sh start'), words).trim().split(' ');
      return Node.start(t, [...options, '--'], { program: join(ROOT, script) });
    };

    // Dave's keys are in a keystore, as those of a validator without a famous name.
    const key = ['key', 'insert', '--chain', 'local', '--base-path', paths[3], '--suri', '//Dave'];
    const insert = (scheme, type) =>
      promisify(execFile)(process.env.GRIDMERIT_NODE, [...key, '--scheme', scheme, '--key-type', type]);
    await insert('sr25519', 'babe');
    await insert('ed25519', 'gran');
    const dave = await asThePageSays(paths[3]);
    const grows = async (by, what) => {
      const from = await alice.finalized();
      await until(async () => (await alice.finalized()) >= from + by, { what, seconds: 120 });
    };
    await grows(2, 'finality with four');
    const api = await alice.api(t);
    const keys = await keysOf(api, account('Dave'));
    assert.equal(await dave.request('author_hasSessionKeys', keys), true);

    // Another builder goes, and then the machine: without Dave nothing is final any more, and his vote is out.
    await others[1].stop();
    await grows(1, 'finality with three');
    await sleep(1_000);
    await dave.stop();
    const moved = directory(t);
    await shell(page('cp -a'), { NEW: moved, OLD: paths[3] });
    const again = await asThePageSays(moved);
    assert.equal(await again.request('author_hasSessionKeys', keys), true);
    await grows(2, 'finality with the moved one');
    // Nor has it voted twice in the round that was stuck without it.
    const built = await alice.best();
    await until(async () => (await alice.best()) >= built + 3, { what: 'blocks that would report it', seconds: 120 });
    const { done } = await api.query.validators.records(DAVE);
    assert.equal(done.equivocations.toNumber(), 0);
  });

  for (const [what, args, reason] of [
    ['nothing', [], /Usage/],
    ['a command that does not exist', ['stop'], /unknown command stop/],
    ['no chain', ['start', '--base-path', 'x'], /--chain is needed/],
    ['no directory', ['start', '--chain', 'local'], /--base-path is needed/],
    ['an option without a value', ['keys', '--url'], /--url needs a value/],
    ['a secret on the command line', ['keys', '--suri', '//Eve'], /unknown option --suri/],
  ]) {
    it(`is told when it asks the script for ${what}`, async () => {
      const said = await fails(shell(['scripts/validator.sh', ...args].join(' '), {}));
      assert.match(said, reason);
    });
  }
});
