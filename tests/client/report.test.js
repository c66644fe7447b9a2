// SPDX-License-Identifier: Apache-2.0

// The report of a played day, opened from disk in a real browser. GRIDMERIT_REPORT is its folder:
// scripts/test.sh has played the day before.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = process.env.GRIDMERIT_REPORT;
if (!FOLDER) throw new Error('GRIDMERIT_REPORT names no folder with a report: run scripts/test.sh');
const BROWSER = process.env.GRIDMERIT_CHROMIUM ?? '/usr/bin/chromium';
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

describe('the report in a browser', { timeout: 1_200_000 }, () => {
  const day = JSON.parse(readFileSync(join(FOLDER, 'report.json')));
  let browser;
  before(async () => {
    browser = await chromium.launch({
      executablePath: BROWSER,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  after(() => browser?.close());

  for (const [name, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      it(`shows everything on a ${name}, ${colorScheme}`, async () => {
        const page = await browser.newPage({ viewport, colorScheme });
        const [requests, complaints] = [[], []];
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        const url = pathToFileURL(join(FOLDER, 'index.html')).href;
        await page.goto(url);
        assert.deepEqual(requests, [url], 'it opens offline');
        assert.deepEqual(complaints, []);

        // What happened comes first: who, how much, when and where, the utility too; the paper comes last.
        const first = await page.innerText('header');
        for (const says of ['16 neighbours saved 878.26 UNIT', '27 June 2018', 'UTC', 'The utility had', 'fee for the grid']) {
          assert.ok(first.includes(says), `${says} is on the first screen`);
        }
        const headings = await page.$$eval('h2', (all) => all.map((heading) => heading.textContent));
        assert.equal(headings[0], 'What everybody paid');
        assert.match(headings.at(-1), /calibration, not a validation/);
        const targets = await page.$$eval('nav a', (all) => all.map((link) => document.querySelector(link.getAttribute('href'))?.tagName));
        assert.ok(targets.length > 6 && targets.every((tag) => tag === 'SECTION'), `${targets}`);

        await page.$$eval('details', (all) => all.forEach((part) => (part.open = true)));
        const text = await page.innerText('body');
        for (const figure of ['6.047', '1.040', '51.198', '171', day.chain.genesis, day.command]) {
          assert.ok(text.includes(figure), `${figure} is on the page`);
        }
        for (const { name } of day.participants) assert.ok(text.includes(name), name);

        // Every side's money adds up to zero, alone and with the market.
        const sides = await page.$$eval('#balance tr', (all) =>
          all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replaceAll(',', '').replace('−', '-')))).filter((row) => row.length));
        const total = sides.pop();
        assert.deepEqual(total, [0, 0, 0]);
        for (const column of [0, 1, 2]) {
          const sum = sides.reduce((all, row) => all + row[column], 0);
          assert.ok(Math.abs(sum) < 0.003, `${sides}`);
        }

        // Nothing is cut, and nothing scrolls sideways: no element is wider than the page.
        const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= room, `${wide} of ${room} pixels`);
        const over = await page.$$eval('body *', (all, width) =>
          all.filter((one) => one.checkVisibility() && !one.closest('thead')).filter((one) => {
            const { left, right } = one.getBoundingClientRect();
            return left < -1 || right > width + 1;
          }).map((one) => `${one.tagName} ${one.textContent.slice(0, 40)}`), viewport.width);
        assert.deepEqual(over, []);
        const hidden = await page.$$eval('table, td, th, figcaption, p', (all) =>
          all.filter((one) => one.checkVisibility() && !one.closest('thead') && one.scrollWidth > one.clientWidth + 1)
            .map((one) => `${one.tagName} ${one.textContent.slice(0, 40)}`));
        assert.deepEqual(hidden, []);
        const plots = await page.$$eval('svg', (all) =>
          all.filter((svg) => svg.checkVisibility()).map((svg) => {
            const { width, height } = svg.getBoundingClientRect();
            return { width, height, marks: svg.querySelectorAll('rect, path, polyline, circle, line, polygon').length };
          }));
        assert.ok(plots.length >= 18, `${plots.length} plots`);
        for (const { width, height, marks } of plots) {
          assert.ok(width > 100 && height > 60 && marks > 5, JSON.stringify({ width, height, marks }));
        }
        // Words of plots can be read: none lies outside its plot.
        const cut = await page.$$eval('svg text', (all) =>
          all.filter((text) => text.checkVisibility()).filter((text) => {
            const [word, plot] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
            return word.left < plot.left - 1 || word.right > plot.right + 1 || word.top < plot.top - 1 || word.bottom > plot.bottom + 1;
          }).map((text) => text.textContent));
        assert.deepEqual(cut, []);
        await page.close();
      });
    }
  }
});
