// SPDX-License-Identifier: Apache-2.0

// The page in a market of thousands of nodes: `node week.js NODES TRADERS DAYS FILE`. A real node plays the days as fast
// as it can, hundreds of nodes post for each interval, and the page is open all the while, each of its pages in turn.
// Fails if the page lacks figures, if too little was traded, or if its memory grows from day to day. How long frames took
// it only says: that is a matter of the machine.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, open, serve } from '../support/web.js';
import { until } from '../support/node.js';
import { community, traders as choose } from './community.js';
import { memory, observe, requests, take, trace } from './frames.js';
import { mb, most, ms, slope, table } from './table.js';
import { Trading } from './trading.js';

const PAGES = ['now', 'home', 'trade', 'grid', 'trust', 'chain', 'operator'];
/// Rounds of a day of quarters of an hour.
const DAY = 96;
/// The first intervals, for which not everybody's turn has come.
const FIRST = 3;
/// Blocks in which nothing happens, in rounds that are looked at closely.
const STILL = 4;
/// Where pictures of the pages on the first day go, if anywhere.
const SHOTS = process.env.GRIDMERIT_SHOTS;
/// A frame that people see.
const LONG = 100;
/// By what part of itself the heap may grow from a day to the next, by least squares without the first day.
const GROWTH = 0.01;

const [nodes, count, days, file] = [...process.argv.slice(2, 5).map(Number), process.argv[5]];
assert.ok(nodes > 0 && count > 0 && days > 0, 'name nodes, traders and days');

const many = (value) => value.toLocaleString('en');
const ends = [];
const t = { after: (end) => ends.push(end) };

async function week() {
  const begun = Date.now();
  const said = (text) => process.stderr.write(`${((Date.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${text}\n`);
  const traders = choose(nodes, count);
  const { node, api } = await community(t, nodes, traders);
  said(`a chain with ${nodes} nodes`);
  const browser = await launch();
  t.after(() => browser.close());
  const { site, close } = await serve();
  t.after(close);
  let sent;
  const watched = JSON.stringify({ kind: 'watched', address: traders[0].pair.address });
  const before = async (page) => {
    sent = requests(page);
    await observe(page);
    await page.addInitScript((account) => localStorage.setItem('gridmerit.account', account), watched);
  };
  const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, before });
  const session = await page.context().newCDPSession(page);
  const trading = await Trading.begin(node, api, traders);
  said(`${count} nodes have a proxy`);

  const filled = (name) => until(() => page.evaluate((of) => location.hash === `#/${of}` && document.querySelectorAll('main section, main dl').length > 0
    && document.querySelectorAll('main p.loading').length === 0 && document.querySelector('main p.bad') === null, name), { what: `figures on ${name}`, seconds: 60 });
  const figures = new Map(PAGES.map((name) => [name, { gaps: [], tasks: [], traces: [], blocks: 0, sent: 0 }]));
  const visit = async (name) => {
    await page.locator(`nav a[href="#/${name}"]`).click();
    await filled(name);
  };
  await visit('now');
  // Once more, under a closer look.
  const opening = await trace(browser, page, async () => {
    await page.reload();
    await filled('now');
  });
  await take(page);
  said(`opened, the longest task ${ms(opening.wall)}, ${ms(opening.cpu)} of the processor`);

  const heaps = [];
  const trades = [];
  let text = '';
  for (let day = 0; day < days; day++) {
    for (let round = 0; round < DAY; round++) {
      const name = PAGES[Math.floor((round * PAGES.length) / DAY)];
      const figure = figures.get(name);
      if (!(await page.evaluate((of) => location.hash === `#/${of}`, name))) {
        await visit(name);
        Object.assign(figure, { from: { block: await node.best(), sent: sent.count } });
      }
      figure.from ??= { block: await node.best(), sent: sent.count };
      const { number, first, last } = await trading.round();
      const open = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      // One round of each page and day under a closer look, as that is too much to keep of all: in it everybody posts.
      const looked = Math.floor(((round + 1) * PAGES.length) / DAY) !== Math.floor((round * PAGES.length) / DAY);
      // Else those whose turn it is, for all intervals that are open: so each interval has everybody's orders.
      const posting = looked ? traders : traders.filter(({ place }) => Math.floor(place / 2) % open.length === number % open.length);
      const play = async () => {
        await trading.post(posting, open);
        // Blocks in which nothing happens, so that the page has read all that was posted.
        for (let i = 0; looked && i < STILL; i++) {
          await node.request('sealing_jump', 6_000);
          await sleep(250);
        }
        if (looked && day === 0 && SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-load.png`), fullPage: true });
        await trading.turn();
      };
      if (looked) figure.traces.push(await trace(browser, page, play));
      else await play();
      trades.push(await trading.trades(first));
      if (!looked) continue;
      await filled(name);
      const { gaps, tasks } = await take(page);
      figure.gaps.push(...gaps);
      figure.tasks.push(...tasks);
      figure.blocks += (await node.best()) - figure.from.block;
      figure.sent += sent.count - figure.from.sent;
      figure.from = undefined;
    }
    await visit('now');
    await take(page);
    heaps.push(await memory(session));
    const blocks = await node.best();
    said(`day ${day + 1}: block ${blocks}, ${most(trades.slice(-DAY))} trades an interval at most, heap ${mb(heaps.at(-1).heap)}`);
    const minutes = Math.round((Date.now() - begun) / 60_000);
    text = report({ trading, trades, figures, heaps, opening, blocks, minutes });
    if (file) writeFileSync(file, text);
  }
  console.log(text);
  assert.deepEqual(complaints, [], 'the page complains');
  const least = Math.min(...trades.slice(FIRST));
  assert.ok(least >= Math.min(1_000, count * 0.9), `only ${least} trades for an interval`);
  for (const [name, { blocks }] of figures) assert.ok(blocks > 0, `no block came while ${name} was open`);
  const growth = growthOf(heaps);
  assert.ok(growth < GROWTH, `the heap grows by ${percent(growth)} a day: ${heaps.map(({ heap }) => mb(heap))}`);
}

const percent = (part) => `${(Math.abs(part) * 100).toFixed(1)} %`;

/// By what part of itself the heap grows from a day to the next.
function growthOf(heaps) {
  const kept = heaps.slice(Math.min(1, heaps.length - 1)).map(({ heap }) => heap);
  return slope(kept) / kept[0];
}

/// What was measured so far, for people.
function report({ trading, trades, figures, heaps, opening, blocks, minutes }) {
  const growth = growthOf(heaps);
  const row = ([name, { gaps, tasks, traces, blocks: seen, sent }]) => {
    const [wall, cpu] = [most(traces.map((one) => one.wall)), most(traces.map((one) => one.cpu))];
    const longest = (all) => (all.length > 0 ? ms(most(all)) : 'below 50 ms');
    return [name, seen, (sent / Math.max(1, seen)).toFixed(1), gaps.filter((gap) => gap > LONG).length, longest(gaps), longest(tasks), `${ms(wall)}, ${ms(cpu)}`];
  };
  return [
    `${many(nodes)} nodes. For each of ${many(trades.length - FIRST)} intervals ${many(count)} of them had orders, and made ${many(Math.min(...trades.slice(FIRST)))} to ${many(most(trades))} trades. A quarter of these posted in each round, for the four intervals that were open, and all of them in the rounds that were looked at closely, one a page and day: ${many(trading.posts)} posts with ${many(trading.orders)} orders in ${many(blocks)} blocks. ${heaps.length === 1 ? 'A day' : `${heaps.length} days`} of the chain went by in ${minutes} minutes, on ${cpus().length} cores (${cpus()[0].model.trim()}) that the node, the browser and who posts share, and others on that machine.`,
    '',
    table(['page', 'blocks', 'requests a block', `gaps between frames above ${LONG} ms`, 'longest gap', 'longest task', 'longest task looked at closely: by the clock, of the processor'], [...figures].map(row)),
    '',
    table(['day', ...heaps.map((_, i) => i + 1)], [['heap after garbage is collected', ...heaps.map(({ heap }) => mb(heap))], ['DOM nodes', ...heaps.map(({ elements }) => many(elements))]]),
    '',
    `${heaps.length > 2 ? `By least squares the heap ${growth < 0 ? 'shrinks' : 'grows'} by ${percent(growth)} a day after the first. ` : ''}To open the page takes a task of ${ms(opening.wall)} at most, ${ms(opening.cpu)} of it of the processor.`,
    '',
  ].join('\n');
}

try {
  await week();
} finally {
  for (const end of ends.reverse()) await end();
}
