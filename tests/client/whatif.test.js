// SPDX-License-Identifier: Apache-2.0

// A community of one's own (docs/what-if.md): the example is played on a real node, nothing is lost or made, and
// the page on the chain as it lives (`gridmerit-agent report`) says the same. GRIDMERIT_AGENT is the agent's program.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { directory, freePort, until } from './support/node.js';

const SCENARIO = fileURLToPath(new URL('../../scenarios/lindenhof/summer', import.meta.url));
const AGENT = process.env.GRIDMERIT_AGENT ?? join(process.env.GRIDMERIT_NODE, '..', 'gridmerit-agent');
const NAMES = ['Adler', 'Berger', 'Cermak', 'Dorn', 'Egger', 'Fuchs', 'Gruber', 'Kindergarten'];
const run = promisify(execFile);

const rows = (file) => {
  const [head, ...lines] = readFileSync(join(SCENARIO, file), 'utf8').trim().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((name, place) => [name, line[place]])));
};
const wh = (kwh) => Math.round(Number(kwh ?? 0) * 1000);
const sum = (all, of) => all.reduce((total, one) => total + BigInt(of(one)), 0n);

describe('what if: a community of one\'s own', { timeout: 1_500_000 }, () => {
  it('says what it has understood, and what is wrong', async () => {
    const { stdout } = await run(AGENT, ['scenario', SCENARIO]);
    assert.match(stdout, /18 June 2025 \(Europe\/Vienna\), 96 intervals of 15 minutes/);
    for (const name of NAMES) assert.ok(stdout.includes(name), name);
    await assert.rejects(run(AGENT, ['scenario', '/nowhere']), /holds neither community\.toml nor scenario\.json/);
    // Before a node is started.
    await assert.rejects(
      run(AGENT, ['replay', SCENARIO, '--rolling', '--node', '/nowhere']),
      /no forecasts: play it with --mode perfect/);
  });

  it('is played: every Wh and every planck is accounted for, and the live page agrees', async (t) => {
    const [report, live, port] = [directory(t), directory(t), await freePort()];
    const args = ['replay', SCENARIO, '--node', process.env.GRIDMERIT_NODE, '--report', report, '--keep', '--rpc-port', port];
    const agent = spawn(AGENT, args.map(String));
    let said = '';
    for (const stream of [agent.stdout, agent.stderr]) stream.on('data', (data) => (said += data));
    const ended = new Promise((resolve) => agent.on('exit', resolve));
    t.after(() => agent.kill('SIGKILL'));
    await until(() => /stays up/.test(said) || agent.exitCode !== null, { what: () => `the day\n${said}`, seconds: 1200 });
    assert.match(said, /8 neighbours saved \d/);
    assert.doesNotMatch(said, /expect/i, 'nothing is compared');

    const day = JSON.parse(readFileSync(join(report, 'report.json')));
    assert.deepEqual(day.participants.map(({ name }) => name), NAMES);
    assert.equal(day.slots.length, 96);
    assert.equal(day.expected, null);

    // Energy: what the meters saw is what the tables say, and what is bought is sold.
    const [loads, pv] = [rows('loads.csv'), rows('pv.csv')];
    for (const bill of day.bills) {
      const home = `h${bill.node}`;
      const net = wh(loads[bill.slot][home]) - wh(pv[bill.slot][home]);
      assert.deepEqual([bill.imported, bill.exported], [Math.max(net, 0), Math.max(-net, 0)], `${home} ${bill.slot}`);
    }
    assert.equal(day.bills.length, 8 * 96);
    for (const slot of day.slots) {
      const bills = day.bills.filter((bill) => bill.slot === slot.slot);
      const traded = sum(slot.trades, ({ energy }) => energy);
      assert.equal(sum(bills, ({ bought }) => bought), traded, `slot ${slot.slot}`);
      assert.equal(sum(bills, ({ sold }) => sold), traded, `slot ${slot.slot}`);
      assert.ok(slot.rounds.every(({ price }) => price === null || (price > slot.fit && price <= slot.cap)));
    }
    assert.ok(day.summary.trades > 0 && day.summary.community_gain > 0);

    // Money: everybody's bill adds up, and all sides together have nothing.
    const paid = sum(day.bills, (bill) => bill.purchases + bill.utility_cost - bill.sales - bill.utility_revenue);
    assert.equal(BigInt(day.balance.participants), -paid);
    const { participants, utility, grid, reserve, pending } = day.balance;
    assert.equal(participants + utility + grid + reserve + pending, 0);
    assert.deepEqual([reserve, pending], [0, 0]);
    // What neighbours pay is what neighbours get, and 0.02 UNIT a kWh for the wires.
    const fee = sum(day.bills, ({ purchases, sales }) => purchases - sales);
    assert.equal(fee, sum(day.bills, ({ bought }) => bought * 20_000));
    const alone = sum(day.bills, (bill) => bill.alone_cost - bill.alone_revenue);
    assert.equal(BigInt(day.summary.community_gain), alone - paid);

    // The same page of the chain as it lives.
    const names = join(live, 'names.csv');
    writeFileSync(names, `who,name\n${day.participants.map(({ account, name }) => `${account},${name}`).join('\n')}\n`);
    const asked = ['--url', `ws://127.0.0.1:${port}`, '--names', names, '--report', live];
    const vienna = ['--zone', 'Europe/Vienna'];
    const { stdout } = await run(AGENT, ['report', ...asked, ...vienna, '--from', '2025-06-18', '--to', '2025-06-19'], { timeout: 600_000 });
    assert.match(stdout, /8 neighbours saved/);
    const seen = JSON.parse(readFileSync(join(live, 'report.json')));
    assert.deepEqual(seen.bills, day.bills);
    assert.deepEqual(seen.balance, day.balance);
    assert.deepEqual(seen.participants.map(({ name, node, kind }) => [name, node, kind]),
      day.participants.map(({ name, node, kind }) => [name, node, kind]));
    const rounds = (all) => all.map((slot) => slot.rounds.map(({ book, ...round }) => round));
    assert.deepEqual(rounds(seen.slots), rounds(day.slots));
    assert.match(readFileSync(join(live, 'index.html'), 'utf8'), /18 June 2025, Europe\/Vienna/);
    for (const [wrong, says] of [
      [[...vienna, '--from', 'yesterday'], /is no time: write 2018-06-27/],
      [[...vienna, '--from', '2025-06-19', '--to', '2025-06-18'], /no interval between/],
      [[...vienna, '--from', '2025-06-01', '--to', '2025-06-02'], /market began with the interval of 2025-06-1/],
      [['--zone', 'Vienna'], /is no time zone/],
    ]) {
      await assert.rejects(run(AGENT, ['report', ...asked, ...wrong]), says);
    }

    agent.kill('SIGTERM');
    await ended;
  });
});
