// SPDX-License-Identifier: Apache-2.0

// The page with a light client in it: no node's RPC is asked, on a network whose clock goes on.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { script } from './support/light_spec.js';
import { directory, until } from './support/node.js';
import { Past, TRADE } from './support/past.js';
import { act, facts, launch, open, rows, says, serve, tells } from './support/web.js';

describe('the page as a light client', { timeout: 1_200_000 }, () => {
  it('reads a home from a network that it does not trust', async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const { site, close } = await serve();
    t.after(close);
    const past = await Past.start(t, 1);
    const folder = directory(t);
    const [file, nonsense] = ['light.json', 'nonsense.json'].map((name) => join(folder, name));
    const args = ['--url', past.url, '--out', file, ...past.addresses.flatMap((address) => ['--bootnode', address])];
    const { code, stderr } = await script(args);
    assert.equal(code, 0, stderr);
    writeFileSync(nonsense, '{"name": 1}');

    const { page, requests } = await open(t, browser, { site, port: 1, hash: '#/home' });
    await says(page, 'No node answers');
    await page.getByText('Without trusting a node').click();
    const chooser = page.getByLabel('Spec of the chain (JSON)');
    await chooser.setInputFiles(nonsense);
    await says(page, 'This is no spec of a chain.');
    requests.length = 0;
    await chooser.setInputFiles(file);
    await says(page, 'Live', 'Gridmerit Local');
    await act(page, 'Bob');

    // What Bob paid is what a node says of it.
    const { paid } = await past.api.call.marketApi.statement(1, past.interval, past.interval);
    await says(page, 'Node 1 on bus');
    await tells(page, 'Who certified each meter', ([row]) => row?.[0] === '0');
    await until(async () => {
      if ((await rows(page, 'Each interval'))?.length === 1) return true;
      // The trade can have been yesterday.
      const before = page.getByRole('button', { name: 'Day before' });
      if (/Nothing of this day/.test(await page.textContent('#bill'))) await before.click();
      return false;
    }, { what: 'the day of the trade' });
    const [row] = await rows(page, 'Each interval');
    assert.deepEqual(row.slice(1, 4), [`${TRADE.used / 1_000} kWh`, '0 kWh', `${TRADE.wanted / 1_000} kWh`]);
    assert.equal((await facts(page, '#bill')).Paid, `${Number(paid.toBigInt()) / 1e9} UNIT`);

    // Its clock goes on, and no RPC port was asked.
    await page.locator('nav a[href="#/now"]').click();
    const gate = async () => (await facts(page))['Until orders close'];
    await until(async () => /\d:\d\d/.test(await gate()), { what: 'the time until orders close' });
    const first = await gate();
    await until(async () => (await gate()) !== first, { what: 'the clock to go on', seconds: 30 });
    const ports = new Set(requests.map((url) => new URL(url).port));
    for (const { rpcPort } of past.nodes) assert.ok(!ports.has(String(rpcPort)), [...ports].join(' '));
    const peers = past.addresses.map((address) => /tcp\/(\d+)\/ws/.exec(address)[1]);
    assert.ok(peers.some((port) => ports.has(port)), [...ports].join(' '));

    // It is remembered.
    await page.goto(`${site}#/home`);
    await page.reload();
    await says(page, 'Live', 'Gridmerit Local');
  });
});
