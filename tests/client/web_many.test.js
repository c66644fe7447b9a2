// SPDX-License-Identifier: Apache-2.0

// The page in a market of hundreds of nodes: what it asks, draws and remembers has a bound. How it fares with 10,000 of
// them over a week scripts/web-load.sh measures.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { community, traders } from './load/community.js';
import { requests } from './load/frames.js';
import { Trading } from './load/trading.js';
import { start } from './support/market.js';
import { until } from './support/node.js';
import { WEB, launch, open, rows, says, serve, tells, words } from './support/web.js';

const PAGES = ['now', 'home', 'trade', 'grid', 'trust', 'chain', 'operator'];
const [NODES, TRADERS, BLOCKS] = [400, 150, 3];

describe('the page in a market of many nodes', { timeout: 600_000 }, () => {
  let browser, site, node, api;
  const trading = traders(NODES, TRADERS);
  const ends = [];
  before(async () => {
    const t = { after: (end) => ends.push(end) };
    browser = await launch();
    t.after(() => browser.close());
    const served = await serve();
    t.after(served.close);
    site = served.site;
    ({ node, api } = await community(t, NODES, trading));
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  /// How many requests each page has for a block, once it is there.
  async function asked(t, of) {
    let sent;
    const { page, complaints } = await open(t, browser, { site, port: of.rpcPort, before: (opened) => (sent = requests(opened)) });
    // Until nothing was asked for a while.
    const quiet = async () => {
      for (let last = -1; last !== sent.count; await sleep(250)) last = sent.count;
    };
    const counts = {};
    for (const name of PAGES) {
      await page.locator(`nav a[href="#/${name}"]`).click();
      await until(() => page.evaluate(() => document.querySelectorAll('main p.loading').length === 0 && document.querySelectorAll('main section, main .empty').length > 0), { what: `the page ${name}` });
      await quiet();
      const from = sent.count;
      for (let i = 0; i < BLOCKS; i++) {
        await of.request('sealing_jump', 6_000);
        const block = await of.best();
        await until(async () => (await words(page, '.status')).endsWith(`block ${block}`), { what: `block ${block}` });
        await quiet();
      }
      counts[name] = (sent.count - from) / BLOCKS;
    }
    assert.deepEqual(complaints, []);
    return counts;
  }

  it('asks no more for hundreds of nodes than for six', async (t) => {
    const few = await start(t);
    const [ofFew, ofMany] = await Promise.all([asked(t, few.node), asked(t, node)]);
    const said = JSON.stringify({ ofFew, ofMany });
    for (const name of PAGES) {
      // Whom the network trusts is asked of each node that is shown, and they are a hundred at most.
      const most = name === 'trust' ? ofFew.trust + 100 : ofFew[name] + 1;
      assert.ok(ofMany[name] > 0 && ofMany[name] <= most, `${name}: ${said}`);
      assert.ok(name === 'trust' || ofMany[name] <= 25, `${name}: ${said}`);
    }
  });

  it('draws a hundred rows and sixty trades at once, and pages through the rest', async (t) => {
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort });
    const posts = await Trading.begin(node, api, trading);
    const { number, last: interval } = await posts.round();
    await posts.post(trading, [interval]);
    const depth = await api.call.marketApi.depth(interval, 0, null);
    const steps = depth.supply.length + depth.limited.length + (depth.demand.toNumber() > 0 ? 1 : 0);
    assert.ok(steps > 100 && steps <= TRADERS, `${steps}`);
    await tells(page, 'All open orders', (all) => all.length === 100);
    await says(page, `Rows 1 to 100 of ${steps}.`);
    const [first] = await rows(page, 'All open orders');
    assert.deepEqual(first.slice(0, 2), ['buys', 'at any price']);
    const table = page.locator('details', { has: page.locator('caption', { hasText: 'All open orders' }) });
    await table.locator('summary').click();
    await table.getByRole('button', { name: 'Rows after' }).click();
    await tells(page, 'All open orders', (all) => all.length === steps - 100);
    assert.ok(await table.getByRole('button', { name: 'Rows after' }).isDisabled());
    await table.getByRole('button', { name: 'Rows before' }).click();
    await tells(page, 'All open orders', (all) => all.length === 100);

    // What the page says would clear is what clears, and the largest trades are drawn.
    const foretold = /If orders closed now, ([\d.,]+) kWh would trade at ([\d.]+) UNIT\/kWh/.exec(await words(page));
    assert.ok(foretold, await words(page));
    await posts.turn();
    const result = (await api.query.clearing.results(interval, number)).unwrap();
    // Prices are shown to four places.
    assert.deepEqual(foretold.slice(1).map(Number), [result.traded.toNumber() / 1_000, Math.round(result.price.unwrap().toNumber() / 100) / 10_000]);
    const count = result.transactions.toNumber();
    assert.ok(count > 100, `${count} trades`);
    await tells(page, 'Trades of that round', (all) => all.length === 100);
    await says(page, `Rows 1 to 100 of ${count}.`);
    assert.equal(await page.locator('svg.flows path.trade').count(), 60);
    assert.deepEqual(complaints, []);
  });

  it('asks nothing but for the head of the chain while it is hidden', async (t) => {
    let sent;
    const { page } = await open(t, browser, { site, port: node.rpcPort, before: (opened) => (sent = requests(opened)) });
    const shows = async () => {
      const block = await node.best();
      await until(async () => (await words(page, '.status')).endsWith(`block ${block}`), { what: `block ${block}` });
      await sleep(1_000);
    };
    const calls = () => sent.methods.get('chainHead_v1_call') ?? 0;
    const hide = (hidden) => page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await says(page, 'Until orders close');
    await shows();
    await hide(true);
    const before = calls();
    assert.ok(before > 0);
    for (let i = 0; i < 2; i++) {
      await node.request('sealing_jump', 6_000);
      await shows();
    }
    assert.equal(calls(), before);
    await hide(false);
    await until(() => calls() > before, { what: 'the page to read again', seconds: 30 });
  });

  it('forgets what lies outside of the intervals that it looks at', async () => {
    const { transformSync } = createRequire(join(WEB, 'package.json'))('esbuild');
    const { code } = transformSync(readFileSync(join(WEB, 'src/lib/past.ts'), 'utf8'), { loader: 'ts', format: 'esm' });
    const { past } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const kept = past();
    for (let now = 0; now < 5_000; now++) {
      kept.keep('one', now - 96, now + 96);
      for (let round = now - 4; round < now; round++) kept.set(now, round, round);
      assert.ok(kept.size() <= 97 * 4, `${kept.size()} at ${now}`);
    }
    assert.equal(kept.get(4_999, 4_998), 4_998);
    assert.ok(kept.has(4_903, 4_902) && !kept.has(4_902, 4_901));
    // That there was nothing is known, too.
    kept.set(4_999, 1, undefined);
    assert.ok(kept.has(4_999, 1) && kept.get(4_999, 1) === undefined);
    // Another chain begins with nothing.
    kept.keep('two', 0, 10_000);
    assert.equal(kept.size(), 0);
  });
});
