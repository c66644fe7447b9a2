// SPDX-License-Identifier: Apache-2.0

// The page of the live market on a real node: what it shows of a market, a trade from click to fill, and a bill.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import { account, send, until } from './support/node.js';
import { UNIT, demand, meters, offer, over, round, start, toGate } from './support/market.js';
import { act, barriers, facts, launch, open, overflows, rows, says, serve, tells, words } from './support/web.js';

const [, bob, charlie, dave, eve] = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve'].map((name) => account(name));

describe('the page of the live market', { timeout: 1_200_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  /// Posts for the first window that is open: its interval.
  async function post(api, orders) {
    const now = await round(api);
    for (const [who, order] of orders) await send(api, api.tx.forwardMarket.post(now, [[now + 1, order]], true), who);
    return now + 1;
  }
  const BOOK = [[bob, demand(5_000)], [eve, demand(2_000, 150_000)], [charlie, offer(8_000, 120_000)], [dave, offer(3_000, 110_000)]];

  it('shows the book, where it would clear, what cleared, and who sold to whom', async (t) => {
    const { node, api } = await start(t);
    const interval = await post(api, BOOK);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort });

    await says(page, 'Gridmerit Development', '02:15–02:30');
    await tells(page, 'All open orders', (all) => all.length === 4);
    assert.deepEqual(await rows(page, 'All open orders'), [
      ['buys', 'at any price', '5 kWh'], ['buys', '0.15 UNIT/kWh', '2 kWh'],
      ['sells', '0.11 UNIT/kWh', '3 kWh'], ['sells', '0.12 UNIT/kWh', '8 kWh'],
    ]);
    await says(page, 'If orders closed now, 7 kWh would trade at 0.12 UNIT/kWh.');
    const figures = await facts(page);
    assert.equal(figures['Utility sells at'], '0.20 UNIT/kWh');
    assert.equal(figures['Utility buys at'], '0.08 UNIT/kWh');
    assert.equal(figures['Last price between neighbours'], 'nothing traded');
    // The chain's clock stands still, at its second block or a later one; the gate is at 00:14 UTC.
    assert.match(figures['Until orders close'], /^13:[0-5]\d$/);
    await says(page, 'its clock stands still');

    // What the page says would happen is what happens.
    await toGate(node, api);
    await tells(page, 'Intervals in which neighbours traded', (all) => all.length === 1);
    const result = (await api.query.clearing.results(interval, interval - 1)).unwrap();
    assert.deepEqual([result.price.unwrap().toNumber(), result.traded.toNumber()], [120_000, 7_000]);
    const [[when, ...traded]] = await rows(page, 'Intervals in which neighbours traded');
    assert.match(when, /27 Jun.*02:15.*(CEST|GMT\+2)/);
    assert.deepEqual(traded, ['0.12 UNIT/kWh', '7 kWh', '0.20 UNIT/kWh', '0.08 UNIT/kWh']);
    await until(async () => (await facts(page))['Last price between neighbours (02:15–02:30)'] === '0.12 UNIT/kWh', { what: 'the last price' });

    const chain = (await api.call.marketApi.transactions(interval, interval - 1, 0)).map(({ seller, buyer, energy }) => [seller, buyer, energy].map(Number));
    const names = { 1: 'Bob (1)', 2: 'Charlie (2)', 3: 'Dave (3)', 4: 'Eve (4)' };
    await tells(page, 'Trades of that round', (all) => all.length === chain.length);
    assert.deepEqual((await rows(page, 'Trades of that round')).map((row) => row.slice(0, 3)),
      chain.map(([seller, buyer, energy]) => [names[seller], names[buyer], `${energy / 1_000} kWh`]));
    assert.equal(await page.locator('svg.flows path.trade').count(), new Set(chain.map(([seller, buyer]) => `${seller}/${buyer}`)).size);
    assert.equal(await page.locator('.plot canvas').count(), 1);
    assert.deepEqual(complaints, []);
  });

  it('says that demand exceeds supply, and that nobody has an order', async (t) => {
    const { node, api } = await start(t);
    const { page } = await open(t, browser, { site, port: node.rpcPort });
    await says(page, 'Nobody has an order for this interval yet.', 'Nothing has traded yet in the last day.');
    await post(api, [[bob, demand(5_000)], [charlie, offer(1_000, 120_000)]]);
    await says(page, 'all 1 kWh would trade at the cap, 0.19 UNIT/kWh');
    // Another window has a book of its own.
    await page.getByRole('radio', { name: '02:30–02:45' }).check();
    await says(page, 'Nobody has an order for this interval yet.');
  });

  it('trades from click to fill, replaces and takes back', async (t) => {
    const { node, api } = await start(t);
    await meters(api);
    const interval = await post(api, [[charlie, offer(8_000, 120_000)]]);
    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trade' });
    await act(page, 'Bob');
    await page.getByLabel('Energy in kWh').fill('5');
    await says(page, '5 kWh at 0.12 UNIT/kWh: 0.625 UNIT with the fee', '0.975 UNIT');
    const button = page.locator('button.main');
    assert.match(await button.textContent(), /Post the order for 02:15–02:30/);
    await button.click();
    await says(page, /Done for good, in block \d+\./);
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 5 kWh at any price' && row[2] === '0.975 UNIT');
    const own = async () => (await api.call.marketApi.node(bob.address)).unwrap().open.map(({ interval: of, order }) => [of.toNumber(), order.unwrapOr(null)?.toJSON()]);
    assert.deepEqual(await own(), [[interval, { demand: { quantity: 5_000, limit: null } }]]);

    // Another one in its place, with a decimal comma and a limit.
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Energy in kWh').fill('2,5');
    await page.getByLabel(/^At most, in/).fill('0,15');
    await says(page, 'Replace your order');
    await button.click();
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 2.5 kWh up to 0.15 UNIT/kWh');
    assert.deepEqual(await own(), [[interval, { demand: { quantity: 2_500, limit: 150_000 } }]]);

    // One for the next window, taken back.
    await page.getByRole('radio', { name: '02:30–02:45' }).check();
    await page.getByLabel('Energy in kWh').fill('1');
    await button.click();
    await tells(page, 'Orders that wait', (all) => all.length === 2);
    await page.getByRole('button', { name: 'Cancel' }).nth(1).click();
    await tells(page, 'Orders that wait', (all) => all.length === 1);
    assert.equal((await own()).length, 1);

    // The fill, on the page of the home.
    await toGate(node, api);
    await says(page, 'You have no open order.');
    await page.getByRole('link', { name: 'My home' }).click();
    await tells(page, 'By delivery interval', ([row]) => row?.[1] === '–' && row[2] === '2.5 kWh' && row[3] === '0 kWh');
    assert.deepEqual(complaints, []);
  });

  it('works by keyboard alone', async (t) => {
    const { node, api } = await start(t);
    await meters(api);
    const { page } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trade' });
    await act(page, 'Bob');
    await page.locator('form.trade').waitFor({ timeout: 240_000 });
    const active = () => page.evaluate(() => document.activeElement.outerHTML);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Tab');
    assert.match(await active(), /class="skip"/);
    await page.keyboard.press('Enter');
    assert.match(await active(), /^<h1/);
    // From the heading on: the account, the windows, the side, the energy, its price.
    const tabTo = async (what) => {
      for (let i = 0; i < 20 && !what.test(await active()); i++) await page.keyboard.press('Tab');
      assert.match(await active(), what);
    };
    await tabTo(/name="window"/);
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.getByRole('radio', { name: '02:30–02:45' }).isChecked());
    await tabTo(/name="amount"/);
    await page.keyboard.type('1.5');
    await page.keyboard.press('Enter');
    await says(page, /Done for good, in block \d+\./);
    await tells(page, 'Orders that wait', ([row]) => row?.[0].includes('02:30') && row[1] === 'buy 1.5 kWh at any price');
  });

  it('says in plain words why an order is refused', async (t) => {
    const { node, api } = await start(t);
    await meters(api);
    const { page } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trade' });
    await act(page, 'Bob');
    const amount = page.getByLabel('Energy in kWh');
    await amount.fill('20.001');
    await says(page, 'the chain would refuse it');
    await page.locator('button.main').click();
    await says(page, 'Refused: With this order you could buy more than you may use in an interval. Buy less.');
    for (const nonsense of ['1.000,5', '-2', 'two', '0']) {
      await amount.fill(nonsense);
      await says(page, 'Enter a number such as 2 or 0.25.');
      assert.ok(await page.locator('button.main').isDisabled());
    }
    // Alice has no meter: she has to say that she knows.
    await act(page, 'Alice');
    await page.getByLabel('Energy in kWh').fill('1');
    await page.locator('button.main').click();
    await says(page, 'Refused: No settlement meter proves this interval.');
    await page.getByLabel(/^No settlement meter proves this interval/).check();
    await page.locator('button.main').click();
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 1 kWh at any price');
    // The utility does not trade, and whoever is only watched cannot sign.
    await act(page, 'nobody');
    await says(page, 'Choose an account to trade with.');
    await page.getByLabel('Or watch an address').fill(eve.address);
    await page.getByRole('button', { name: 'Watch' }).click();
    await says(page, 'This account is only watched.');
    await page.getByLabel('Energy in kWh').fill('1');
    assert.ok(await page.locator('button.main').isDisabled());
  });

  it('signs with a wallet extension, which may refuse', async (t) => {
    const { node, api } = await start(t);
    await meters(api);
    const pair = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
    let allow = false;
    const asked = [];
    const before = async (page) => {
      await page.exposeFunction('walletSigns', (payload) => {
        asked.push(payload);
        if (!allow) throw new Error('Rejected by user');
        const { signature } = api.registry.createType('ExtrinsicPayload', payload, { version: payload.version }).sign(pair);
        return signature;
      });
      await page.addInitScript((address) => {
        const accounts = [{ address, name: 'Bob at home', type: 'sr25519' }];
        globalThis.injectedWeb3 = {
          testwallet: {
            version: '1',
            enable: async () => ({
              accounts: { get: async () => accounts, subscribe: (listener) => { listener(accounts); return () => {}; } },
              signer: { signPayload: async (payload) => ({ id: 1, signature: await globalThis.walletSigns(payload) }), signRaw: async () => { throw new Error('not asked'); } },
            }),
          },
        };
      }, bob.address);
    };
    const { page } = await open(t, browser, { site, port: node.rpcPort, hash: '#/trade', before });
    await page.getByRole('button', { name: 'Connect the wallet testwallet' }).click();
    await says(page, 'Bob at home');
    await page.getByLabel('Energy in kWh').fill('3');
    await page.locator('button.main').click();
    await says(page, /Not sent: .*Rejected by user/);
    allow = true;
    await page.locator('button.main').click();
    await says(page, /Done for good, in block \d+\./);
    await tells(page, 'Orders that wait', ([row]) => row?.[1] === 'buy 3 kWh at any price');
    assert.equal(asked.length, 2);
    assert.equal(asked[1].genesisHash, api.genesisHash.toHex());
  });

  it('shows a home: what is open, its readings, its bill and what the market saved', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    for (const who of [bob, charlie]) await send(api, api.tx.ledger.deposit(5n * UNIT), who);
    await post(api, [[bob, demand(5_000)], [charlie, offer(8_000, 120_000)]]);
    await toGate(node, api);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 5_200, 0), devices[1].read(from, 0, 4_900)]), dave);
    const statement = await api.call.marketApi.statement(1, from, from);
    assert.equal(statement.saved.toBigInt(), 375_000_000n);

    const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, hash: '#/home' });
    await act(page, 'Bob');
    await says(page, 'Node 1 on bus', 'consumer');
    await tells(page, 'Each interval', (all) => all.length === 1);
    assert.deepEqual(await rows(page, 'Each interval'), [['02:15–02:30', '5.2 kWh', '0 kWh', '5 kWh', '0 kWh', '+0.2 kWh', '0.665 UNIT', 'reading']]);
    const bill = await facts(page, '#bill');
    assert.deepEqual([bill.Paid, bill['Without the market'], bill['The market saved'], bill.Drawn], ['0.665 UNIT', '1.04 UNIT', '0.375 UNIT', '5.2 kWh']);
    await says(page, 'June 2018');
    await tells(page, 'Who certified each meter', ([row]) => row?.[0] === '0' && /Meterworks/i.test(row[1]) && /^from /.test(row[2]));
    await tells(page, 'The latest readings of meter 0', ([row]) => row?.[1] === '5.2 kWh');

    // Yesterday, and back.
    await page.locator('#bill').getByRole('button', { name: 'Day before' }).click();
    await says(page, 'Tue, 26 Jun 2018', 'Nothing of this day is settled yet');
    await page.locator('#bill').getByRole('button', { name: 'Day after' }).click();
    await says(page, 'Wed, 27 Jun 2018');
    assert.ok(await page.locator('#bill').getByRole('button', { name: 'Day after' }).isDisabled());

    // Who earns says so.
    await act(page, 'Charlie');
    await until(async () => (await facts(page, '#bill')).Earned === '0.57 UNIT', { what: "what Charlie earned" });
    assert.equal((await facts(page, '#bill'))['Without the market, earned'], '0.392 UNIT');
    assert.equal((await facts(page, '#bill'))['The market saved'], '0.178 UNIT');

    // What is printed is the bill, and not what one clicks.
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('#bill table').first().isVisible());
    for (const part of ['nav', 'details.who', '#bill button', 'footer']) assert.ok(!(await page.locator(part).first().isVisible()), part);
    assert.ok(!(await page.locator('#meters h2').isVisible()));
    await page.emulateMedia({ media: 'screen' });

    await act(page, 'nobody');
    await page.getByLabel('Or watch an address').fill('5Grwva');
    await page.getByRole('button', { name: 'Watch' }).click();
    await says(page, 'This is no address of an account.');
    await page.getByLabel('Or watch an address').fill(account('Alice//stash').address);
    await page.getByRole('button', { name: 'Watch' }).click();
    await says(page, 'This account takes no part in the market.');
    assert.deepEqual(complaints, []);
  });

  it('has no barriers, in both languages, on a phone and in the dark', async (t) => {
    const { node, api } = await start(t);
    const { from, meters: devices } = await meters(api);
    await post(api, BOOK);
    await toGate(node, api);
    await over(node, api, from);
    await send(api, api.tx.meterAttestation.deliver([devices[0].read(from, 5_200, 0)]), dave);
    await post(api, BOOK);
    const shots = process.env.GRIDMERIT_SHOTS;
    for (const [wide, dark, locale] of [[true, false, 'en-GB'], [false, false, 'de-DE'], [true, true, 'de-DE'], [false, true, 'en-GB']]) {
      const { page, complaints } = await open(t, browser, { site, port: node.rpcPort, wide, dark, locale });
      assert.equal(await page.locator('html').getAttribute('lang'), locale.slice(0, 2));
      await page.locator('svg.merit').waitFor({ timeout: 240_000 });
      for (const name of ['now', 'home', 'trade', 'grid', 'trust', 'chain', 'operator']) {
        await page.locator(`nav a[href="#/${name}"]`).click();
        if (name === 'home') await act(page, 'Bob');
        await until(async () => !/Reading the chain|Liest die Chain/.test(await words(page)), { what: `the page ${name} to be read` });
        if (!['now', 'home'].includes(name)) assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', name);
        if (shots) await page.screenshot({ path: `${shots}/${name}-${wide ? 'wide' : 'phone'}-${dark ? 'dark' : 'light'}-${locale.slice(0, 2)}.png`, fullPage: true });
        assert.deepEqual(await barriers(page), [], `${name}, ${locale}, dark: ${dark}`);
        assert.deepEqual(await overflows(page), [], `${name}, wide: ${wide}`);
      }
      assert.deepEqual(complaints, []);
    }
  });
});
