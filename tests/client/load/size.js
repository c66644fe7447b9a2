// SPDX-License-Identifier: Apache-2.0

// How much a browser fetches for the page, and when its first figures are there: `node size.js FILE`. Beside it a page
// that does nothing but to connect with the library of polkadot.js and to say three figures. polkadot.js Apps itself is
// in no registry; it has this library and all of its own.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Node, directory, freePort } from '../support/node.js';
import { WEB, launch, open, serve } from '../support/web.js';
import { firstPicture, observe } from './frames.js';
import { kb, median, ms, table } from './table.js';

/// How often each is opened, in turn, in a browser that has nothing of it yet.
const TIMES = 9;
const file = process.argv[2];
const ends = [];
const t = { after: (end) => ends.push(end) };

const LIBRARY = fileURLToPath(new URL('library', import.meta.url));

/// A page with that library alone, built and served by what builds and serves ours.
async function serveLibrary() {
  const { build, preview } = await import(pathToFileURL(`${WEB}/node_modules/vite/dist/node/index.js`).href);
  const options = { root: LIBRARY, configFile: false, logLevel: 'error', build: { outDir: directory(t), emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } } };
  await build(options);
  const port = await freePort();
  const server = await preview({ ...options, preview: { host: '127.0.0.1', port } });
  return { site: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/// Opens a page: what it fetched until its first figures were painted, compressed, what the node told it by then, as it
/// was sent, and when that was.
async function once(browser, site, port) {
  const own = [];
  const asked = [];
  let told = 0;
  const before = async (opened) => {
    opened.on('response', (response) => asked.push(response.body().then((body) => gzipSync(body, { level: 9 }).length, () => 0)));
    opened.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (told += payload.length)));
    await observe(opened);
  };
  const { page, complaints } = await open({ after: (end) => own.push(end) }, browser, { site, port, before });
  const first = await firstPicture(page).catch((error) => {
    throw new Error(`no figures: ${complaints.join('\n')}`, { cause: error });
  });
  const [node, bytes] = [told, (await Promise.all(asked)).reduce((sum, size) => sum + size, 0)];
  for (const end of own) await end();
  return { first, bytes, node };
}

async function size() {
  const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
  const browser = await launch();
  t.after(() => browser.close());
  const [ours, theirs] = [await serve(), await serveLibrary()];
  t.after(ours.close);
  t.after(theirs.close);
  const seen = { ours: [], theirs: [] };
  for (let i = 0; i < TIMES; i++) {
    seen.ours.push(await once(browser, ours.site, node.rpcPort));
    seen.theirs.push(await once(browser, theirs.site, node.rpcPort));
  }
  const { version } = JSON.parse(readFileSync(new URL('../node_modules/@polkadot/api/package.json', import.meta.url)));
  const names = ['bytes', 'node', 'first'];
  const of = (all) => Object.fromEntries(names.map((name) => [name, median(all.map((one) => one[name]))]));
  const [a, b] = [of(seen.ours), of(seen.theirs)];
  const row = (name, { bytes, node: told, first }) => [name, kb(bytes), kb(told), ms(first)];
  const text = table(['', 'fetched, compressed', 'told by the node', `first figures of a node on the same machine, median of ${TIMES}`], [
    row('this page', a),
    row(`the library of polkadot.js ${version} alone, and three figures`, b),
    ['the first in parts of the second', ...names.map((name) => (a[name] / b[name]).toFixed(2))],
  ]);
  console.log(text);
  if (file) writeFileSync(file, `${text}\n`);
  assert.ok(a.bytes > 0 && b.bytes > 0);
}

try {
  await size();
} finally {
  for (const end of ends.reverse()) await end();
}
