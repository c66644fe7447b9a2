// SPDX-License-Identifier: Apache-2.0

// The clients of the field on a node, one after the other: scripts/clients.sh. A table in Markdown; fails if one saw something else.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Node } from '../support/node.js';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const python = /async-substrate-interface==(\S+)/.exec(readFileSync(new URL('requirements.txt', import.meta.url), 'utf8'))[1];
const CLIENTS = [
  ['polkadot.js', dependencies['@polkadot/api'], 'node', 'polkadot_js.js'],
  ['polkadot-api', dependencies['polkadot-api'], 'node', 'polkadot_api.js'],
  ['dedot', dependencies.dedot, 'node', 'dedot.js'],
  ['async-substrate-interface', python, process.env.GRIDMERIT_PYTHON, 'in_python.py'],
];
/// What each of them should see: the tariff's and the market's numbers of the preset, and one's own order.
const EXPECTED = {
  constant: 128, storage: 60_000, map: 6, call: [1_700_065, 1_700_064], signed: true, event: true, open: [700], subscribed: true,
};

const ends = [];
try {
  console.log('| client | version | constants, storage | runtime API | signs an order | its events | follows blocks |\n|---|---|---|---|---|---|---|');
  for (const [name, version, program, file] of CLIENTS) {
    const sealing = ['--sealing', '1000', '--sealing-start', '2018-06-27T00:00:00Z'];
    const node = await Node.start({ after: (end) => ends.push(end) }, ['--dev', '--tmp', ...sealing]);
    while ((await node.best()) < 2) await sleep(200);
    const args = [fileURLToPath(new URL(file, import.meta.url)), `ws://127.0.0.1:${node.rpcPort}`];
    const { stdout } = await promisify(execFile)(program, args, { timeout: 120_000 });
    assert.deepEqual(JSON.parse(stdout), EXPECTED, name);
    console.log(`| ${name} | ${version} | yes | yes | yes | yes | yes |`);
    await node.stop();
  }
} finally {
  for (const end of ends.reverse()) await end();
}
