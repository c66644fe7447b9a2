// SPDX-License-Identifier: Apache-2.0

// The clients of the field on both chains, one after the other: scripts/clients.sh. node table.js [--write] [NAME].
// Fails if a client saw something that is not so, or if docs/clients.md has other tables.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { inChopsticks, network, solochain } from './chains.js';

const PAGE = new URL('../../../docs/clients.md', import.meta.url);
const MARKS = /(<!-- clients -->\n)(.*?)(<!-- \/clients -->)/s;
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const npm = (folder, name) => {
  const { dependencies, devDependencies } = JSON.parse(read(`${folder}/package.json`));
  return { ...dependencies, ...devDependencies }[name];
};
const pypi = (file, name) => new RegExp(`^${name}==(\\S+)`, 'm').exec(read(file))[1];
const crate = (name) => new RegExp(`name = "${name}"\nversion = "(\\S+)"`).exec(read('../../../Cargo.lock'))[1];

/** Name and version, program and its file, what else it is given than a chain's URL, or its spec instead. */
const CLIENTS = [
  { name: `polkadot.js ${npm('..', '@polkadot/api')}`, program: 'node', file: 'polkadot_js.js' },
  { name: `polkadot-api ${npm('.', 'polkadot-api')}`, program: 'node', file: 'polkadot_api.js' },
  { name: `dedot ${npm('.', 'dedot')}`, program: 'node', file: 'dedot.js' },
  { name: `dedot ${npm('.', 'dedot')}, legacy`, program: 'node', file: 'dedot.js', more: ['legacy'] },
  { name: `subxt ${crate('subxt')}, by \`gridmerit-agent\``, program: 'node', file: 'agent.js' },
  {
    name: `async-substrate-interface ${pypi('../../../examples/requirements.txt', 'async-substrate-interface')}`,
    program: process.env.GRIDMERIT_PYTHON_ASYNC, file: 'async_substrate.py',
  },
  {
    name: `py-substrate-interface ${pypi('py_substrate.txt', 'substrate-interface')}`,
    program: process.env.GRIDMERIT_PYTHON, file: 'py_substrate.py',
  },
  { name: `smoldot ${npm('..', 'smoldot')}, below polkadot.js`, program: 'node', file: 'smoldot.js', solochain: network, by: 'spec' },
];
/** The columns, and what makes them. */
const COLUMNS = [
  ['constants, storage', ['constant', 'storage', 'map']],
  ['runtime API', ['call', 'own', 'open']],
  ['signs an order', ['signed']],
  ['its events', ['event']],
  ['follows blocks', ['subscribed']],
];
/** What each should see: the market's numbers of the preset, and its own order. */
const EXPECTED = { constant: 128, storage: 60_000, map: 6, own: 1, signed: true, event: true, open: [700], subscribed: true };

/** What a column says of what was seen, and why if that is no yes. */
const cell = (seen, checks, expected) => {
  if (seen.failed) return [word(seen.failed), seen.failed];
  const has = (check) => check in seen && (check !== 'open' || seen.signed === true);
  const looked = checks.filter(has);
  const wrong = looked.find((check) => !isDeepStrictEqual(seen[check], expected[check]));
  if (wrong === undefined) return [looked.length > 0 ? 'yes' : 'not asked'];
  const { failed } = seen[wrong] ?? {};
  return [failed ? word(failed) : 'wrong', `${wrong}: ${failed ?? JSON.stringify(seen[wrong])}`];
};
const word = (failed) => (/relay chain/i.test(failed) ? 'needs a relay chain' : 'no');

/** Whether the chain has the order that a client says it has signed. */
const hasOrder = async (url) => {
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  const { open } = (await api.call.marketApi.node(BOB)).unwrap();
  await api.disconnect();
  return open.some(({ order }) => order.isSome && order.unwrap().isDemand && order.unwrap().asDemand.quantity.eq(700));
};

/** What a client has for each column on a chain that is started for it. */
const look = async ({ name, program, file, by = 'url', more = [] }, start) => {
  const ends = [];
  try {
    const chain = await start({ after: (end) => ends.push(end) });
    const args = [fileURLToPath(new URL(file, import.meta.url)), chain[by], ...more];
    const ended = await promisify(execFile)(program, args, { timeout: 900_000, maxBuffer: 2 ** 24 }).catch((error) => error);
    // One that dies has seen nothing.
    const seen = ended.stdout ? JSON.parse(ended.stdout) : { failed: /^\w*Error: .*$/m.exec(ended.stderr)?.[0] ?? `${ended}` };
    const cells = COLUMNS.map(([, checks]) => cell(seen, checks, { ...EXPECTED, call: chain.call }));
    if (seen.signed === true) assert.ok(await hasOrder(chain.url), `${name}: there is no order`);
    for (const why of new Set(cells.map(([, why]) => why))) if (why) console.error(`${name}: ${why}`);
    return cells.map(([word]) => word);
  } finally {
    for (const end of ends.reverse()) await end();
  }
};

/** The same in chopsticks. What is otherwise with mended answers is chopsticks' fault, and is marked. */
const lookInChopsticks = async (client) => {
  const cells = await look(client, inChopsticks(false));
  if (client.by === 'spec' || cells.every((word) => ['yes', 'not asked'].includes(word))) return cells;
  const mended = await look(client, inChopsticks(true));
  return cells.map((word, i) => (word !== mended[i] ? `${mended[i]} *` : word));
};

const write = process.argv.includes('--write');
const only = process.argv.slice(2).find((argument) => argument !== '--write');
const clients = CLIENTS.filter(({ name }) => !only || name.includes(only));
const table = async (looks) => {
  const rows = [];
  for (const client of clients) rows.push(`| ${client.name} | ${(await looks(client)).join(' | ')} |`);
  return [`| client | ${COLUMNS.map(([title]) => title).join(' | ')} |`, `|${'---|'.repeat(COLUMNS.length + 1)}`, ...rows].join('\n');
};
const tables = [
  'On a solochain:\n', await table((client) => look(client, client.solochain ?? solochain)),
  '\nOn a parachain, in chopsticks:\n', await table(lookInChopsticks), '',
].join('\n');
console.log(tables);

const page = readFileSync(PAGE, 'utf8');
const stands = MARKS.exec(page)?.[2];
if (tables.includes('| wrong')) throw new Error('a client saw something that is not so');
if (only || stands === tables) process.exit(0);
if (!write) throw new Error('docs/clients.md has other tables: scripts/clients.sh --write');
writeFileSync(PAGE, page.replace(MARKS, (_, open, __, close) => `${open}${tables}${close}`));
process.exit(0);
