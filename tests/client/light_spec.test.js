// SPDX-License-Identifier: Apache-2.0

// The script that writes chain specs for light clients, against nodes that are no good.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';
import { script } from './support/light_spec.js';
import { directory, freePort } from './support/node.js';

const PEER = `12D3KooW${'x'.repeat(44)}`;

/// An RPC server that answers as a node of a chain of four blocks would, but for what `change` makes of that: its URL,
/// and the address of a boot node on the same port.
async function rpc(t, change = () => ({})) {
  const zero = new Uint8Array(32);
  const nothing = blake2AsU8a(new Uint8Array([0]), 256);
  const root = new Uint8Array(32).fill(7);
  const apis = ['BabeApi', 'GrandpaApi'].map((name) => [blake2AsHex(name, 64), 1]);
  const header = (number) => ({
    parentHash: u8aToHex(zero), number: `0x${number}`, stateRoot: u8aToHex(root), extrinsicsRoot: u8aToHex(nothing), digest: { logs: [] },
  });
  const hash = (number) => blake2AsHex(u8aConcat(zero, [number << 2], root, nothing, [0]), 256);
  const good = {
    system_chain: () => 'Good', system_chainType: () => 'Live', system_properties: () => ({}),
    state_getRuntimeVersion: () => ({ apis }),
    chain_getBlockHash: ([number]) => hash(number),
    chain_getFinalizedHead: () => hash(3),
    chain_getHeader: ([of]) => header([0, 1, 2, 3].find((number) => hash(number) === of)),
    state_getStorage: () => null,
    state_call: () => '0x00',
  };
  const answers = { ...good, ...change(good) };
  const server = createServer(async (request, response) => {
    const { method, params } = JSON.parse(Buffer.concat(await request.toArray()));
    try {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answers[method](params) }));
    } catch (error) {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 1, message: error.message } }));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, boot: `/ip4/127.0.0.1/tcp/${port}/p2p/${PEER}` };
}

/// The script fails with one line, and has written nothing.
async function refused(t, args, reason) {
  const cwd = directory(t);
  const { code, stderr } = await script(args, { cwd });
  assert.equal(code, 1, stderr);
  assert.match(stderr, reason);
  assert.match(stderr, /^Error: [^\n]*\n$/);
  assert.deepEqual(readdirSync(cwd), []);
}

describe('the light-spec script', { timeout: 300_000, concurrency: 4 }, () => {
  it('writes what a good node says to where it is called, and warns of a boot node that is away', async (t) => {
    const { url, boot } = await rpc(t);
    const cwd = directory(t);
    const away = `/dns/localhost/tcp/${await freePort()}/ws/p2p/${PEER}`;
    const { code, stdout, stderr } = await script(['--url', url.replace('http', 'ws'), '--check', url, '--bootnode', boot, '--bootnode', away], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /good-light.json: \d+ bytes, with a checkpoint at block 3\n.*trusts that 0x[0-9a-f]{64} is final/);
    assert.equal(stderr.trim(), `Warning: nobody listens at ${away}`);
    const { name, chainType, bootNodes } = JSON.parse(readFileSync(join(cwd, 'good-light.json')));
    assert.deepEqual([name, chainType, bootNodes], ['Good', 'Live', [boot, away]]);
  });

  const apis = (name) => () => ({ state_getRuntimeVersion: () => ({ apis: [[blake2AsHex(name, 64), 1]] }) });
  const headers = (changed) => (good) => ({ chain_getHeader: (params) => ({ ...good.chain_getHeader(params), ...changed }) });
  for (const [what, change, reason] of [
    ['a chain without BABE', apis('GrandpaApi'), /has no BabeApi: .* need BABE and GRANDPA/],
    ['a chain without GRANDPA', apis('BabeApi'), /has no GrandpaApi/],
    ['a chain of which nothing is final', headers({ number: '0x0' }), /nothing is final yet/],
    ['a number that is none', headers({ number: 'a[$(kill $$)]' }), /last final block at \S+ has no number/],
    ['a header that is not that of its block', headers({ extrinsicsRoot: `0x${'01'.repeat(32)}` }), /gives block 3 a header of another hash/],
    ['a genesis of another make', headers({ stateRoot: `0x${'01'.repeat(32)}` }), /not made as those of Substrate are/],
    ['a change of authorities under way', () => ({ state_getStorage: () => '0x00' }), /a change of authorities is under way at block 3/],
    ['a node that does not know its state', () => ({ state_call: () => { throw new Error('discarded'); } }), /refuses state_call: discarded/],
  ]) {
    it(`refuses ${what}`, async (t) => {
      const { url, boot } = await rpc(t, change);
      await refused(t, ['--url', url, '--bootnode', boot], reason);
    });
  }

  it('refuses a block that is not final', async (t) => {
    const { url, boot } = await rpc(t);
    await refused(t, ['--url', url, '--bootnode', boot, '--at', '4'], /block 4 is not final: the last one that is final at \S+ is 3/);
  });

  const other = `0x${'01'.repeat(32)}`;
  const blocks = (from) => (good) => ({ chain_getBlockHash: ([number]) => (number >= from ? other : good.chain_getBlockHash([number])) });
  for (const [what, change, reason] of [
    ['on another chain', blocks(0), /--check: the node at \S+ is on another chain/],
    ['with another block', blocks(3), /--check: block 3 is 0x\w+ at \S+, and "0x0101\w+" at/],
    ['with less that is final', headers({ number: '0x2' }), /--check: block 3 is not final at \S+; the last that is is 2/],
    ['with other authorities', () => ({ state_call: ([name]) => (name.startsWith('Grandpa') ? '0x01' : '0x00') }), /GrandpaApi_grandpa_authorities at block 3 is something else/],
  ]) {
    it(`refuses what a node ${what} denies`, async (t) => {
      const { url, boot } = await rpc(t);
      await refused(t, ['--url', url, '--bootnode', boot, '--check', (await rpc(t, change)).url], reason);
    });
  }

  const boot = `/ip4/127.0.0.1/tcp/9/ws/p2p/${PEER}`;
  for (const [what, args, reason] of [
    ['no boot node', [], /at least one --bootnode/],
    ['a boot node without a peer', ['--bootnode', '/ip4/127.0.0.1/tcp/9/ws'], /--bootnode: `\S+` is no/],
    ['a boot node with half a peer', ['--bootnode', boot.slice(0, -1)], /--bootnode: `\S+` is no/],
    ['a boot node by UDP', ['--bootnode', boot.replace('tcp', 'udp')], /--bootnode: `\S+` is no/],
    ['a boot node on no port', ['--bootnode', boot.replace('/9/', '/99999/')], /there is no port 99999/],
    ['a boot node that nobody is', ['--bootnode', boot], /--bootnode: nobody listens at \S+tcp\/9\//],
    ['a block that is none', ['--bootnode', boot, '--at', '0'], /--at: `0` is no number/],
    ['an option that does not exist', ['--colour', 'red'], /unknown option --colour/],
    ['an option without a value', ['--url'], /--url needs a value/],
  ]) {
    it(`refuses ${what}`, (t) => refused(t, args, reason));
  }

  it('says that no node answers, and that what answers is none', async (t) => {
    const { boot } = await rpc(t);
    await refused(t, ['--bootnode', boot, '--url', `http://127.0.0.1:${await freePort()}`], /no node answers at http/);
    const server = createServer((_, response) => response.end('<html>'));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    t.after(() => server.close());
    await refused(t, ['--bootnode', boot, '--url', `http://127.0.0.1:${server.address().port}`], /is no node's RPC/);
  });
});
