// SPDX-License-Identifier: Apache-2.0

// docs/operations.md and what it names in deploy/: units, container file, alerts and board by the programs that take
// them, metrics of a real node, backup and restore as the page says.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Key, Meter } from './support/meter.js';
import { Node, account, directory, freePort, run as runNode, send, until } from './support/node.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEPLOY = join(ROOT, 'deploy');
const PAGE = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const { GRIDMERIT_PROMETHEUS: PROMETHEUS, GRIDMERIT_PYTHON_DEPLOY: PYTHON } = process.env;
if (!PROMETHEUS || !PYTHON) throw new Error('GRIDMERIT_PROMETHEUS and GRIDMERIT_PYTHON_DEPLOY are not set: run scripts/test.sh');

/// Runs a program to its end: its status and all that it printed.
const run = (program, ...args) => new Promise((done) => {
  execFile(program, args, { cwd: DEPLOY, timeout: 240_000, env: { ...process.env, SYSTEMD_COLORS: '0' } }, (error, stdout, stderr) =>
    done({ status: error ? error.code : 0, said: stdout + stderr }));
});
const works = async (program, ...args) => {
  const { status, said } = await run(program, ...args);
  assert.equal(status, 0, said);
  return said;
};
const read = (path) => readFileSync(join(DEPLOY, path), 'utf8');
const alerts = [...read('prometheus/alerts.yml').matchAll(/alert: (\w+)/g)].map(([, name]) => name);

describe('the units of systemd', async () => {
  const systemd = (await run('systemd-analyze', '--version')).status === 0;
  const skip = systemd ? false : 'there is no systemd-analyze on this machine';
  for (const file of readdirSync(join(DEPLOY, 'systemd')).filter((name) => name.endsWith('.service'))) {
    it(`${file} is sound, and lets its service do little`, { skip }, async (t) => {
      // With the programs where they are here.
      const unit = join(directory(t), file);
      writeFileSync(unit, read(`systemd/${file}`).replaceAll('/usr/local/bin/', `${dirname(process.env.GRIDMERIT_NODE)}/`));
      assert.equal(await works('systemd-analyze', 'verify', '--man=no', unit), '');
      await works('systemd-analyze', 'security', '--offline=yes', '--threshold=25', unit);
    });
  }

  it('name the user that is made', { skip }, async () => {
    assert.match(read('systemd/gridmerit-node.service'), /^User=gridmerit$/m);
    assert.match(await works('systemd-sysusers', '--dry-run', join(DEPLOY, 'systemd/gridmerit-sysusers.conf')), /Creating user 'gridmerit'/);
  });
});

describe('the container file', () => {
  it('passes the linter', async () => {
    assert.equal(await works(join(dirname(PYTHON), 'hadolint'), 'Containerfile'), '');
  });

  it('has the compiler of this tree, and what it needs', () => {
    const file = read('Containerfile');
    const [, channel] = /^channel = "(\d+\.\d+)\./m.exec(readFileSync(join(ROOT, 'rust-toolchain.toml'), 'utf8'));
    assert.ok(file.includes(`/rust:${channel}-`), channel);
    for (const [, name] of file.matchAll(/--package (\S+)/g)) {
      assert.ok(readFileSync(join(ROOT, 'Cargo.lock'), 'utf8').includes(`name = "${name}"\n`), name);
      assert.ok(new RegExp(`gridmerit-\\{[^}]*\\b${name.replace('gridmerit-', '')}\\b`).test(file), `${name} is not copied`);
    }
  });
});

describe('the alerts', () => {
  it('come where they should, and not where they should not', async () => {
    for (const check of [['check', 'config', 'prometheus.yml'], ['check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml'], ['test', 'rules', 'alerts.test.yml']]) {
      await works(join(PROMETHEUS, 'promtool'), ...check.slice(0, -1), join('prometheus', check.at(-1)));
    }
    // Each of them once in each way.
    const tests = read('prometheus/alerts.test.yml');
    for (const name of alerts) {
      const cases = [...tests.matchAll(new RegExp(`alertname: ${name}[,\\s](?:.|\\n(?!      - ))*`, 'g'))].map(([text]) => text);
      assert.ok(cases.some((text) => text.includes('exp_alerts')), `${name} never comes`);
      assert.ok(cases.some((text) => !text.includes('exp_alerts')), `${name} always comes`);
    }
  });

  it('are all on the page, and no others', () => {
    const rows = PAGE.slice(PAGE.indexOf('| alert |'), PAGE.indexOf('## Back up')).split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual(named.toSorted(), alerts.toSorted());
  });
});

describe('the board', () => {
  it('is what its program writes', async () => {
    await works(PYTHON, 'grafana/board.py', '--check');
  });
});

/// A chain with a trade of 5 kWh, a reading for it, and one that is refused.
async function traded(t, prometheusPort) {
  const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z'], { prometheusPort });
  const api = await node.api(t);
  const [{ interval, round, gate }] = await api.call.marketApi.windows();
  const post = (who, order) => send(api, api.tx.forwardMarket.post(round, [[interval, order]], true), account(who));
  await send(api, api.tx.meterAttestation.settleWith(0, interval), account('Bob'));
  await post('Bob', { Demand: { quantity: 5000 } });
  await post('Charlie', { Offer: { capacity: 8000, ask: 120_000 } });
  const before = await (await fetch(`http://127.0.0.1:${prometheusPort}/metrics`)).text();
  await node.request('sealing_jump', gate - await api.query.timestamp.now());
  await node.request('sealing_jump', 1_020_000);
  const reading = new Meter(api, 0, new Key('//Meter//Bob')).read(interval.toNumber(), 5000, 0);
  for (let i = 0; i < 2; i++) await send(api, api.tx.meterAttestation.deliver([reading]), account('Dave'));
  return { node, before };
}

/// What a node says of its metrics: by name and the label that tells series apart, their values.
function metrics(text) {
  const all = new Map();
  for (const line of text.split('\n')) {
    const [, name, labels, value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (!name) continue;
    const own = (labels ?? '').split(',').filter((label) => label && !label.startsWith('chain='));
    all.set([name.replace('substrate_market_', ''), ...own].join(' '), Number(value));
  }
  return all;
}

describe('the metrics of a node', { timeout: 900_000 }, () => {
  it('say what the market did, and are all that board and alerts ask for', async (t) => {
    const port = await freePort();
    const { before } = await traded(t, port);
    const open = metrics(before);
    assert.deepEqual(['windows_open', 'round', 'gate_timestamp_seconds'].map((name) => open.get(name)), [4, 1_700_064, 1_530_058_440]);
    assert.deepEqual(['demand', 'supply'].map((side) => open.get(`book_wh side="${side}"`)), [5000, 8000]);
    assert.deepEqual(['tou', 'fit', 'cap'].map((price) => open.get(`tariff_planck_per_wh price="${price}"`)), [200_000, 80_000, 190_000]);
    const look = async () => metrics(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    await until(async () => (await look()).get('readings_total result="refused"') === 1, { what: 'the refused reading' });
    const done = await look();
    // The jump passes over the gate of one interval.
    const expected = {
      'traded_wh_total': 5000, 'clearing_price_planck_per_wh': 120_000, 'intervals_cleared_total status="Cleared"': 1,
      'readings_total result="accepted"': 1, 'settled_total basis="Reading"': 1, 'settled_total basis="Silence"': 0,
      'not_settled_total': 0, 'clearings_failed_total': 0, 'intervals_void_total': 1, 'blocks_not_read_total': 0,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(done.get(name), value, name);
    // Each that the page lists is there, and the other way round.
    const listed = [...PAGE.matchAll(/^\| `substrate_market_(\w+)`/gm)].map(([, name]) => name);
    const own = new Set([...(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).matchAll(/^# TYPE substrate_market_(\w+)/gm)].map(([, name]) => name));
    assert.deepEqual(listed.toSorted(), [...own].toSorted());

    // A real Prometheus, with the rules, and every question of the board.
    const folder = directory(t);
    const config = read('prometheus/prometheus.yml').replaceAll('15s', '1s').replace('127.0.0.1:9615', `127.0.0.1:${port}`);
    writeFileSync(join(folder, 'prometheus.yml'), config);
    writeFileSync(join(folder, 'alerts.yml'), read('prometheus/alerts.yml'));
    const server = await freePort();
    const child = spawn(join(PROMETHEUS, 'prometheus'), [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${server}`], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    t.after(async () => {
      child.kill();
      await ended;
    });
    const ask = async (path) => {
      const answer = await (await fetch(`http://127.0.0.1:${server}/api/v1/${path}`)).json();
      assert.equal(answer.status, 'success', answer.error);
      return answer.data;
    };
    const has = async (expression) => (await ask(`query?query=${encodeURIComponent(expression)}`)).result.length > 0;
    await until(() => has('up == 1'), { what: 'Prometheus and the node' });
    const board = JSON.parse(read('grafana/board.json'));
    const expressions = board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    assert.ok(expressions.length > 20);
    for (const expression of expressions) {
      await until(() => has(expression.replaceAll('$node', '.*')), { what: `data of ${expression}`, seconds: 60 });
    }
    const { groups } = await ask('rules');
    const rules = groups.flatMap((group) => group.rules);
    assert.deepEqual(rules.map(({ name }) => name).toSorted(), alerts.toSorted());
    for (const { name, query, health, lastError } of rules) {
      assert.equal(health, 'ok', `${name}: ${lastError}`);
      for (const [metric] of query.matchAll(/\bsubstrate_\w+(\{[^}]*\})?/g)) assert.ok(await has(metric), `${name}: no node has ${metric}`);
    }
  });
});

describe('a node that is backed up', { timeout: 900_000 }, () => {
  /// The page's block of commands with a word in it.
  const page = (word, values) => {
    const blocks = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code).filter((code) => code.includes(word));
    assert.equal(blocks.length, 1, word);
    return Object.entries(values).reduce((code, [name, value]) => code.replaceAll(name, value), blocks[0]);
  };

  it('goes on from its last block, with its keys and its name', async (t) => {
    const [from, to, kept] = [directory(t), join(directory(t), 'new'), directory(t)];
    const start = (base) => Node.start(t, ['--dev', '--base-path', base, '--sealing', 'instant']);
    const inserted = await runNode(['key', 'insert', '--chain', 'dev', '--base-path', from, '--scheme', 'sr25519', '--key-type', 'babe', '--suri', '//Backup']);
    assert.equal(inserted.code, 0, inserted.stderr);
    const node = await start(from);
    const api = await node.api(t);
    for (let i = 0; i < 3; i++) await send(api, api.tx.system.remark('0x00'), account('Bob'));
    const seen = async (which) => Promise.all([which.request('chain_getHeader'), which.request('system_localPeerId')]);
    const before = await seen(node);
    await node.stop();

    await works('bash', '-euc', page('--create', { BACKUP: join(kept, 'backup.tar'), BASE: from }));
    await works('bash', '-euc', page('--extract', { BACKUP: join(kept, 'backup.tar'), BASE: to }));
    const keys = (base) => readdirSync(base, { recursive: true }).filter((name) => /keystore\/|secret_ed25519/.test(name)).toSorted();
    assert.equal(keys(from).length, 2);
    assert.deepEqual(keys(to), keys(from));

    const again = await start(to);
    assert.deepEqual(await seen(again), before);
    const [{ number }] = before;
    const client = await again.api(t);
    await send(client, client.tx.system.remark('0x01'), account('Bob'));
    assert.equal(await again.best(), Number(number) + 1);
  });
});
