// SPDX-License-Identifier: Apache-2.0

// What energy costs now, who sells to whom, and until when one can order.

import { useMemo, useState } from 'preact/hooks';
import { now, type Chain, type Head } from '../chain/link';
import { book, currentInterval, lines, nodes, prices, startOf, transactions, windows, zones, type Cleared, type PricedDay, type Window } from '../chain/market';
import { useRead, useTick } from '../chain/read';
import { clear, type Book } from '../lib/clearing';
import { clock, duration, kwh, moment, number, perKwh, price, span, zone } from '../lib/format';
import { t } from '../lib/i18n';
import { FlowPicture, largest, limit } from '../ui/flows';
import { Merit } from '../ui/merit';
import { Details, Empty, Facts, nodeName, Section, Shown, Table } from '../ui/parts';
import { Plot, type Curve } from '../ui/plot';
import { still } from '../ui/still';

const DAY = 86_400_000;

export function Now({ chain, head }: { chain: Chain; head: Head }) {
  const open = useRead(windows);
  const priced = useRead(async (on, at) => {
    const current = currentInterval(on, at);
    return prices(on, Math.max(0, current - Math.floor(DAY / on.length)), current + 96);
  });
  const last = priced.state === 'read' ? priced.value.cleared.findLast(({ traded }) => traded > 0n) : undefined;
  return (
    <>
      <Shown read={open}>{(list) => <Gate {...{ chain, head, list, last }} />}</Shown>
      <Section title={t('now.prices')}>
        <Shown read={priced}>{(value) => <Prices {...{ chain, value, current: currentInterval(chain, head) }} />}</Shown>
      </Section>
      <Section title={t('now.book')}>
        <Shown read={open}>{(list) => <Books {...{ chain, list }} />}</Shown>
      </Section>
      <Section title={t('now.flows')}>
        <Shown read={priced}>{({ cleared }) => <Flows {...{ chain, cleared }} />}</Shown>
      </Section>
    </>
  );
}

function Gate({ chain, head, list, last }: { chain: Chain; head: Head; list: Window[]; last?: Cleared }) {
  const { ticks, time } = now(head);
  useTick(ticks);
  const next = list[0];
  const left = next ? Number(next.gate) - time : 0;
  return (
    <>
      <Facts facts={[
        next && { name: t('now.gate'), value: left > 0 ? duration(left) : t('now.closing') },
        { name: last ? t('now.lastFor', { span: span(last.interval, chain.length) }) : t('now.last'), value: last ? price(last.payment / last.traded, chain.token) : t('now.nothingTraded') },
        next && { name: t('now.tou'), value: price(next.tariff.tou, chain.token) },
        next && { name: t('now.fit'), value: price(next.tariff.fit, chain.token) },
        { name: t('now.clock'), value: moment(time) },
      ]} />
      {!ticks && <p class="soft">{t('now.simulated')}</p>}
      {!next && <Empty>{t('now.noWindows')}</Empty>}
    </>
  );
}

/// Of each interval the price over all rounds: what was paid for what was traded.
function averages(cleared: Cleared[]) {
  const sums = new Map<number, { traded: bigint; payment: bigint }>();
  for (const { interval, traded, payment } of cleared) {
    const before = sums.get(interval) ?? { traded: 0n, payment: 0n };
    sums.set(interval, { traded: before.traded + traded, payment: before.payment + payment });
  }
  return sums;
}

const Prices = still(({ chain, current, value }: { chain: Chain; current: number; value: PricedDay }) => {
  const intervals = [...value.terms.keys()].sort((a, b) => a - b);
  const sums = averages(value.cleared);
  const { starts, curves } = useMemo(() => {
    const of = (read: (interval: number) => bigint | undefined) => intervals.map((interval) => {
      const found = read(interval);
      return found === undefined ? null : perKwh(found, chain.token);
    });
    const price = (interval: number) => {
      const sum = sums.get(interval);
      return sum && sum.traded > 0n ? sum.payment / sum.traded : undefined;
    };
    const curves: Curve[] = [
      { name: t('now.traded'), colour: 'energy', area: true, width: 1, values: intervals.map((interval) => (sums.get(interval)?.traded ? Number(sums.get(interval)!.traded) / 1_000 : null)) },
      { name: t('now.tou'), colour: 'bad', dash: [6, 4], values: of((interval) => value.terms.get(interval)?.tou) },
      { name: t('now.fit'), colour: 'good', dash: [6, 4], values: of((interval) => value.terms.get(interval)?.fit) },
      { name: t('now.cleared'), colour: 'accent', width: 3, values: of(price) },
    ];
    return { starts: intervals.map((interval) => startOf(chain, interval)), curves };
  }, [value, chain]);
  if (intervals.length === 0) return <Empty>{t('now.noMarket')}</Empty>;
  const rows = [...sums].filter(([, { traded }]) => traded > 0n).reverse();
  return (
    <>
      <figure>
        <Plot label={t('now.pricesLabel', { count: rows.length })} starts={starts} length={chain.length} curves={curves}
          unit={`${chain.token.symbol}/kWh`} areaUnit="kWh" mark={startOf(chain, current)} />
        <figcaption>{t('now.pricesCaption', { zone: zone() })}</figcaption>
      </figure>
      {rows.length === 0 ? <Empty>{t('now.nothingTradedYet')}</Empty> : (
        <Details summary={t('table.show')}>
          <Table caption={t('now.pricesTable')} rows={rows} columns={[
            { title: t('interval'), cell: ([interval]) => `${moment(startOf(chain, interval))}` },
            { title: t('now.cleared'), cell: ([, { payment, traded }]) => price(payment / traded, chain.token) },
            { title: t('now.traded'), cell: ([, { traded }]) => kwh(traded) },
            { title: t('now.tou'), cell: ([interval]) => { const terms = value.terms.get(interval); return terms ? price(terms.tou, chain.token) : '–'; } },
            { title: t('now.fit'), cell: ([interval]) => { const terms = value.terms.get(interval); return terms ? price(terms.fit, chain.token) : '–'; } },
          ]} />
        </Details>
      )}
    </>
  );
});

/// One of the open windows, chosen by its time.
export function WindowChoice({ chain, list, chosen, choose }: { chain: Chain; list: Window[]; chosen: number; choose: (interval: number) => void }) {
  return (
    <fieldset class="choice">
      <legend>{t('window')}</legend>
      {list.map(({ interval }) => (
        <label>
          <input type="radio" name="window" checked={interval === chosen} onChange={() => choose(interval)} />
          <span>{span(interval, chain.length)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/// As many windows are looked at for orders, where nobody has chosen one.
const LOOKS = 8;

const isEmpty = ({ demand, limited, supply }: Book) => demand === 0n && limited.length === 0 && supply.length === 0;

function Books({ chain, list }: { chain: Chain; list: Window[] }) {
  const [wanted, want] = useState<number>();
  const asked = list.some(({ interval }) => interval === wanted) ? wanted : undefined;
  const first = list[0]?.interval;
  const read = useRead(async (on) => {
    const look = async (interval: number) => ({ interval, ...(await book(on, interval)) });
    if (asked !== undefined) return look(asked);
    // The first in which there is something to see, which most often is the first.
    const [next, ...later] = list.slice(0, LOOKS);
    const nearest = next && (await look(next.interval));
    if (!nearest || !isEmpty(nearest.book)) return nearest;
    const books = await Promise.all(later.map(({ interval }) => look(interval)));
    return books.find(({ book: orders }) => !isEmpty(orders)) ?? nearest;
  }, [asked, first]);
  const shown = read.state === 'read' ? read.value?.interval : asked;
  const window = list.find(({ interval }) => interval === shown) ?? list[0];
  if (!window) return <Empty>{t('now.noWindows')}</Empty>;
  return (
    <>
      <WindowChoice chain={chain} list={list} chosen={window.interval} choose={want} />
      <Shown read={read}>{(value) => (value ? <Orders {...{ chain, window, cut: value.cut, orders: value.book }} /> : null)}</Shown>
    </>
  );
}

/// What is open for an interval, and where it would clear.
function Orders({ chain, window, orders, cut }: { chain: Chain; window: Window; orders: Book; cut: boolean }) {
  const outcome = useMemo(() => clear(orders, window.cap), [orders, window.cap]);
  if (isEmpty(orders)) return <Empty>{t('now.emptyBook')}</Empty>;
  const steps: { buys: boolean; at?: bigint; energy: bigint }[] = [
    ...(orders.demand > 0n ? [{ buys: true, energy: orders.demand }] : []),
    ...orders.limited.map(([at, energy]) => ({ buys: true, at, energy })),
    ...orders.supply.map(([at, energy]) => ({ buys: false, at, energy })),
  ];
  return (
    <>
      <figure>
        <Merit book={orders} outcome={outcome} cap={window.cap} floor={window.tariff.fit} token={chain.token} />
        <figcaption>
          {'price' in outcome
            ? t(`merit.${outcome.status}`, { price: price(outcome.price, chain.token), energy: kwh(outcome.traded) })
            : t(`status.${outcome.status}`)}
          {cut && ` ${t('now.bookCut')}`} {t('merit.key', { cap: price(window.cap, chain.token) })}
        </figcaption>
      </figure>
      <Details summary={t('table.show')}>
        <Table caption={t('now.bookTable')} rows={steps} columns={[
          { title: t('side'), cell: ({ buys }) => t(buys ? 'buys' : 'sells') },
          { title: t('price'), cell: ({ at }) => (at === undefined ? t('anyPrice') : price(at, chain.token)) },
          { title: t('energy'), cell: ({ energy }) => kwh(energy) },
        ]} />
      </Details>
    </>
  );
}

/// What was traded for an interval in all rounds so far.
export const tradedFor = (cleared: Cleared[], interval: number) => cleared.reduce((sum, one) => (one.interval === interval ? sum + one.traded : sum), 0n);

const roundKey = ({ interval, round }: Cleared) => `${interval}/${round}`;

interface RoundProps { chain: Chain; rounds: Cleared[]; chosen: Cleared; want: (key: string) => void }

/// One of the rounds that have traded, by interval.
export const RoundChoice = still(({ chain, rounds, chosen, want }: RoundProps) => {
  return (
    <label class="field wide">
      <span>{t('interval')}</span>
      <select onChange={({ currentTarget }) => want(currentTarget.value)}>
        {rounds.map((one) => (
          <option value={roundKey(one)} selected={roundKey(one) === roundKey(chosen)}>
            {t('grid.intervalIn', { interval: moment(startOf(chain, one.interval)), round: clock(startOf(chain, one.round)) })}
          </option>
        ))}
      </select>
    </label>
  );
});

/// A line's loading in all rounds so far, as a part of its limit in that direction.
export function loading({ carried, import: inward, export: outward }: { carried: bigint; import: bigint; export: bigint }): number | undefined {
  const limit = carried < 0n ? inward : outward;
  const load = carried < 0n ? -carried : carried;
  return limit > 0n ? Number(load) / Number(limit) : load > 0n ? 1 : 0;
}

const Flows = still(({ chain, cleared }: { chain: Chain; cleared: Cleared[] }) => {
  const [wanted, want] = useState<string>();
  const traded = useMemo(() => cleared.filter(({ transactions: count }) => count > 0).reverse(), [cleared]);
  const last = traded.find((one) => roundKey(one) === wanted) ?? traded[0];
  // What a round came to stays as it is; what lines carry, until the next round.
  const read = useRead(async (on) => {
    if (!last) return undefined;
    const [trades, zoned, tree] = await Promise.all([
      transactions(on, last.interval, last.round, last.transactions), zones(on, last.interval, last.round), lines(on, last.interval),
    ]);
    const flows = largest(trades);
    const drawn = zoned
      ? zoned.flows.slice(1).map((flow, i) => ({ bus: i + 1, parent: flow.parent, loading: loading(flow), zone: flow.zone }))
      : tree.map(({ parent }, i) => ({ bus: i + 1, parent }));
    // Where nodes hang is asked of those who are drawn, and only where there is a map.
    const known = drawn.length > 0 ? await nodes(on, [...new Set(flows.flatMap(({ seller, buyer }) => [seller, buyer]))]) : undefined;
    return { trades, flows, zoned, drawn, known };
  }, [last?.interval, last?.round, last && tradedFor(cleared, last.interval)], 'once');
  if (!last) return <Empty>{t('now.nothingTradedYet')}</Empty>;
  return (
    <Shown read={read}>{(value) => {
      if (!value) return null;
      const { trades, flows, zoned, drawn, known } = value;
      const accounts = new Map(trades.flatMap((trade) => [[trade.seller, trade.seller_account] as const, [trade.buyer, trade.buyer_account] as const]));
      const name = (node: number) => nodeName(chain, node, accounts.get(node));
      return (
        <>
          <RoundChoice {...{ chain, rounds: traded, chosen: last, want }} />
          <figure>
            <FlowPicture flows={flows} traded={last.traded} name={name} bus={(node) => known?.get(node)?.bus} lines={drawn} />
            <figcaption>
              {t('now.flowsCaption', { span: `${moment(startOf(chain, last.interval))}`, energy: kwh(last.traded) })}
              {last.transactions > trades.length && ` ${t('now.flowsCut', { count: trades.length, all: last.transactions })}`}
            </figcaption>
          </figure>
          <Details summary={t('table.show')}>
            <Table caption={t('now.tradesTable')} rows={trades} columns={[
              { title: t('flows.sells'), cell: ({ seller }) => name(seller) },
              { title: t('flows.buys'), left: true, cell: ({ buyer }) => name(buyer) },
              { title: t('energy'), cell: ({ energy }) => kwh(energy) },
              { title: t('price'), cell: (trade) => price(trade.price, chain.token) },
            ]} />
          </Details>
          {zoned && (
            <Details summary={t('now.lines')}>
              <Table caption={t('now.linesTable')} rows={zoned.flows.map((flow, bus) => ({ flow, bus })).slice(1)} columns={[
                { title: t('line'), cell: ({ bus, flow }) => `${flow.parent}–${bus}` },
                { title: t('now.carried'), cell: ({ flow }) => kwh(flow.carried < 0n ? -flow.carried : flow.carried) },
                { title: t('now.limit'), cell: ({ flow }) => limit(flow.carried < 0n ? flow.import : flow.export) },
                { title: t('now.loading'), cell: ({ flow }) => { const part = loading(flow); return part === undefined ? '–' : `${number(part * 100, 0)} %`; } },
                { title: t('now.zonePrice'), cell: ({ flow }) => { const at = zoned.zones[flow.zone]?.price; return at === undefined ? '–' : price(at, chain.token); } },
              ]} />
            </Details>
          )}
        </>
      );
    }}</Shown>
  );
});
