// SPDX-License-Identifier: Apache-2.0

// The page when its node goes, comes back, or keeps another chain.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { Node, account, directory, freePort, send, until } from './support/node.js';
import { demand, round } from './support/market.js';
import { act, launch, open, says, serve, tells, words } from './support/web.js';

const { WebSocketServer } = createRequire(import.meta.resolve('@polkadot/x-ws'))('ws');
const SEALED = ['--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z'];

/// The key of the runtime in the state: `:code`.
const CODE = '0x3a636f6465';

/// The same runtime as version 2: what a node reads out of the code is raised, and what is run stays. Compressed, or no
/// block could take it.
function upgraded(code) {
  const name = Buffer.from('\x0fruntime_version\x24gridmerit', 'latin1');
  const at = code.indexOf(name);
  assert.ok(at > 0 && code.indexOf(name, at + 1) < 0, 'the version in the code');
  const second = at + name.length;
  // The name of the implementation, and the version of what builds.
  const version = second + 1 + (code[second] >> 2) + 4;
  assert.equal(code.readUInt32LE(version), 1);
  code.writeUInt32LE(2, version);
  const { stdout, status } = spawnSync('zstd', ['-3', '--stdout'], { input: code, maxBuffer: 2 ** 25 });
  assert.equal(status, 0);
  return Buffer.concat([Buffer.from('52bc537646db8e05', 'hex'), stdout]);
}

describe('the page and its node', { timeout: 1_200_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  it('waits for a node, keeps what it knew when that goes, and goes on when it is back', async (t) => {
    const rpcPort = await freePort();
    const base = directory(t);
    const begin = (...sealing) => Node.start(t, ['--dev', '--base-path', base, ...sealing], { rpcPort });
    const { page } = await open(t, browser, { site, port: rpcPort });
    await says(page, 'Not connected', `No node answers at ws://127.0.0.1:${rpcPort}`);

    const first = await begin(...SEALED);
    await says(page, 'Live', 'Gridmerit Development', 'Nobody has an order for this interval yet.');
    const api = await first.api(t);
    const now = await round(api);
    const bob = account('Bob');
    await send(api, api.tx.forwardMarket.post(now, [[now + 1, demand(700)]], true), bob, { finalized: true });
    await tells(page, 'All open orders', ([row]) => row?.[2] === '0.7 kWh');
    await first.stop();

    await says(page, 'Not connected', 'does not answer any more. What you see is as of');
    // What it knew is still there.
    await tells(page, 'All open orders', ([row]) => row?.[2] === '0.7 kWh');

    const second = await begin('--sealing', 'instant');
    await says(page, 'Live');
    const again = await second.api(t);
    assert.equal(await round(again), now);
    await send(again, again.tx.forwardMarket.post(now, [[now + 1, demand(900)]], true), bob);
    await tells(page, 'All open orders', ([row]) => row?.[2] === '0.9 kWh');
    assert.ok(!(await words(page)).includes('does not answer any more'));
  });

  it('says that the node keeps another chain, and goes on with it only if told', async (t) => {
    const rpcPort = await freePort();
    const first = await Node.start(t, ['--dev', '--tmp', ...SEALED], { rpcPort });
    const { page } = await open(t, browser, { site, port: rpcPort });
    await says(page, 'Live', 'Gridmerit Development');
    await first.stop();
    await says(page, 'Not connected');
    await Node.start(t, ['--chain', 'local', '--tmp', ...SEALED], { rpcPort });
    await says(page, 'The node at', 'keeps another chain than a moment ago', 'Gridmerit Local');
    assert.equal(await page.locator('table').count(), 0);
    await page.getByRole('button', { name: 'Go on with this chain' }).click();
    await says(page, 'Live', 'Gridmerit Local, block');
  });

  it('says that the chain has a new runtime, and goes on by it', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', ...SEALED]);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trade' });
    await says(page, 'Live', 'Gridmerit Development');
    const api = await node.api(t);
    const code = upgraded(Buffer.from((await node.request('state_getStorage', CODE)).slice(2), 'hex'));
    const upgrade = api.tx.sudo.sudoUncheckedWeight(api.tx.system.setCode(`0x${code.toString('hex')}`), { refTime: 0, proofSize: 0 });
    await send(api, upgrade, account('Alice'));
    // polkadot.js reads the events of that block by the wrong runtime.
    await node.disconnect();
    // The block after is the first of the new runtime.
    await node.request('sealing_jump', 6_000);
    assert.equal((await node.request('state_getRuntimeVersion')).specVersion, 2);
    await says(page, 'The chain has a new runtime: 2 in the place of 1. This page reads it as well.');
    await act(page, 'Bob');
    await page.getByLabel('Energy in kWh').fill('1');
    await page.getByLabel(/^No settlement meter proves this interval/).check();
    await page.locator('button.main').click();
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 1 kWh at any price');
    // Opened anew it is simply the chain's runtime.
    await page.reload();
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 1 kWh at any price');
    assert.ok(!(await words(page)).includes('new runtime'));
    assert.deepEqual(complaints, []);
  });

  it('says that an address is none, and takes another', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', ...SEALED]);
    const { page } = await open(t, browser, { site, port: 1 });
    await says(page, 'No node answers');
    const address = page.getByLabel('Address of the node');
    await address.fill('http://127.0.0.1:9944');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await says(page, 'An address of a node begins with ws:// or wss://.');
    await address.fill(`ws://127.0.0.1:${node.rpcPort}`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await says(page, 'Live', 'Gridmerit Development');
  });

  it('does not take a server for a node that says nothing, and not one that says nonsense', async (t) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: await freePort() });
    await once(server, 'listening');
    t.after(() => server.close());
    let said = 0;
    server.on('connection', (socket) => socket.on('message', (data) => {
      said += 1;
      const { id } = JSON.parse(data);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }));
    }));
    const { page } = await open(t, browser, { site, port: server.address().port });
    await until(() => said > 1, { what: 'the page to ask' });
    await says(page, 'Not connected');
  });
});
