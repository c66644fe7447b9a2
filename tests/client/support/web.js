// SPDX-License-Identifier: Apache-2.0

// The page of web/ in a real browser, served as scripts/web.sh serves it. scripts/test.sh has built it before.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { freePort, until } from './node.js';

export const WEB = fileURLToPath(new URL('../../../web', import.meta.url));
if (!existsSync(`${WEB}/dist/index.html`)) throw new Error('web/dist is not built: run scripts/web.sh --build');

const BROWSER = process.env.GRIDMERIT_CHROMIUM ?? '/usr/bin/chromium';

/// Serves the page: its address, and what ends it.
export async function serve() {
  const { preview } = await import(pathToFileURL(`${WEB}/node_modules/vite/dist/node/index.js`).href);
  const port = await freePort();
  const server = await preview({ root: WEB, configFile: `${WEB}/vite.config.js`, logLevel: 'silent', preview: { port } });
  return { site: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

export const launch = () => chromium.launch({
  executablePath: BROWSER,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/// Opens the page at a node, which may be none, in a browser of its own that ends with the test `t`. What it asks of
/// whom, and what it complains of, grows in `requests` and `complaints`.
export async function open(t, browser, { site, port, hash = '', wide = true, dark = false, locale = 'en-GB', before, ...options }) {
  const context = await browser.newContext({
    viewport: wide ? { width: 1280, height: 900 } : { width: 390, height: 844 },
    colorScheme: dark ? 'dark' : 'light',
    locale, timezoneId: 'Europe/Berlin', ...options,
  });
  t.after(() => context.close());
  const page = await context.newPage();
  const [requests, complaints] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.stack));
  if (before) await before(page);
  await page.goto(`${site}?node=ws://127.0.0.1:${port}${hash}`);
  return { page, requests, complaints };
}

/// A picture of the whole page, if somebody wants to look at it.
export const shot = async (page, name) => {
  if (process.env.GRIDMERIT_SHOTS) await page.screenshot({ path: `${process.env.GRIDMERIT_SHOTS}/${name}.png`, fullPage: true });
};

const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

/// All that the page says, also where one has to open it first.
export const words = async (page, selector = 'body') => plain((await page.locator(selector).first().textContent({ timeout: 30_000 })) ?? '');

/// Waits until the page says all of these.
export async function says(page, ...texts) {
  let last = '';
  const there = (text) => (text instanceof RegExp ? text.test(last) : last.includes(text));
  await until(async () => {
    last = await words(page);
    return texts.every(there);
  }, { what: () => `the page to say ${texts.filter((text) => !there(text)).join(', ')}; it says: ${last}`, seconds: 240 });
}

/// The rows of the table whose caption begins with some words, cell by cell; none if there is none.
export const rows = async (page, caption) => page.$$eval('table', (all, begins) => {
  const table = all.find((one) => one.caption?.textContent.startsWith(begins));
  return table && [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll(/[\u00a0\u202f]/g, ' ')));
}, caption);

/// Waits until such a table has rows that hold what is asked.
export async function tells(page, caption, holds) {
  let [last, said] = [];
  await until(async () => {
    last = await rows(page, caption);
    if (last !== undefined && holds(last)) return true;
    said = await words(page);
    return false;
  }, { what: () => `the table "${caption}", which is ${JSON.stringify(last)}; the page says: ${said}`, seconds: 240 });
  return last;
}

/// The figures of the page by their names, of all lists or of the first in a part of the page.
export const facts = async (page, within = 'main') => Object.fromEntries(await page.locator(within).first().locator('dl.facts > div').evaluateAll((all) =>
  all.map((one) => [one.querySelector('dt').textContent, one.querySelector('dd').textContent.replaceAll(/[\u00a0\u202f]/g, ' ')])));

/// Chooses one of the accounts of a development chain.
export const act = async (page, name) => {
  const box = page.locator('details.who');
  await box.waitFor({ timeout: 240_000 });
  if (!(await box.evaluate((one) => one.open))) await box.locator('summary').click();
  await box.locator('select').selectOption({ label: name });
};

const AXE = readFileSync(`${WEB}/node_modules/axe-core/axe.min.js`, 'utf8');

/// What a checker of accessibility has against the page, as serious or worse.
export async function barriers(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
}

/// What is cut off, or reaches beyond the sides of the window.
export const overflows = (page) => page.evaluate(() => {
  const seen = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && !one.closest('thead, .u-wrap, .hidden, .skip, svg'));
  const wide = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  const beyond = seen.filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && (left < -1 || right > innerWidth + 1);
  });
  return [...wide, ...beyond.map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)];
});
