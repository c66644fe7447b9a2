// SPDX-License-Identifier: Apache-2.0

// What the operator, the utility and authorities decide on the page, against what the chain then says.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { account, send, until } from './support/node.js';
import { UNIT, meters, operate, over, round, start } from './support/market.js';
import { WEB, act, barriers, facts, launch, open, overflows, rows, says, serve, shot, tells } from './support/web.js';

const [alice, bob, dave, ferdie] = ['Alice', 'Bob', 'Dave', 'Ferdie'].map((name) => account(name));

describe("the operator's page", { timeout: 1_200_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  const done = (page) => says(page, /Done for good, in block \d+\./);

  it('rejects an application, and says why for everybody to read', async (t) => {
    const { node, api } = await start(t);
    const applicant = account('Bob//stash');
    await send(api, api.tx.balances.transferKeepAlive(applicant.address, 100n * UNIT), bob);
    const data = { customer: `0x${'07'.repeat(32)}`, roles: { consumer: true }, bus: 7, limits: { generation: 0, consumption: 9_000 }, source: 'None', battery: null };
    await send(api, api.tx.teRegistry.apply(data, 0), applicant);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await act(page, 'Bob');
    await tells(page, 'Who wants to take part', (all) => all.length === 1);
    assert.ok(await page.getByRole('button', { name: 'Reject …' }).isDisabled());
    await act(page, 'Alice');
    await page.getByRole('button', { name: 'Reject …' }).click();
    const reject = page.getByRole('button', { name: /^Reject it/ });
    assert.ok(await reject.isDisabled(), 'without a reason');
    const why = page.getByLabel(/^Why: the applicant/);
    await why.fill('ü'.repeat(65));
    await says(page, '130 bytes: the chain keeps 128.');
    assert.ok(await reject.isDisabled(), 'with too long a reason');
    await why.fill('The customer number is another house’s.');
    await reject.click();
    await says(page, 'Nobody waits to be admitted.');
    assert.ok((await api.query.teRegistry.applications(applicant.address)).isNone);
    const events = await api.query.system.events();
    const [{ event }] = events.filter(({ event: { method } }) => method === 'ApplicationRejected');
    assert.equal(event.data.account.toString(), applicant.address);
    assert.equal(event.data.reason.toUtf8(), 'The customer number is another house’s.');
    assert.equal((await api.query.balances.account(applicant.address)).reserved.toBigInt(), 0n, 'the deposit is back');
    assert.deepEqual(complaints, []);
  });

  it('tries a daily tariff before it publishes it', async (t) => {
    const { node, api } = await start(t);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await act(page, 'Bob');
    await says(page, 'Nothing is different from the daily tariff that was published last.');
    const publish = page.getByRole('button', { name: /^Publish it for/ });
    const set = (name, value) => page.getByLabel(name, { exact: true }).fill(value);
    await set('Utility sells, from 07:00', '0.6');
    await says(page, 'From 07:00: Utility sells: changes by more at once than the operator allows.', 'From 22:00: Utility sells: changes by more',
      'From 07:00: What is sold and not delivered must cost at least');
    assert.ok(await publish.isDisabled());
    await set('Utility sells, from 07:00', '1.2');
    await says(page, "From 07:00: Utility sells: above the operator's ceiling.");
    await set('Utility sells, from 07:00', 'dear');
    await says(page, 'Enter times such as 06:00');
    await set('Utility sells, from 07:00', '0.28');
    await set('Sold, not delivered, from 07:00', '0,42');
    await page.getByRole('button', { name: 'Add a time of day' }).click();
    await says(page, 'Enter times such as 06:00');
    await set('Begins at –', '07:10');
    await says(page, 'Between two times of day there is less than an interval.');
    await set('Begins at 07:10', '12:00');
    await set('Utility sells, from 12:00', '0.22');
    await set('Sold, not delivered, from 12:00', '0.33');
    await says(page, /Within the operator's bounds\. It would hold from 27 Jun, 03:15/);
    assert.deepEqual(await rows(page, 'What would be different'), [
      ['07:00', 'Utility sells', '0.25', '0.28'], ['07:00', 'Sold, not delivered', '0.375', '0.42'],
      ['12:00', 'Utility sells', '0.25', '0.22'], ['12:00', 'Sold, not delivered', '0.375', '0.33'],
    ]);
    assert.deepEqual((await rows(page, 'Between which prices')).map((row) => row.join()), [
      '00:00,0.08 UNIT/kWh,0.19 UNIT/kWh', '07:00,0.08 UNIT/kWh,0.266 UNIT/kWh', '12:00,0.08 UNIT/kWh,0.209 UNIT/kWh', '22:00,0.08 UNIT/kWh,0.19 UNIT/kWh',
    ]);
    assert.deepEqual((await rows(page, "The operator's bounds")).map((row) => row.slice(0, 3).join()), ['At most,1.00,0.50', 'By, at once,0.30,0.10']);
    await shot(page, 'daily');
    assert.ok(await publish.isDisabled(), 'Bob may look');
    assert.deepEqual([...(await barriers(page)), ...(await overflows(page))], []);
    // The utility may publish it; the form keeps what was typed.
    await act(page, 'Ferdie');
    await until(async () => !(await publish.isDisabled()), { what: 'the button' });
    const { last } = (await api.query.forwardMarket.currentRound()).unwrap();
    await publish.click();
    await done(page);
    const [from, profile] = (await api.query.forwardMarket.dailyTariffs()).at(-1);
    assert.equal(from.toNumber(), last.toNumber() + 1);
    assert.deepEqual(profile.bands.map(({ fromMinute, tariff }) => [fromMinute, tariff.tou, tariff.shortfall].map(Number)),
      [[0, 200_000, 300_000], [420, 280_000, 420_000], [720, 220_000, 330_000], [1_320, 200_000, 300_000]]);
    await tells(page, 'The daily tariff from', (all) => all.length === 4 && all[2][0] === '12:00' && all[2][1] === '0.22');
    assert.deepEqual(complaints, []);
  });

  it('finds in a daily tariff what the chain finds', async (t) => {
    const { api } = await start(t);
    const { buildSync } = createRequire(join(WEB, 'package.json'))('esbuild');
    const [{ text }] = buildSync({ entryPoints: [join(WEB, 'src/lib/timeline.ts')], bundle: true, format: 'esm', write: false }).outputFiles;
    const { dayProblems, dayFrom } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const NAMES = { tou: 'tou', fit: 'fit', alphaPpm: 'alpha_ppm', fee: 'fee', shortfall: 'shortfall', surplus: 'surplus', curtailed: 'curtailed' };
    const ours = (tariff) => Object.fromEntries(Object.entries(NAMES).map(([theirs, name]) => [name, name === 'alpha_ppm' ? tariff[theirs].toNumber() : tariff[theirs].toBigInt()]));
    const bandsOf = (bands) => bands.map(({ fromMinute, tariff }) => ({ from_minute: fromMinute.toNumber(), tariff: ours(tariff) }));
    const timeline = async () => {
      const query = api.query.forwardMarket;
      const [rules, days, own, current, now] = await Promise.all([query.rules(), query.dailyTariffs(), query.ownTariffs(), query.currentRound(), api.query.timestamp.now()]);
      const last = current.unwrap().last.toNumber();
      return {
        length: 900_000, last, opened: ours((await query.intervalTerms(last)).unwrap().tariff), now: Math.floor(now.toNumber() / 900_000),
        days: days.map(([from, day]) => [from.toNumber(), {
          offset: day.offset.toNumber(), changes: day.changes.map((one) => ({ from: one.from.toBigInt(), offset: one.offset.toNumber() })), bands: bandsOf(day.bands),
        }]),
        own: own.map(([interval, tariff]) => [interval.toNumber(), ours(tariff)]),
        bounds: rules.map(([from, { bounds }]) => [from.toNumber(), { ceiling: ours(bounds.ceiling), change: ours(bounds.change), notice: bounds.notice.toNumber() }]),
      };
    };
    let state = 7;
    const random = (below) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const seen = { accepted: 0, refused: new Set() };
    for (let trial = 0; trial < 70; trial++) {
      if (trial === 30) {
        // From here on there are a notice, and an interval with a tariff of its own.
        const { last } = await timeline();
        await operate(api, api.tx.forwardMarket.setIntervalTariffs([[last + 20, { tou: 300_000, fit: 80_000, alphaPpm: 950_000, fee: 5_000, shortfall: 450_000, surplus: 80_000, curtailed: 0 }]]));
        const [, rules] = (await api.query.forwardMarket.rules()).at(-1);
        await operate(api, api.tx.forwardMarket.setRules({ ...rules.toJSON(), bounds: { ...rules.bounds.toJSON(), notice: 8 } }));
      }
      const times = [0, ...Array.from({ length: random(3) }, () => random(16) * 90 + (random(10) === 0 ? 1 : 0))];
      const bands = times.map((fromMinute) => {
        const tou = 150_000 + random(12) * 40_000;
        const fit = random(6) * 25_000;
        return { fromMinute, tariff: {
          tou, fit, alphaPpm: 900_000 + random(4) * 40_000, fee: random(3) * 5_000, shortfall: Math.floor(tou * (1 + random(4) / 4)),
          surplus: Math.max(0, fit - random(2) * 10_000 + (random(12) === 0 ? 20_000 : 0)), curtailed: 0,
        } };
      });
      const changes = random(3) === 0 ? [{ from: Date.UTC(2018, 9, 28, 1), offset: 60 }] : [];
      const profile = { grid: null, offset: random(2) * 120, changes, bands };
      const line = await timeline();
      const day = { offset: profile.offset, changes: changes.map(({ from, offset }) => ({ from: BigInt(from), offset })),
        bands: bands.map(({ fromMinute, tariff: { alphaPpm, ...prices } }) => ({ from_minute: fromMinute,
          tariff: { alpha_ppm: alphaPpm, ...Object.fromEntries(Object.entries(prices).map(([name, value]) => [name, BigInt(value)])) } })) };
      const problems = dayProblems(line, day);
      const { events } = await send(api, api.tx.sudo.sudo(api.tx.forwardMarket.setTariff(profile)), alice);
      const [result] = events.find(({ method }) => method === 'Sudid').data;
      const said = result.isOk ? undefined : api.registry.findMetaError(result.asErr.asModule).name;
      const told = JSON.stringify({ profile, problems, said }, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      assert.equal(problems.length === 0, said === undefined, told);
      if (said) seen.refused.add(said);
      else {
        seen.accepted += 1;
        const { from } = events.find(({ method }) => method === 'TariffPublished').data;
        assert.equal(from.toNumber(), dayFrom(line), told);
      }
    }
    t.diagnostic(`${seen.accepted} of 70 accepted, others refused for ${[...seen.refused].join(', ')}`);
    assert.ok(seen.accepted >= 10, `${seen.accepted} accepted`);
    for (const name of ['ChangesTooMuch', 'BadBands']) assert.ok(seen.refused.has(name), `${[...seen.refused]}`);
  });

  it('publishes and trusts authorities, and lifts what they have reported', async (t) => {
    const { node, api } = await start(t);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await act(page, 'Dave');
    await page.getByText('Publish this account as an authority').click();
    await page.locator('select[name="authority"]').selectOption({ label: 'police' });
    await page.getByLabel('Name', { exact: true }).fill('Polizei Neustadt');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await tells(page, 'Who states facts', ([row]) => row?.slice(0, 4).join() === 'Polizei Neustadt,police,no,revoke meters');
    assert.equal(await page.getByText('Publish this account as an authority').count(), 0, 'it is one');
    assert.ok(await page.getByRole('button', { name: 'Trust', exact: true }).isDisabled(), 'nobody trusts itself');

    await act(page, 'Alice');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await tells(page, 'Who states facts', ([row]) => row?.[2] === 'yes');
    const authority = async () => (await api.query.authorities.authorities(dave.address)).unwrapOr(null);
    assert.ok((await authority()).trusted.isTrue);
    await meters(api);
    await over(node, api, await round(api));
    await send(api, api.tx.authorities.reportMeter(0, (await round(api)) - 1, 'broken seal'), dave);
    await tells(page, 'Meters that are reported', ([row]) => row?.[1] === 'Polizei Neustadt' && row[3] === 'broken seal' && row[5] === 'yes');
    await shot(page, 'authorities');
    await act(page, 'Bob');
    assert.ok(await page.getByRole('button', { name: 'Lift' }).isDisabled());
    await act(page, 'Alice');
    await page.getByRole('button', { name: 'End the trust' }).click();
    await tells(page, 'Who states facts', ([row]) => row?.[2] === 'no');
    assert.ok((await authority()).trusted.isFalse);

    // Its own report stands in the way of its leaving.
    await act(page, 'Dave');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await says(page, 'Refused: Reports of this authority stand. Lift them first.');
    await page.getByRole('button', { name: 'Lift' }).click();
    await until(async () => (await api.query.authorities.reports(0, dave.address)).isNone, { what: 'the report to be lifted' });
    await until(async () => (await rows(page, 'Meters that are reported')) === undefined, { what: 'no report on the page' });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await says(page, 'No authority is published.');
    assert.equal(await authority(), null);
    assert.deepEqual(complaints, []);
  });

  it('forgives a debt in part, as its creditor, and the rest, as the operator', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 20_000, 0)]), dave);
    const owed = async () => (await api.query.ledger.debts(1, 0)).toString();
    const amount = BigInt(await owed());
    assert.ok(amount > UNIT, `${amount}`);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/operator' });
    await act(page, 'Bob');
    await tells(page, 'Who owes how much', (all) => all.length === 1);
    assert.ok(await page.getByRole('button', { name: 'Forgive …' }).isDisabled(), 'nobody forgives itself');
    await act(page, 'Ferdie');
    await page.getByRole('button', { name: 'Forgive …' }).click();
    const button = page.getByRole('button', { name: 'Forgive it' });
    await page.getByLabel(/^How much, in UNIT/).fill('1000');
    await says(page, 'Less than that is owed.');
    assert.ok(await button.isDisabled());
    await page.getByLabel(/^How much, in UNIT/).fill('1');
    await page.getByLabel('Because').fill('a hard winter');
    await says(page, /Then [\d.]+ UNIT are still owed\./);
    assert.deepEqual(await barriers(page), []);
    await shot(page, 'forgive');
    await button.click();
    await tells(page, 'Debts that were forgiven', ([row]) => row?.[2] === '1.00 UNIT' && row[4] === 'a hard winter');
    assert.equal(BigInt(await owed()), amount - UNIT);
    await done(page);
    await button.waitFor({ state: 'detached', timeout: 60_000 });

    await act(page, 'Alice');
    await page.getByRole('button', { name: 'Forgive …' }).click();
    await page.getByLabel('Because').fill('the house has burnt down');
    await says(page, /Then 0\.00 UNIT are still owed\./);
    await button.click();
    await says(page, 'Nobody owes anything.');
    await tells(page, 'Debts that were forgiven', (all) => all.length === 2 && all[0][4] === 'the house has burnt down' && all[0][3] === '0.00 UNIT');
    assert.equal((await api.query.ledger.debts.entries()).length, 0);
    assert.ok((await facts(page))['Posting of orders'] === 'runs');
    assert.deepEqual(complaints, []);
  });
});
