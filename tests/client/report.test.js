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

        const text = await page.innerText('body');
        for (const figure of ['6.047', '1.040', '51.198', '171', day.chain.genesis]) {
          assert.ok(text.includes(figure), `${figure} is on the page`);
        }
        for (const { bus } of day.participants) assert.match(text, new RegExp(`\\b${bus}\\b`));

        // The page itself never scrolls sideways; wide plots and tables do, in their own frames.
        const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= room, `${wide} of ${room} pixels`);
        const plots = await page.$$eval('svg', (all) =>
          all.filter((svg) => svg.checkVisibility()).map((svg) => {
            const { width, height } = svg.getBoundingClientRect();
            return { width, height, marks: svg.querySelectorAll('rect, path, polyline, circle, line, polygon').length };
          }));
        assert.ok(plots.length >= 20, `${plots.length} plots`);
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
