// SPDX-License-Identifier: Apache-2.0

// A household on its page: certificates and preferences, and three things that people ask, from the first click to the
// answer, in both languages: what did I pay yesterday, sell 2 kWh tomorrow at noon, why has my trust fallen.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { account, send, until, view } from './support/node.js';
import { UNIT, demand, meters, offer, operate, over, round, start, toGate } from './support/market.js';
import { Key, Meter, twoReadings } from './support/meter.js';
import { act, barriers, facts, launch, open, overflows, rows, says, serve, shot, tells } from './support/web.js';

const [bob, charlie, dave] = ['Bob', 'Charlie', 'Dave'].map((name) => account(name));
const HOUR = 3_600_000;
const SLOT = 6_000;

/// An hour later, and a block that takes transactions.
async function hour(node) {
  await node.request('sealing_jump', HOUR);
  await node.request('sealing_jump', SLOT);
}

/// Opens the page as somebody who comes to it, and goes to a part of it by its link.
async function come(t, browser, options, link, name) {
  const opened = await open(t, browser, options);
  await opened.page.getByRole('link', { name: link, exact: true }).click();
  await act(opened.page, name);
  return opened;
}

describe('a household on its page', { timeout: 1_500_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  /// Bob buys 3 kWh of Charlie's and draws 3.2, Charlie feeds in 4: in which interval.
  async function delivered(node, api) {
    const from = (await round(api)) + 1;
    await send(api, api.tx.meterAttestation.settleWith(0, from), bob);
    await send(api, api.tx.meterAttestation.settleWith(1, from), charlie);
    for (const who of [bob, charlie]) await send(api, api.tx.ledger.deposit(5n * UNIT), who);
    const devices = ['Bob', 'Charlie'].map((name, i) => new Meter(api, i, new Key(`//Meter//${name}`)));
    const now = await round(api);
    await send(api, api.tx.forwardMarket.post(now, [[from, demand(3_000)]], false), bob);
    await send(api, api.tx.forwardMarket.post(now, [[from, offer(3_000, 110_000)]], false), charlie);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 3_200, 0), devices[1].read(from, 0, 4_000)]), dave);
    return { from, devices };
  }

  it('sees certificates go with what is traded, and cancels them for what it drew', async (t) => {
    const { node, api } = await start(t);
    await operate(api, api.tx.settlement.setDisputeWindow(6));
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/home' });
    await act(page, 'Bob');
    await says(page, 'There are no certificates of this day', 'Certificates are issued as far as 27 Jun, 02:');
    const { from } = await delivered(node, api);
    const issued = async () => (await api.call.certificatesApi.issuedUntil()).unwrapOr(0);
    for (let k = 0; k < 60 && Number(await issued()) <= from; k++) {
      await toGate(node, api);
      for (let block = 0; block < 10; block++) await node.request('sealing_jump', SLOT);
    }
    assert.ok(Number(await issued()) > from, 'certificates are issued');

    // What the buyer gets is what the plant passes on; what is left is the plant's own.
    await until(async () => (await facts(page, '#certificates'))['Came with what I bought'] === '3 kWh', { what: "Bob's certificates" });
    const mine = await facts(page, '#certificates');
    assert.deepEqual([mine['Issued to my plant'], mine.Held, mine.Cancelled, mine['Matched, hour by hour']], ['0 kWh', '3 kWh', '0 kWh', '0 %']);
    await tells(page, 'Each hour', ([row]) => row?.join() === '02:00,3.2 kWh,0 kWh,0 %,–');
    await act(page, 'Charlie');
    await until(async () => (await facts(page, '#certificates'))['Issued to my plant'] === '4 kWh', { what: "Charlie's certificates" });
    const his = await facts(page, '#certificates');
    assert.deepEqual([his['Went with what I sold'], his['Came with what I bought'], his.Held], ['3 kWh', '0 kWh', '1 kWh']);
    await says(page, 'My plant: sun, 60 kW. Certified from', 'for at most 15 kWh an interval');
    await tells(page, 'Certificates of this day', (all) => all.length === 1 && all[0].join() === 'sun,1 kWh,0 kWh,0 kWh');
    await tells(page, 'Certificates of each interval', (all) => all.length === 1 && all[0].join() === '02:15–02:30,4 kWh,3 kWh,0 kWh,1 kWh,0 kWh');

    // Bob cancels what he has; the chain says the same as the page.
    await act(page, 'Bob');
    await page.getByRole('button', { name: 'Cancel 3 kWh for what I drew' }).click();
    await says(page, /Done for good, in block \d+\./);
    await tells(page, 'Each hour', ([row]) => row?.join() === '02:00,3.2 kWh,3 kWh,93.8 %,sun 3 kWh');
    const { drawn, cancelled } = (await api.call.certificatesApi.matched(from, 1)).unwrap();
    assert.deepEqual([Number(drawn), Number(cancelled)], [3_200, 3_000]);
    const then = await facts(page, '#certificates');
    assert.deepEqual([then.Held, then.Cancelled, then['Matched, hour by hour']], ['0 kWh', '3 kWh', '93.8 %']);
    await says(page, /In June 2018 \(UTC\) [\d.]+ kWh were drawn that are settled for good; certificates are cancelled for 3 kWh of it\./);
    assert.equal(await page.getByRole('button', { name: /^Cancel 3 kWh/ }).count(), 0);

    await shot(page, 'certificates');

    // A day without any says so.
    await page.locator('#certificates').getByRole('button', { name: 'Day before' }).click();
    await says(page, 'There are no certificates of this day');
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(complaints, []);
  });

  it('says from whom it would rather buy', async (t) => {
    const { node, api } = await start(t);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/home' });
    await act(page, 'Bob');
    await says(page, 'You prefer nobody');
    const part = page.locator('#prefer');
    const add = async (kind, value) => {
      await part.getByLabel('Rather buy from').selectOption({ label: kind });
      if (kind === 'a source of energy') await part.locator('select[name="source"]').selectOption({ label: value });
      else await part.locator('input[name="seller"]').fill(value);
      await part.getByRole('button', { name: 'Add' }).click();
    };
    await add('a source of energy', 'wind');
    await add('a neighbour', '2');
    await part.getByRole('button', { name: 'Move node 2 up' }).click();

    // What cannot be is said before it is sent.
    await part.locator('input[name="seller"]').fill('1');
    await says(page, 'The list names your own node');
    await part.locator('input[name="seller"]').fill('2');
    await says(page, 'The list names the same twice.');
    await part.locator('input[name="seller"]').fill('two');
    await says(page, 'Enter a whole number.');
    assert.ok(await part.getByRole('button', { name: 'Add' }).isDisabled());
    await part.locator('input[name="seller"]').fill('77');
    await part.getByRole('button', { name: 'Add' }).click();
    await part.getByRole('button', { name: 'Save these choices' }).click();
    await says(page, 'Refused: The list names a node that there is not.');
    await part.getByRole('button', { name: 'Remove node 77' }).click();

    await part.getByRole('button', { name: 'Save these choices' }).click();
    await says(page, /Done for good, in block \d+\./);
    assert.deepEqual((await view(api, 'ForwardMarket', 'choices_of', 1)).toJSON(), [{ node: 2 }, { source: 'Wind' }]);
    const listed = () => part.locator('ol.choices').first().locator('li').allTextContents();
    await until(async () => (await listed()).join() === 'Charlie (2),wind', { what: 'the choices' });

    await shot(page, 'preferences');

    // The chain pairs by them: Dave has the lower ask, and what Bob buys is Charlie's all the same.
    await meters(api);
    const now = await round(api);
    await send(api, api.tx.forwardMarket.post(now, [[now + 1, demand(1_000)]], true), bob);
    await send(api, api.tx.forwardMarket.post(now, [[now + 1, demand(1_000)]], true), account('Eve'));
    for (const who of [charlie, dave]) await send(api, api.tx.forwardMarket.post(now, [[now + 1, offer(1_000, 120_000)]], true), who);
    await toGate(node, api);
    const trades = (await api.call.marketApi.transactions(now + 1, now, 0)).map(({ seller, buyer, energy }) => [seller, buyer, energy].map(Number));
    assert.deepEqual(trades.filter(([, buyer]) => buyer === 1), [[2, 1, 1_000]]);

    // Who is only watched cannot be spoken for, and all can be taken back.
    await part.getByRole('button', { name: 'Prefer nobody' }).click();
    await says(page, 'You prefer nobody');
    assert.deepEqual((await view(api, 'ForwardMarket', 'choices_of', 1)).toJSON(), []);
    await act(page, 'nobody');
    await page.getByLabel('Or watch an address').fill(charlie.address);
    await page.getByRole('button', { name: 'Watch' }).click();
    await says(page, 'Node 2 on bus');
    assert.equal(await part.getByRole('button', { name: 'Add' }).count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('finds out what it paid yesterday', async (t) => {
    const { node, api } = await start(t);
    const { from, devices } = await delivered(node, api);
    // The rest of the day nothing flows, and the meters say so.
    let next = from + 1;
    for (let passed = 0; passed < 23; passed++) {
      await hour(node);
      const now = Math.floor(Number(await api.query.timestamp.now()) / 900_000);
      const readings = [];
      for (; next < now; next++) readings.push(devices[0].read(next, 0, 0), devices[1].read(next, 0, 0));
      if (readings.length > 0) await send(api, api.tx.meterAttestation.deliver(readings), dave);
    }
    const home = { 'en-GB': 'My home', 'de-DE': 'Mein Haus' };
    const answers = {
      'en-GB': ['Yesterday', '0.385 UNIT paid, 0.255 UNIT saved by the market', 'Day before', 'Yesterday, Wed, 27 Jun 2018', '0.385 UNIT'],
      'de-DE': ['Gestern', '0,385 UNIT bezahlt, 0,255 UNIT durch den Markt gespart', 'Tag davor', 'Gestern, Mi., 27. Juni 2018', '0,385 UNIT'],
    };
    for (const [locale, [name, answer, button, heading, amount]] of Object.entries(answers)) {
      const { page, complaints } = await come(t, browser, { site, port: node.rpcPort, locale }, home[locale], 'Bob');
      // At once, and with all that it is made of one click further.
      await until(async () => (await facts(page, '#bill'))[name] === answer, { what: () => `the answer ${answer}` });
      await page.locator('#bill').getByRole('button', { name: button }).click();
      await says(page, heading);
      const caption = locale === 'en-GB' ? 'Each interval' : 'Jedes Intervall';
      await shot(page, `yesterday-${locale}`);
      await tells(page, caption, (all) => all.some((row) => row[0] === '02:15–02:30' && row[6] === amount));
      assert.deepEqual(complaints, []);
    }
    const day = Math.floor(Date.UTC(2018, 5, 26, 22) / 900_000);
    const { paid, saved } = await api.call.marketApi.statement(1, day, day + 95);
    assert.deepEqual([paid.toBigInt(), saved.toBigInt()], [385_000_000n, 255_000_000n]);
  });

  it('sells 2 kWh tomorrow at noon', async (t) => {
    const { node, api } = await start(t);
    const noon = Math.floor(Date.UTC(2018, 5, 28, 10) / 900_000);
    const texts = {
      'en-GB': { link: 'Buy and sell', page: 'Trade', when: 'Another time', later: 'Orders for 28 Jun, 12:00 CEST are taken from 28 Jun, 10:59 CEST to 28 Jun, 11:59 CEST.' },
      'de-DE': { link: 'Kaufen', page: 'Handeln', when: 'Eine andere Zeit', later: /Aufträge für 28\. Juni,? (um )?12:00 MESZ werden von 28\. Juni,? (um )?10:59 MESZ bis 28\. Juni,? (um )?11:59 MESZ angenommen\./ },
    };
    const pages = {};
    for (const [locale, { page: link, when, later }] of Object.entries(texts)) {
      const { page, complaints } = await come(t, browser, { site, port: node.rpcPort, locale }, link, 'Charlie');
      await page.getByLabel(when).fill('2018-06-28T12:00');
      await says(page, later);
      // Nothing can be posted for another interval meanwhile.
      assert.equal(await page.locator('form.trade').count(), 0);
      await shot(page, `noon-${locale}`);
      assert.deepEqual(await barriers(page), []);
      pages[locale] = { page, complaints };
    }
    for (let passed = 0; passed < 33; passed++) await hour(node);
    while ((await round(api)) < noon - 4) await toGate(node, api);
    await send(api, api.tx.meterAttestation.settleWith(1, noon), charlie);

    // The page was left open: it takes the order now, for just that time.
    const { page, complaints } = pages['en-GB'];
    await page.getByLabel('Energy in kWh').fill('2');
    await says(page, 'Say from which price on you sell.');
    await page.getByLabel(/^At least, in/).fill('0.11');
    await says(page, 'Your connection feeds in at most 15 kWh in the 15 minutes of an interval.', 'nothing would trade');
    const button = page.locator('button.main');
    assert.equal(await button.textContent(), 'Post the order for 12:00–12:15');
    await button.click();
    await says(page, /Done for good, in block \d+\./);
    await tells(page, 'Orders that wait', ([row]) => row?.[0].startsWith('28 Jun, 12:00') && row[1] === 'sell 2 kWh from 0.11 UNIT/kWh');
    // A neighbour wants it.
    const now = await round(api);
    await send(api, api.tx.forwardMarket.post(now, [[noon, demand(2_000)]], true), bob);
    await toGate(node, api);
    await page.getByRole('link', { name: 'My home' }).click();
    await tells(page, 'By delivery interval', ([row]) => row?.[0].startsWith('28 Jun, 12:00') && row[3] === '2 kWh');

    // When it is too late, the page says that, and posts for no other time instead.
    const german = pages['de-DE'].page;
    await german.getByRole('button', { name: /^Auftrag für 12:00–12:15 einstellen$/ }).waitFor({ timeout: 240_000 });
    while ((await round(api)) < noon) await toGate(node, api);
    await says(german, 'Wählen Sie eine andere Zeit.');
    assert.equal(await german.locator('form.trade').count(), 0);
    assert.deepEqual([...complaints, ...pages['de-DE'].complaints], []);
  });

  it('finds out why its trust has fallen', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    await send(api, api.tx.trustStaking.bond(500n * UNIT), charlie);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.reportTampering(1, ...twoReadings(devices[1], from, 5)), bob);
    const home = { 'en-GB': 'My home', 'de-DE': 'Mein Haus' };
    const first = await come(t, browser, { site, port: node.rpcPort }, home['en-GB'], 'Charlie');
    await says(first.page, 'Not counted yet, and counted when the session is over: meters that contradicted themselves ×1.');
    await tells(first.page, 'What is proven', ([row]) => row?.[1] === 'node 2' && row[2] === 'meter that contradicted itself');
    for (let passed = 0; passed < 2; passed++) await hour(node);

    const [history] = (await view(api, 'TrustStaking', 'history', 2)).filter(({ changes }) => changes.fallen.toNumber() > 0);
    const percent = (billionths, locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(Number(billionths) / 1e7);
    const { before: was, faded, gained, fallen } = Object.fromEntries([...history.changes.entries()].map(([key, value]) => [key, Number(value)]));
    const answers = {
      'en-GB': ['Trust', (points, old, now) => `It fell by ${points} % on Wed, 27 Jun 2018, from ${old} % to ${now} %: meters that contradicted themselves ×1.`],
      'de-DE': ['Vertrauen', (points, old, now) => `Er fiel am Mi., 27. Juni 2018 um ${points} %, von ${old} % auf ${now} %: Zähler, die sich widersprachen ×1.`],
    };
    for (const [locale, [name, answer]] of Object.entries(answers)) {
      const { page, complaints } = await come(t, browser, { site, port: node.rpcPort, locale, wide: false }, home[locale], 'Charlie');
      const contents = page.locator('nav.parts');
      await contents.getByRole('button', { name, exact: true }).click();
      assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
      assert.ok(await page.locator('#trust h2').isVisible());
      await says(page, answer(percent(fallen, locale), percent(was, locale), percent(was + gained - faded - fallen, locale)));
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(await overflows(page), []);
      await shot(page, `fallen-${locale}`);
      assert.deepEqual(complaints, []);
    }
    await tells(first.page, 'What moved the index', (all) => all.some((row) => row[0].startsWith('Wed, 27 Jun 2018 (') && /×1/.test(row[6])));
    assert.equal((await rows(first.page, 'What moved the index')).length, (await view(api, 'TrustStaking', 'history', 2)).length);
    assert.deepEqual(first.complaints, []);
  });
});
