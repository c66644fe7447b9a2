// SPDX-License-Identifier: Apache-2.0

// Buying and selling by hand.

import { useState } from 'preact/hooks';
import { Enum } from 'polkadot-api';
import { account, type Account } from '../chain/account';
import type { Chain, Head } from '../chain/link';
import { BEST, startOf, windows, type NodeStatus, type Order, type Window } from '../chain/market';
import { useRead } from '../chain/read';
import { kwh, moment, money, parseKwh, parsePrice, perKwh, price, span } from '../lib/format';
import { t } from '../lib/i18n';
import { useStore } from '../lib/store';
import { Empty, Facts, Section, Shown, Table } from '../ui/parts';
import { orderText } from '../ui/orders';
import { Told, useSending } from '../ui/sending';
import { When } from '../ui/when';
import { Who } from '../ui/who';

export function Trade({ chain, head }: { chain: Chain; head: Head }) {
  const chosen = useStore(account);
  const read = useRead(async (on) => {
    const [list, node] = await Promise.all([windows(on), chosen ? on.api.apis.MarketApi.node(chosen.address, BEST) : undefined]);
    const meters = node ? await on.api.apis.MarketApi.meters(node.index, BEST) : [];
    return { list, node, meters };
  }, [chosen?.address]);
  return (
    <>
      <Who chain={chain} />
      {!chosen ? <Empty>{t('trade.choose')}</Empty> : (
        <Shown read={read}>{({ list, node, meters }) => {
          if (!node) return <Empty>{t('home.noNode')}</Empty>;
          const measured = (interval: number) => meters.some(({ settles_from, settles_to, revoked_from }) =>
            settles_from !== undefined && settles_from <= interval && (settles_to === undefined || interval <= settles_to)
            && (revoked_from === undefined || interval < revoked_from));
          return <Desk key={chosen.address} {...{ chain, head, who: chosen, node, list, measured }} />;
        }}</Shown>
      )}
    </>
  );
}

interface DeskProps { chain: Chain; head: Head; who: Account; node: NodeStatus; list: Window[]; measured: (interval: number) => boolean }

function Desk({ chain, head, who, node, list, measured }: DeskProps) {
  const [wanted, want] = useState<number>();
  const [side, setSide] = useState<'Demand' | 'Offer'>(node.roles.prosumer ? 'Offer' : 'Demand');
  const [amount, setAmount] = useState('');
  const [limit, setLimit] = useState('');
  const [unmetered, setUnmetered] = useState(false);
  const { progress, busy, signs, submit } = useSending(chain, who);
  // Never another interval than the one that was chosen.
  const window = wanted === undefined ? list[0] : list.find(({ interval }) => interval === wanted);
  const { token } = chain;

  const quantity = parseKwh(amount);
  const at = limit.trim() === '' ? undefined : parsePrice(limit, token);
  const complete = quantity !== undefined && (side === 'Demand' ? limit.trim() === '' || at !== undefined : at !== undefined);
  const order: Order | undefined = !complete ? undefined
    : side === 'Demand' ? Enum('Demand', { quantity: quantity!, limit: at }) : Enum('Offer', { capacity: quantity!, ask: at! });
  const present = window && node.open.find(({ interval, order: open }) => interval === window.interval && open)?.order;
  const proven = window ? measured(window.interval) : true;
  const post = (event: SubmitEvent) => {
    event.preventDefault();
    if (window && order) {
      submit(chain.api.tx.ForwardMarket.post({ round: window.round, orders: [[window.interval, order]], unmetered: !proven && unmetered }));
    }
  };
  const cancel = (interval: number) => submit(chain.api.tx.ForwardMarket.cancel({ intervals: [interval] }));
  const change = (interval: number, open: Order) => {
    want(interval);
    setSide(open.type);
    const [energy, bound] = open.type === 'Demand' ? [open.value.quantity, open.value.limit] : [open.value.capacity, open.value.ask];
    setAmount(String(Number(energy) / 1_000));
    setLimit(bound === undefined ? '' : String(perKwh(bound, token)));
  };
  const orders = node.open.filter(({ order: open }) => open);

  return (
    <>
      <Section title={present ? t('trade.replace') : t('trade.post')}>
        {list.length === 0 && <Empty>{t('now.noWindows')}</Empty>}
        <When {...{ chain, head, list, chosen: wanted ?? window?.interval, choose: want }} />
        {window && (
          <form class="trade" onSubmit={post} noValidate>
            <fieldset class="choice">
              <legend>{t('trade.side')}</legend>
              {(['Demand', 'Offer'] as const).map((one) => (
                <label>
                  <input type="radio" name="side" checked={side === one} onChange={() => setSide(one)} />
                  <span>{t(`trade.${one}`)}</span>
                </label>
              ))}
            </fieldset>
            <label class="field">
              <span>{t('trade.amount')}</span>
              <input name="amount" inputMode="decimal" autocomplete="off" value={amount} aria-invalid={amount !== '' && quantity === undefined}
                onInput={({ currentTarget }) => setAmount(currentTarget.value)} />
            </label>
            <label class="field">
              <span>{side === 'Demand' ? t('trade.limit', { unit: `${token.symbol}/kWh` }) : t('trade.ask', { unit: `${token.symbol}/kWh` })}</span>
              <input name="price" inputMode="decimal" autocomplete="off" value={limit} aria-invalid={limit.trim() !== '' && at === undefined}
                onInput={({ currentTarget }) => setLimit(currentTarget.value)} />
            </label>
            <p class="soft">
              {t(side === 'Demand' ? 'trade.mostDrawn' : 'trade.mostFed', {
                minutes: chain.length / 60_000, most: kwh(side === 'Demand' ? node.limits.consumption : node.limits.generation),
              })}{' '}
              {side === 'Demand'
                ? t('trade.demandHint', { cap: price(window.cap, token), fee: price(window.tariff.fee, token), tou: price(window.tariff.tou, token) })
                : t('trade.offerHint', { least: price(window.cheapest_ask, token), most: price(window.dearest_ask, token), fit: price(window.tariff.fit, token) })}
            </p>
            {!proven && (
              <label class="check">
                <input type="checkbox" name="unmetered" checked={unmetered} onChange={({ currentTarget }) => setUnmetered(currentTarget.checked)} />
                <span>{t('trade.unmetered')}</span>
              </label>
            )}
            {(amount !== '' && quantity === undefined) || (limit.trim() !== '' && at === undefined) ? <p class="bad" role="alert">{t('trade.badNumber')}</p> : null}
            {quantity !== undefined && side === 'Offer' && limit.trim() === '' && <p role="status">{t('trade.askMissing')}</p>}
            {order && <Preview {...{ chain, node, window, order }} />}
            <p class="buttons">
              <button class="main" disabled={!order || busy || !signs}>
                {t(present ? 'trade.replaceButton' : 'trade.postButton', { span: span(window.interval, chain.length) })}
              </button>
            </p>
            {!signs && <p class="soft">{t('trade.cannotSign')}</p>}
          </form>
        )}
        <Told progress={progress} />
      </Section>
      <Section title={t('trade.orders')}>
        {orders.length === 0 ? <Empty>{t('trade.noOrders')}</Empty> : (
          <Table caption={t('trade.ordersTable')} rows={orders} columns={[
            { title: t('interval'), cell: ({ interval }) => moment(startOf(chain, interval)) },
            { title: t('order'), left: true, cell: ({ order: open }) => orderText(open!, token) },
            { title: t('home.locked'), cell: ({ locked }) => money(locked, token) },
            { title: t('trade.do'), left: true, cell: ({ interval, order: open }) => (
              <span class="buttons">
                <button type="button" disabled={busy} onClick={() => change(interval, open!)}>{t('trade.change')}</button>
                <button type="button" disabled={busy || !signs} onClick={() => cancel(interval)}>{t('trade.cancel')}</button>
              </span>
            ) },
          ]} />
        )}
      </Section>
    </>
  );
}

/// What would trade of an order now, and what it would tie up.
function Preview({ chain, node, window, order }: { chain: Chain; node: NodeStatus; window: Window; order: Order }) {
  const read = useRead(async ({ api }) => {
    const [quote, lock] = await Promise.all([
      api.apis.MarketApi.quote(window.interval, order, node.bus, BEST), api.view.ForwardMarket.lock_for(node.index, window.interval, order, BEST),
    ]);
    return { quote, lock };
  }, [window.interval, order, node.index]);
  const { token } = chain;
  const sells = order.type === 'Offer';
  return (
    <div class="preview" role="status">
      <Shown read={read}>{({ quote, lock }) => (
        <Facts facts={[
          { name: t('trade.would'), value: !quote ? t('trade.noQuote') : quote.traded === 0n ? t('trade.nothing') : t(sells ? 'trade.wouldSell' : 'trade.wouldBuy', {
            energy: kwh(quote.traded), price: quote.price === undefined ? '–' : price(quote.price, token), money: money(sells ? quote.payment : quote.payment + quote.fee, token),
          }) },
          { name: t('trade.ties'), value: lock ? money(lock.locked, token) : t('trade.refusedNow') },
          lock !== undefined && lock.waived > 0n && { name: t('trade.waived'), value: money(lock.waived, token) },
          { name: t('trade.free'), value: money(node.credit - node.locked, token) },
        ]} />
      )}</Shown>
    </div>
  );
}
