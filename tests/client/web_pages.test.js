// SPDX-License-Identifier: Apache-2.0

// What the page of the live market says of grid, trust, chain and operator, against what the chain says.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Node, account, directory, send, until, view } from './support/node.js';
import { UNIT, demand, meters, offer, operate, over, round, start, toGate } from './support/market.js';
import { twoReadings } from './support/meter.js';
import { WEB, act, facts, launch, open, rows, says, serve, tells } from './support/web.js';

const [alice, bob, charlie, dave] = ['Alice', 'Bob', 'Charlie', 'Dave'].map((name) => account(name));
const HOUR = 3_600_000;

/// A development chain with lines: all lead to the substation, and that of bus 18, where Charlie hangs, carries 1 kWh.
function gridSpec(t) {
  const spec = JSON.parse(execFileSync(process.env.GRIDMERIT_NODE, ['export-chain-spec', '--chain', 'dev'], { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] }));
  const line = (_, i) => ({ owner: alice.address, parent: 0, rating: i + 1 === 18 ? 1_000 : 1_000_000 });
  spec.genesis.runtimeGenesis.patch.grid = { lines: Array.from({ length: 29 }, line) };
  const path = join(directory(t), 'grid.json');
  writeFileSync(path, JSON.stringify(spec));
  return path;
}

describe('the pages beside the market', { timeout: 1_200_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  it('show lines, zones with their prices, and what is proposed', async (t) => {
    const { node, api } = await start(t, ['--chain', gridSpec(t)]);
    const now = await round(api);
    for (const [who, order] of [[charlie, offer(6_000, 100_000)], [dave, offer(8_000, 150_000)], [bob, demand(3_000)]]) {
      await send(api, api.tx.forwardMarket.post(now, [[now + 1, order]], true), who);
    }
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/grid' });
    await tells(page, 'What each line may carry', (all) => all.length === 29);
    const lines = await rows(page, 'What each line may carry');
    assert.deepEqual(lines[17].slice(0, 4), ['0–18', '1 kWh', '1 kWh', '1 kWh']);
    assert.equal(lines[17].at(-1), 'Charlie (2)');
    assert.equal(await page.locator('svg.flows path.wire').count(), 29);
    await says(page, 'Nothing is proposed.');

    await toGate(node, api);
    await tells(page, 'Buses joined by lines', (all) => all.length === 2);
    const { zones, rent } = (await api.call.marketApi.zones(now + 1, now)).unwrap();
    assert.deepEqual(zones.map(({ top, price }) => [top.toNumber(), price.unwrap().toNumber()]), [[0, 150_000], [18, 100_000]]);
    assert.equal(rent.toBigInt(), 50_000n * 1_000n);
    const shown = await rows(page, 'Buses joined by lines');
    assert.deepEqual(shown.map((row) => [row[0], row[2], row[3], row[4]]), [
      ['from bus 0 on', '0.15 UNIT/kWh', '3 kWh', '2 kWh'], ['from bus 18 on', '0.10 UNIT/kWh', '0 kWh', '1 kWh'],
    ]);
    assert.equal(shown[1][1], '18');
    await says(page, 'Congestion rent of the round: 0.05 UNIT.');
    assert.deepEqual((await rows(page, 'What each line carries'))[17], ['0–18', '1 kWh', '1 kWh', '100 %']);

    // On the first page the trade is on the map, and the full line is marked.
    await page.locator('nav a[href="#/now"]').click();
    await page.locator('svg.flows path.wire.full').waitFor({ timeout: 240_000 });
    assert.equal(await page.locator('svg.flows path.wire.full').count(), 1);
    assert.equal(await page.locator('svg.flows path.trade').count(), 2);

    // Dave becomes a grid operator and proposes a limit.
    await page.locator('nav a[href="#/grid"]').click();
    await send(api, api.tx.authorities.publish('GridOperator', 'Netz Nord'), dave);
    await operate(api, api.tx.authorities.trust(dave.address, true));
    const change = { Limits: { bus: 22, when: { From: now + 300 }, limits: { import: 90_000, export: 80_000 } } };
    await send(api, api.tx.grid.propose(change), dave);
    await tells(page, 'What is proposed', ([row]) => row?.[1] === 'limits of the line of bus 22: 90 kWh / 80 kWh');
    assert.deepEqual(complaints, []);
  });

  it('show whom the network trusts and why, slashes, and who builds', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    await send(api, api.tx.trustStaking.bond(500n * UNIT), charlie);
    await send(api, api.tx.trustStaking.back(2, 100n * UNIT), dave);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trust' });
    const stands = (await view(api, 'TrustStaking', 'standing', 2)).unwrap();
    assert.equal(stands.effective.toNumber(), 30_000_000);
    await tells(page, 'Nodes by effective trust', (all) => all.some((row) => row[0] === 'Charlie (2)' && row[1] === '3 %'));
    const all = await rows(page, 'Nodes by effective trust');
    assert.deepEqual(all.find(([name]) => name === 'Charlie (2)'), ['Charlie (2)', '3 %', '5 %', '500.00 UNIT', '100.00 UNIT (1)', '0']);
    assert.equal(all.length, 6);
    await tells(page, 'Who has a seat', ([row]) => row?.[0] === 'Alice (5)' && row[1] === 'elected' && row[2] === 'elected');
    await says(page, 'No slash waits.', 'Nobody serves on committees', 'No question is open.');

    // Charlie's meter contradicts itself: a slash waits, and at the end of the session the index falls.
    const [first, second] = twoReadings(devices[1], from, 5);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.reportTampering(1, first, second), bob);
    await tells(page, 'What is proven', ([row]) => row?.[1] === 'node 2' && row[2] === 'meter that contradicted itself' && row[3] === '50 %');
    for (let hour = 0; hour < 2; hour++) await node.request('sealing_jump', HOUR);
    await node.request('sealing_jump', 6_000);
    await page.locator('section select').selectOption({ label: 'Charlie (2)' });
    await tells(page, 'What moved the index', (history) => history.some((row) => /meters that contradicted themselves ×1/.test(row[6])));
    const history = await api.query.trustStaking.history(2);
    assert.equal((await rows(page, 'What moved the index')).length, history.length);

    // The same on his own page: why it has fallen.
    await page.locator('nav a[href="#/home"]').click();
    await act(page, 'Charlie');
    await tells(page, 'What moved the index', (mine) => mine.some((row) => /meters that contradicted themselves ×1/.test(row[6])));
    assert.deepEqual(complaints, []);
  });

  it('show what is final, who builds, and what fills the blocks', async (t) => {
    const { node, api } = await start(t);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/chain' });
    await tells(page, 'Who builds blocks in session', ([row]) => row?.[0] === 'Alice (5)');
    const { from, meters: devices } = await meters(api);
    await until(async () => (await facts(page))['Best block'] === String(await node.best()), { what: 'the best block' });
    assert.equal((await facts(page)).Runtime, `gridmerit ${api.runtimeVersion.specVersion}`);
    const now = await round(api);
    await send(api, api.tx.forwardMarket.post(now, [[now + 1, demand(700)]], true), bob);
    const market = await node.best();
    await tells(page, 'The latest blocks', (all) => all.some((row) => row[0] === String(market)));
    const [, , ofMarket, ofReadings] = (await rows(page, 'The latest blocks')).find(([number]) => number === String(market));
    assert.ok(parseFloat(ofMarket) > 0 && parseFloat(ofReadings) === 0, `${ofMarket}, ${ofReadings}`);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 500, 0)]), dave);
    const reading = await node.best();
    await tells(page, 'The latest blocks', (all) => all.some((row) => row[0] === String(reading) && parseFloat(row[3]) > 0));
    const final = await node.finalized();
    await until(async () => Number((await facts(page))['Final block']) >= final, { what: 'the final block' });
    assert.deepEqual(complaints, []);
  });

  it('let the operator admit, pause and publish, and others only look', async (t) => {
    const { node, api } = await start(t);
    const applicant = account('Bob//stash');
    await send(api, api.tx.balances.transferKeepAlive(applicant.address, 100n * UNIT), bob);
    const data = { customer: `0x${'07'.repeat(32)}`, roles: { consumer: true }, bus: 7, limits: { generation: 0, consumption: 9_000 }, source: 'None', battery: null };
    await send(api, api.tx.teRegistry.apply(data, 0), applicant);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await tells(page, 'Who wants to take part', ([row]) => row?.[1] === 'consumer' && row[2] === 'no source' && row[3] === '–' && row[4] === '7' && row[5] === '9 kWh drawn, 0 kWh fed in');
    await act(page, 'Bob');
    await says(page, 'You can look; to decide, sign as the operator.');
    for (const name of ['Admit', 'Pause posting', /^Publish for/]) assert.ok(await page.getByRole('button', { name }).isDisabled(), String(name));

    await act(page, 'Alice');
    await page.getByRole('button', { name: 'Admit' }).click();
    await says(page, 'Nobody waits to be admitted.');
    assert.equal((await api.query.teRegistry.indexOf(applicant.address)).unwrap().toNumber(), 6);

    await page.getByRole('button', { name: 'Pause posting' }).click();
    await until(async () => (await facts(page))['Posting of orders'] === 'paused', { what: 'posting to be paused' });
    assert.deepEqual((await api.query.forwardMarket.paused()).toJSON(), { posting: true, clearing: false });
    await page.getByRole('button', { name: 'Let posting go on' }).click();
    await until(async () => (await facts(page))['Posting of orders'] === 'runs', { what: 'posting to go on' });

    const single = page.locator('form.single');
    // A tariff is tried before it is published: beyond the bounds it says why, and cannot be.
    await single.getByLabel(/^Utility sells/).fill('1.2');
    await says(page, "Utility sells: above the operator's ceiling.");
    await single.getByLabel(/^Utility sells/).fill('0.6');
    await says(page, 'Utility sells: changes by more at once than the operator allows.', 'What is sold and not delivered must cost at least');
    assert.ok(await page.getByRole('button', { name: /^Publish for/ }).isDisabled());
    await single.getByLabel(/^Utility sells/).fill('0.22');
    await single.getByLabel(/^Utility buys/).fill('0,07');
    await single.getByLabel(/^Bought, not used/).fill('0.07');
    await says(page, "Within the operator's bounds. Neighbours would trade between 0.07 UNIT/kWh and 0.209 UNIT/kWh.");
    const { last } = (await api.query.forwardMarket.currentRound()).unwrap();
    // The utility may publish, too.
    await act(page, 'Ferdie');
    await page.getByRole('button', { name: /^Publish for/ }).click();
    await tells(page, 'Intervals with a tariff of their own', ([row]) => row?.[1] === '0.22' && row[2] === '0.07');
    const [[interval, tariff]] = await api.query.forwardMarket.ownTariffs();
    assert.equal(interval.toNumber(), last.toNumber() + 1);
    assert.deepEqual([tariff.tou.toNumber(), tariff.fit.toNumber(), tariff.surplus.toNumber(), tariff.shortfall.toNumber()], [220_000, 70_000, 70_000, 300_000]);

    // What Sudo is refused is said, though its own call is done: the interval after has too different a tariff.
    const dear = { tou: 450_000, fit: 80_000, alphaPpm: 950_000, fee: 5_000, shortfall: 700_000, surplus: 80_000, curtailed: 0 };
    await operate(api, api.tx.forwardMarket.setIntervalTariffs([[last.toNumber() + 2, dear]]));
    await act(page, 'Alice');
    await single.getByLabel(/^Utility sells/).fill('0.1');
    await says(page, "Within the operator's bounds.");
    await page.getByRole('button', { name: /^Publish for/ }).click();
    await says(page, 'Refused: A number changes by more from one interval to the next than the operator allows.');

    await send(api, api.tx.authorities.publish('Police', 'Polizei Neustadt'), dave);
    await tells(page, 'Who states facts', ([row]) => row?.[0] === 'Polizei Neustadt' && row[1] === 'police' && row[2] === 'no');
    await says(page, 'Nobody owes anything.');
    assert.deepEqual(complaints, []);
  });

  it('show who owes what, and what is forgiven', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await says(page, 'Nobody owes anything.', 'No debt was forgiven while this page was open.');
    // Bob has paid nothing in, and has drawn more than his standing deposit covers.
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 20_000, 0)]), dave);
    const owed = (await api.call.marketApi.node(bob.address)).unwrap().owes;
    assert.equal(owed.length, 1);
    const [to, amount] = [owed[0][0].toNumber(), owed[0][1].toBigInt()];
    assert.equal(to, 0);
    await tells(page, 'Who owes how much', ([row]) => row?.[0] === 'node 1' && row[1] === 'node 0' && parseFloat(row[2]) === Number(amount) / 1e9);
    await send(api, api.tx.ledger.forgive(1, 0, amount / 2n, 'a hard winter'), account('Ferdie'));
    await tells(page, 'Debts that were forgiven', ([row]) => row?.[0] === 'node 1' && parseFloat(row[2]) === Number(amount / 2n) / 1e9 && row[4] === 'a hard winter');
    assert.deepEqual(complaints, []);
  });

  it('draw where a book would clear as the crate of the chain clears it', async () => {
    const { transformSync } = createRequire(join(WEB, 'package.json'))('esbuild');
    const { code } = transformSync(readFileSync(join(WEB, 'src/lib/clearing.ts'), 'utf8'), { loader: 'ts', format: 'esm' });
    const { clear, join: joined } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    let state = 33;
    const random = (below) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const seen = new Set();
    for (let round = 0; round < 150; round++) {
      const consumers = Array.from({ length: random(5) }, (_, id) => ({ id, demand_wh: 1 + random(900), ...(random(2) ? { limit: 60_001 + random(20) * 5_000 } : {}) }));
      const prosumers = Array.from({ length: random(5) }, (_, i) => ({ id: 10 + i, capacity_wh: 1 + random(900), price: 60_001 + random(20) * 5_000 }));
      const input = { consumers, prosumers, tou: 200_000, fit: 60_000, alpha: 900_000, ser: 0 };
      const { status, stdout, stderr } = spawnSync(process.env.GRIDMERIT_CLEAR, [], { input: JSON.stringify(input) });
      assert.equal(status, 0, stderr.toString());
      const said = JSON.parse(stdout);
      // In two parts, as a book of many pages comes.
      const parts = [{ demand: 0n, limited: [], supply: [] }];
      for (const { demand_wh, limit } of consumers) parts.push({ demand: limit ? 0n : BigInt(demand_wh), limited: limit ? [[BigInt(limit), BigInt(demand_wh)]] : [], supply: [] });
      for (const { capacity_wh, price } of prosumers) parts.push({ demand: 0n, limited: [], supply: [[BigInt(price), BigInt(capacity_wh)]] });
      const ours = clear(parts.reduce(joined), 180_000n);
      seen.add(ours.status);
      const text = JSON.stringify({ input, said, ours }, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      const names = { cleared: 'Cleared', scarcity: 'Scarcity', 'no supply': 'NoSupply', 'no demand': 'NoDemand', 'no match': 'NoMatch' };
      assert.equal(ours.status, names[String(said.status).replaceAll(/[_-]/g, ' ').toLowerCase()] ?? said.status, text);
      assert.equal('price' in ours ? String(ours.price) : null, said.price ?? null, text);
      assert.equal('traded' in ours ? String(ours.traded) : '0', said.traded_wh, text);
    }
    assert.deepEqual([...seen].sort(), ['Cleared', 'NoDemand', 'NoMatch', 'NoSupply', 'Scarcity']);
  });
});
