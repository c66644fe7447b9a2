// SPDX-License-Identifier: Apache-2.0

// The programs of examples/ and what docs/clients.md says of them, each on a real node.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Key, Meter } from './support/meter.js';
import { Node, account, directory, send } from './support/node.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const PAGE = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8');
const { GRIDMERIT_PYTHON_EXAMPLES: PYTHON } = process.env;
if (!PYTHON) throw new Error('GRIDMERIT_PYTHON_EXAMPLES is not set: run scripts/test.sh');

const json = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const old = parseInt(process.versions.node) < 20 ? 'Node.js 20 is needed' : false;

/// Runs a program, which has to work: what it printed.
const run = (program, args, { cwd = EXAMPLES, env = {} } = {}) => new Promise((done, failed) => {
  execFile(program, args, { cwd, timeout: 600_000, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
    error ? failed(new Error(`${program} ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`)) : done(stdout));
});

/// Seeds of development accounts, as `gridmerit-node key inspect` prints them.
const seed = async (name) => JSON.parse(await run(process.env.GRIDMERIT_NODE, ['key', 'inspect', `//${name}`, '--output-type', 'json'])).secretSeed;

/// A copy of the example and its packages, as `papi add` writes there and has npm install what it wrote.
function folder(t) {
  const copy = directory(t);
  const left = (path) => !['.papi', 'built'].includes(relative(EXAMPLES, path));
  cpSync(EXAMPLES, copy, { recursive: true, verbatimSymlinks: true, filter: left });
  return copy;
}

describe('the examples', { timeout: 1_200_000 }, async () => {
  /// Lets a program run for an account on a chain of its own: what it says, and what the chain then has.
  async function tried(t, name, program) {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
    const said = await program({ GRIDMERIT_URL: `ws://127.0.0.1:${node.rpcPort}`, GRIDMERIT_SEED: await seed(name) });
    const [windows, ...orders] = said.trim().split('\n');
    assert.equal(windows, 'interval 1700065: the utility sells at 0.2 and buys at 0.08 UNIT per kWh');
    assert.match(orders[0], /^node \d+: order for 1700065: .*700.*, locked 0.1365 UNIT$/);
    assert.match(orders[1], /^refused: (forwardMarket\.|ForwardMarket\.|)AboveConsumptionLimit\b/i);
    assert.equal(orders.length, 2);
    const api = await node.api(t);
    const { open } = (await api.call.marketApi.node(account(name).address)).unwrap();
    assert.deepEqual(open.map(({ interval, order }) => [interval.toNumber(), order.unwrap().asDemand.quantity.toNumber()]), [[1_700_065, 700]]);
  }

  it('in JavaScript', { skip: old }, async (t) => {
    await tried(t, 'Bob', (env) => run('node', ['post_and_read.js'], { env }));
  });

  it('in TypeScript, compiled by the types of the chain', { skip: old }, async (t) => {
    const cwd = folder(t);
    await tried(t, 'Eve', async (env) => {
      const NODE_OPTIONS = parseInt(process.versions.node) < 22 ? '--experimental-websocket' : '';
      await run('npx', ['papi', 'add', 'gridmerit', '--wsUrl', env.GRIDMERIT_URL], { cwd, env: { NODE_OPTIONS } });
      await run('npx', ['tsc'], { cwd });
      return run('node', ['built/post_and_read.js'], { cwd, env });
    });
  });

  it('in Python', async (t) => {
    await tried(t, 'Alice', (env) => run(PYTHON, ['post_and_read.py'], { env }));
  });

  it('are those of the page, with the clients of its table', () => {
    for (const command of ['node post_and_read.js', 'npx papi add gridmerit --wsUrl ws://127.0.0.1:9944', 'npx tsc && node built/post_and_read.js', 'examples/post_and_read.py']) {
      assert.ok(PAGE.includes(command), command);
    }
    const { dependencies } = json('../../examples/package.json');
    const tables = [json('package.json'), json('clients/package.json')].map((one) => one.dependencies);
    const both = Object.keys(dependencies).filter((name) => tables.some((one) => one[name]));
    assert.ok(both.length >= 4);
    for (const name of both) for (const table of tables) if (table[name]) assert.equal(dependencies[name], table[name], name);
  });
});

describe('a refusal inside an event', { timeout: 300_000 }, () => {
  it('reads as the page says, in JavaScript and in Python', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
    const api = await node.api(t);
    // A reading of an interval that is not over.
    const reading = new Meter(api, 0, new Key('//Meter//Bob')).read(1_700_065, 5, 0);
    const { events } = await send(api, api.tx.meterAttestation.deliver([reading]), account('Dave'));
    const event = events.find(({ method }) => method === 'ReadingRefused');
    const [line] = /^const \{ section.*$/m.exec(PAGE);
    const explain = (error) => new Function('api', 'error', `${line}\nreturn [section, name, docs.join(' ')];`)(api, error);
    const [section, name, docs] = explain(event.data.error);
    assert.equal(`${section}.${name}`, 'meterAttestation.NotOver');
    assert.ok(docs.length > 20);

    const sudo = await send(api, api.tx.sudo.sudo(api.tx.teRegistry.remove(77)), account('Alice'));
    const sudid = sudo.events.find(({ method }) => method === 'Sudid');
    assert.equal(explain(sudid.data[0].asErr)[1], 'UnknownNode');

    const { index, error } = event.data.error.asModule;
    const [, python] = /`(chain\.init_runtime\(\)[^`]*)`/.exec(PAGE);
    const program = `
import sys
from async_substrate_interface.sync_substrate import SubstrateInterface
chain = SubstrateInterface(sys.argv[1])
index, error = int(sys.argv[2]), sys.argv[3]
print(${python}.name)
chain.close()`;
    const said = await run(PYTHON, ['-c', program, `ws://127.0.0.1:${node.rpcPort}`, `${index}`, error.toHex()]);
    assert.equal(said.trim(), name);
  });
});
