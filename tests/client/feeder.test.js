// SPDX-License-Identifier: Apache-2.0

// The report of the day on limited lines, opened from disk in a real browser: the feeder, hour by hour.
// GRIDMERIT_REPORT_GRID is its folder: scripts/test.sh has played the day before.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = process.env.GRIDMERIT_REPORT_GRID;
if (!FOLDER) throw new Error('GRIDMERIT_REPORT_GRID names no folder with a report: run scripts/test.sh');
const BROWSER = process.env.GRIDMERIT_CHROMIUM ?? '/usr/bin/chromium';
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

describe('the feeder in a browser', { timeout: 600_000 }, () => {
  const day = JSON.parse(readFileSync(join(FOLDER, 'report.json')));
  const traded = day.slots.filter(({ rounds }) => rounds.some((round) => round.traded > 0));
  const rent = ({ rounds }) => rounds.reduce((sum, { grid }) => sum + (grid?.rent ?? 0), 0);
  const parted = ({ rounds: [round] }) => new Set(round.grid.zones.map(({ price }) => price).filter((price) => price !== null)).size > 1;
  let browser;
  before(async () => {
    browser = await chromium.launch({
      executablePath: BROWSER,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  after(() => browser?.close());

  it('was played on limited lines', () => {
    assert.equal(day.feeder.percent, 80);
    assert.equal(day.feeder.lines.length, 33);
    assert.ok(traded.some(parted) && traded.reduce((sum, slot) => sum + rent(slot), 0) > 0);
    for (const { rounds: [{ grid }] } of traded) {
      for (const { bus, limit } of day.feeder.lines) assert.ok(limit === undefined || limit === null || Math.abs(grid.flows[bus]) <= limit);
    }
  });

  for (const [name, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      it(`shows each hour on a ${name}, ${colorScheme}, by mouse and by keys`, async () => {
        const page = await browser.newPage({ viewport, colorScheme });
        const complaints = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(pathToFileURL(join(FOLDER, 'index.html')).href);
        const shown = () => page.$$eval('#feeder svg', (all) => all.filter((svg) => svg.checkVisibility()).length);
        const title = () => page.$$eval('#feeder figcaption.title', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
        assert.equal(await shown(), 1, 'one hour at a time');
        const labels = await page.$$eval('#feeder .pick label', (all) => all.map((label) => label.textContent.trim()));
        assert.equal(labels.length, traded.length);
        assert.equal(labels.filter((label) => label.endsWith('•')).length, traded.filter(parted).length);

        for (const [place, label] of labels.entries()) {
          await page.locator('#feeder .pick label').nth(place).click();
          assert.equal(await shown(), 1);
          const [said] = await title();
          assert.ok(said.startsWith(label.slice(0, 5)), `${said}: ${label}`);
          const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(wide <= room, `${label}: ${wide} of ${room} pixels`);
          // Every bus has its number, and no word lies outside the picture or on another one.
          const words = await page.$$eval('#feeder svg', (all) =>
            [...all.find((svg) => svg.checkVisibility()).querySelectorAll('text')].map((text) => {
              const [word, plot] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
              const cut = word.left < plot.left - 1 || word.right > plot.right + 1 || word.top < plot.top - 1 || word.bottom > plot.bottom + 1;
              return { text: text.textContent.trim(), cut, box: [word.left, word.top, word.right, word.bottom] };
            }));
          for (let bus = 0; bus <= 33; bus++) assert.ok(words.some(({ text }) => text === `${bus}`), `bus ${bus} at ${label}`);
          assert.deepEqual(words.filter(({ cut }) => cut), []);
          const over = words.flatMap((one, at) => words.slice(at + 1).filter((other) =>
            one.box[0] < other.box[2] - 1 && other.box[0] < one.box[2] - 1 && one.box[1] < other.box[3] - 3 && other.box[1] < one.box[3] - 3)
            .map((other) => `${one.text} and ${other.text}`));
          assert.deepEqual(over, [], label);
        }
        // The next hour by an arrow key.
        await page.locator('#feeder .pick input').first().focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowRight');
        assert.equal(await shown(), 1);
        assert.equal(await page.$$eval('#feeder .pick input', (all) => all.filter((one) => one.checked).length), 1);
        assert.deepEqual(complaints, []);
        await page.close();
      });
    }
  }
});
