// SPDX-License-Identifier: Apache-2.0

// scripts/chain-spec.sh and a network that starts from what it writes; set-up that cannot be done.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { blake2AsHex } from '@polkadot/util-crypto';
import { Node, account, directory, run, until, view } from './support/node.js';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));
const [ALICE, BOB, CHARLIE] = ['Alice', 'Bob', 'Charlie'].map((name) => account(name).address);

function command(file, args, options) {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 600_000, ...options }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}

const script = (...args) => command(join(SCRIPTS, 'chain-spec.sh'), args);

async function key(scheme) {
  const { stdout } = await run(['key', 'generate', '--scheme', scheme, '--output-type', 'json']);
  return JSON.parse(stdout);
}

const NODES = Array.from({ length: 30 }, (_, i) => [`/ip4/10.0.0.${i + 1}/tcp/30333`, `12D3KooW${'x'.repeat(42)}${String(i + 10).replace('0', 'A')}`]);
const addresses = (count) => NODES.slice(0, count).map(([address, peer]) => `${address}/p2p/${peer}`);

describe('the chain-spec script', { timeout: 1_200_000, concurrency: 2 }, () => {
  it('writes a network whose one authority builds and finalises', async (t) => {
    const [out, base] = [directory(t), directory(t)];
    const [babe, grandpa] = [await key('sr25519'), await key('ed25519')];
    const written = await script(
      '--id', 'quarter', '--name', 'The Quarter', '--operator', ALICE, '--out', out,
      '--authority', [BOB, babe.ss58Address, grandpa.ss58Address].join(), '--endow', `${BOB}=7`,
      '--endow', `${CHARLIE}=9999999999`,
    );
    assert.equal(written.code, 0, written.stderr);
    const plain = JSON.parse(readFileSync(join(out, 'quarter.json')));
    assert.deepEqual([plain.name, plain.id, plain.chainType], ['The Quarter', 'quarter', 'Live']);

    const raw = ['--chain', join(out, 'quarter-raw.json'), '--base-path', base];
    for (const [scheme, type, { secretPhrase }] of [['sr25519', 'babe', babe], ['ed25519', 'gran', grandpa]]) {
      const inserted = await run(['key', 'insert', ...raw, '--scheme', scheme, '--key-type', type, '--suri', secretPhrase]);
      assert.equal(inserted.code, 0, inserted.stderr);
    }
    assert.equal((await run(['key', 'generate-node-key', ...raw])).code, 0);

    const node = await Node.start(t, [...raw, '--validator']);
    const api = await node.api(t);
    assert.equal((await api.query.sudo.key()).toString(), ALICE);
    assert.equal((await api.query.system.account(BOB)).data.free.toBigInt(), 7_000_000_000n);
    assert.equal((await api.query.system.account(CHARLIE)).data.free.toBigInt(), 9_999_999_999_000_000_000n);
    assert.equal((await api.query.system.account(ALICE)).data.free.toBigInt(), 1_000_000_000_000n);
    assert.deepEqual((await api.query.session.validators()).toJSON(), [BOB]);
    // It is a node that is trusted, and its money is beside its bond.
    const node0 = (await api.query.teRegistry.nodes(0)).unwrap();
    assert.equal(node0.account.toString(), BOB);
    assert.equal((await api.query.system.account(BOB)).data.reserved.toBigInt(), 1_000_000_000_000n);
    const standing = (await view(api, 'TrustStaking', 'standing', 0)).unwrap();
    assert.equal(standing.effective.toNumber(), 500_000_000);
    await until(async () => (await node.finalized()) >= 1, { what: 'a finalised block' });
  });

  const good = ['--id', 'x', '--name', 'X', '--operator', ALICE, '--authority', [BOB, BOB, BOB].join()];
  const without = (option) => good.filter((_, i) => i - good.indexOf(option) >>> 0 > 1);

  for (const [what, args, reason] of [
    ['a key given twice', ['--authority', [ALICE, BOB, CHARLIE].join()], /duplicates/],
    ['a malformed bootnode', ['--bootnode', 'junk'], /malformed: .*multiaddr/i],
  ]) {
    it(`writes nothing for ${what}`, async (t) => {
      const cwd = directory(t);
      const { code, stderr } = await command(join(SCRIPTS, 'chain-spec.sh'), [...good, ...args], { cwd });
      assert.equal(code, 1);
      assert.match(stderr.trim(), /^Error: the node does not accept this network: [^\n]*$/);
      assert.match(stderr, reason);
      assert.deepEqual(readdirSync(cwd), []);
    });
  }

  it('makes every authority a node of its owner', async (t) => {
    const out = directory(t);
    const authorities = [];
    for (const name of ['Alice', 'Bob', 'Charlie', 'Dave']) {
      const [babe, grandpa] = [await key('sr25519'), await key('ed25519')];
      authorities.push('--authority', [account(name).address, babe.ss58Address, grandpa.ss58Address].join());
    }
    const written = await script(
      '--id', 'owned', '--name', 'Owned', '--operator', ALICE, '--out', out, ...authorities,
      '--owner', `${BOB}=Co-op=salt`, '--owner', `${CHARLIE}=Co-op=salt`, '--endow', `${CHARLIE}=5`,
    );
    assert.equal(written.code, 0, written.stderr);
    const { patch } = JSON.parse(readFileSync(join(out, 'owned.json'))).genesis.runtimeGenesis;
    const [DAVE, coOp] = [account('Dave').address, blake2AsHex('Co-op=salt', 256)];
    const owners = [[ALICE, blake2AsHex(ALICE, 256)], [BOB, coOp], [CHARLIE, coOp], [DAVE, blake2AsHex(DAVE, 256)]];
    assert.deepEqual(patch.teRegistry.nodes.map(([who, { customer }]) => [who, customer]), owners);
    for (const [, { roles, limits }] of patch.teRegistry.nodes) {
      assert.deepEqual(Object.keys(roles).filter((role) => roles[role]), ['consumer']);
      assert.deepEqual(limits, { generation: 0, consumption: 0 });
    }
    assert.deepEqual(patch.trustStaking.bonds, [0, 1, 2, 3].map((node) => [node, 1_000_000_000_000, 500_000_000]));
    const money = new Map(patch.balances.balances);
    assert.deepEqual([ALICE, BOB, CHARLIE, DAVE].map((who) => money.get(who) / 1e9), [2_000, 2_000, 1_005, 2_000]);
  });

  it('writes to where it is called from', async (t) => {
    const cwd = directory(t);
    const written = await command(join(SCRIPTS, 'chain-spec.sh'), good, { cwd });
    assert.equal(written.code, 0, written.stderr);
    assert.equal(JSON.parse(readFileSync(join(cwd, 'x-raw.json'))).id, 'x');
  });

  it('writes with whom each of four keeps in touch', async (t) => {
    const out = directory(t);
    const names = ['Alice', 'Bob', 'Charlie', 'Dave'];
    const authorities = names.map((name) => {
      const { address } = account(name);
      return [address, address, account(name, { type: 'ed25519' }).address].join();
    });
    const options = [...authorities.flatMap((one) => ['--authority', one]), ...addresses(4).flatMap((one) => ['--peer', one])];
    const written = await script('--id', 'four', '--name', 'Four', '--operator', ALICE, '--out', out, ...options);
    assert.equal(written.code, 0, written.stderr);
    assert.deepEqual(readdirSync(out).toSorted(), ['four-peers.txt', 'four-raw.json', 'four.json']);
    const lines = readFileSync(join(out, 'four-peers.txt'), 'utf8').trim().split('\n');
    for (const [i, address] of addresses(4).entries()) {
      const [peer, option, ...kept] = lines[i].split(' ');
      assert.deepEqual([peer, option], [NODES[i][1], '--reserved-nodes']);
      assert.deepEqual(kept.toSorted(), addresses(4).filter((other) => other !== address));
    }
  });

  for (const [what, args, reason] of [
    ['no id', without('--id'), /--id is needed/],
    ['an id that is no file name', [...good, '--id', '../x'], /--id is needed: lower-case/],
    ['no operator', without('--operator'), /--operator is needed/],
    ['no authority', without('--authority'), /at least one --authority/],
    ['an authority without a key', [...good, '--authority', `${ALICE},${ALICE}`], /ADDRESS,BABE,GRANDPA/],
    ['an authority twice', [...good, '--authority', [BOB, ALICE, ALICE].join()], /stands twice/],
    ['an owner of no authority', [...good, '--owner', `${ALICE}=salt`], /--owner: \w+ is no --authority/],
    ['an owner without a reference', [...good, '--owner', `${BOB}=`], /--owner is ADDRESS=REFERENCE/],
    ['an address that is none', [...good, '--operator', 'Alice'], /--operator: `Alice` is no SS58 address/],
    ['a secret in place of an address', [...good, '--operator', '//Alice'], /is no SS58 address/],
    ['an endowment that is no number', [...good, '--endow', `${ALICE}=1e3`], /--endow: `1e3` is no whole number/],
    ['a chain type that does not exist', [...good, '--type', 'Test'], /Live, Local or Development/],
    ['an option that does not exist', [...good, '--colour', 'red'], /unknown option --colour/],
    ['an option without a value', [...good, '--name'], /--name needs a value/],
    ['peers for some authorities only', [...good, ...addresses(2).flatMap((one) => ['--peer', one])], /--peer: 2 for 1 authorities/],
    ['peers of too few authorities', [...good, '--peer', addresses(1)[0]], /4 nodes are the fewest/],
  ]) {
    it(`refuses ${what}`, async (t) => {
      const { code, stderr } = await script('--out', directory(t), ...args);
      assert.equal(code, 1);
      assert.match(stderr, reason);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }
});

const peers = (...args) => command(join(SCRIPTS, 'peers.sh'), args);

/// A plan as a file, and who keeps whom in it.
async function planned(t, text) {
  const file = join(directory(t), 'peers.txt');
  writeFileSync(file, text);
  return { file, lines: text.trim().split('\n') };
}

describe('the peers script', { timeout: 600_000 }, () => {
  it('plans three peers for each of four nodes, and four for each of more', async (t) => {
    for (const count of [4, 5, 6, 7, 16, 30]) {
      const { stdout, code } = await peers('plan', ...addresses(count));
      assert.equal(code, 0);
      const { file, lines } = await planned(t, stdout);
      assert.deepEqual(lines.map((line) => line.split(' ')[0]), NODES.slice(0, count).map(([, peer]) => peer));
      for (const line of lines) assert.equal(line.split(' ').length - 2, count === 4 ? 3 : 4, line);
      const checked = await peers('check', file);
      assert.match(checked.stdout, new RegExp(`^${count} nodes`));
    }
  });

  // Two groups of five that have nothing but two nodes in common: each node has enough peers.
  const bridged = () => {
    const groups = [[0, 1, 2, 3, 4], [3, 4, 5, 6, 7]];
    const of = (i) => [...new Set(groups.filter((group) => group.includes(i)).flat())].filter((j) => j !== i);
    return NODES.slice(0, 8).map(([, peer], i) =>
      `${peer} --reserved-nodes ${of(i).map((j) => addresses(8)[j]).join(' ')}`);
  };
  const four = async () => (await peers('plan', ...addresses(4))).stdout.trim().split('\n');
  for (const [what, lines, reason] of [
    ['two nodes whose loss parts the others', bridged, /without \S+13 and \S+14 the network falls apart/],
    ['a node with two peers', async () => (await four()).map((line, i) => line.split(' ').slice(0, i ? 9 : 4).join(' ')), /1A keeps 2 others; 3 are the fewest/],
    ['a node that is not there', async () => (await four()).slice(1), /keeps \S+1A, which is not in the plan/],
    ['one who is not kept in turn', async () => (await peers('plan', ...addresses(6))).stdout.trim().split('\n').map((line, i) => i ? line : line.replace(/ \S+$/, '')), /and not the other way round/],
    ['a node twice', async () => [...await four(), (await four())[0]], /1A stands twice/],
    ['another file', () => ['{}'], /line 1: no `PEER --reserved-nodes/],
    ['nothing', () => [], /the plan is empty/],
  ]) {
    it(`refuses a plan with ${what}`, async (t) => {
      const { file } = await planned(t, (await lines()).map((line) => `${line}\n`).join(''));
      const { code, stderr } = await peers('check', file);
      assert.equal(code, 1);
      assert.match(stderr, reason);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }

  for (const [what, args, reason] of [
    ['three nodes', addresses(3), /4 nodes are the fewest/],
    ['an address without a peer', [...addresses(3), NODES[3][0]], /is no \/ip4/],
    ['a peer twice', [...addresses(3), `${NODES[3][0]}/p2p/${NODES[0][1]}`], /\S+1A` stands twice/],
    ['an address twice', [...addresses(3), `${NODES[0][0]}/p2p/${NODES[3][1]}`], /10.0.0.1\S* stands twice/],
  ]) {
    it(`plans nothing for ${what}`, async () => {
      const { code, stderr, stdout } = await peers('plan', ...args);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, reason);
    });
  }
});

describe('the set-up', { timeout: 600_000 }, () => {
  it('fails with one clear line when a package cannot be had', async () => {
    const setup = 'source scripts/setup.sh; need_packages gridmerit-no-such-package; echo went on';
    const { code, stdout, stderr } = await command('bash', ['-c', setup], { cwd: join(SCRIPTS, '..') });
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /went on/);
    assert.match(stderr.trim().split('\n').at(-1), /^Error: (could not install|need root|apt-get update)/);
  });

  // Nothing is built for a day that cannot be played.
  for (const args of [['--grid', '0'], ['--grid', '101'], ['--grid', '8.5'], ['--grid=x'], ['--grid', '--keep'], ['--grid']]) {
    it(`refuses a day with ${args.join(' ')} before anything is built`, async () => {
      const { code, stdout, stderr } = await command(join(SCRIPTS, 'run.sh'), args);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^Error: --grid takes a whole percentage from 1 to 100.*\n$/);
    });
  }
});
