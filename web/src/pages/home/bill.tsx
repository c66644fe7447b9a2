// SPDX-License-Identifier: Apache-2.0

// What a household paid and earned, and what that would have come to without the market.

import { useState } from 'preact/hooks';
import type { Chain, Head } from '../../chain/link';
import { BEST, intervalOf, invoices as invoicesOf, startOf, type Invoices } from '../../chain/market';
import { useRead } from '../../chain/read';
import { day, kwh, money, month, nextDay, span, startOfDay, startOfMonth, type Token } from '../../lib/format';
import { maybe, t } from '../../lib/i18n';
import { Empty, Facts, Section, Shown, Table } from '../../ui/parts';
import { Plot, type Curve } from '../../ui/plot';

interface Sum { paid: bigint; alone: bigint; saved: bigint; bought: bigint; sold: bigint; imported: bigint; exported: bigint; intervals: number; provisional: number }

/// What the intervals of a span of time came to, in pieces as long as the chain answers.
async function statement({ api }: Chain, node: number, first: number, last: number): Promise<Sum> {
  const sum: Sum = { paid: 0n, alone: 0n, saved: 0n, bought: 0n, sold: 0n, imported: 0n, exported: 0n, intervals: 0, provisional: 0 };
  for (let from = first; from <= last; from += 1_000) {
    const { totals, paid, paid_alone, saved, provisional } = await api.apis.MarketApi.statement(node, from, Math.min(last, from + 999), BEST);
    sum.paid += paid;
    sum.alone += paid_alone;
    sum.saved += saved;
    sum.bought += totals.bought;
    sum.sold += totals.sold;
    sum.imported += totals.imported;
    sum.exported += totals.exported;
    sum.intervals += totals.intervals;
    sum.provisional += provisional;
  }
  return sum;
}

/// The same of a span of time, in ms.
const between = (on: Chain, node: number, begin: number, end: number) => statement(on, node, intervalOf(on, begin + on.length - 1), intervalOf(on, end - 1));

export function Bill({ chain, head, node }: { chain: Chain; head: Head; node: number }) {
  const today = startOfDay(head.time);
  const [chosen, choose] = useState<number>();
  const from = chosen ?? today;
  const [first, last] = [intervalOf(chain, from + chain.length - 1), intervalOf(chain, nextDay(from) - 1)];
  const [monthFrom, monthTo] = [startOfMonth(from), startOfMonth(from, 1)];
  const read = useRead(async (on) => {
    const invoices = await invoicesOf(on, node, first, last);
    return { invoices, oneDay: await between(on, node, from, nextDay(from)), oneMonth: await between(on, node, monthFrom, monthTo) };
  }, [node, first, last]);
  const back = () => choose(nextDay(from, -1));
  const forth = () => choose(nextDay(from) >= today ? undefined : nextDay(from));
  return (
    <Section title={t('bill')} id="bill">
      <Glance {...{ chain, node, today }} />
      <p class="buttons no-print">
        <button type="button" onClick={back}>{t('bill.before')}</button>
        <button type="button" onClick={forth} disabled={from >= today}>{t('bill.after')}</button>
        <button type="button" onClick={() => print()}>{t('bill.print')}</button>
      </p>
      <h3 aria-live="polite">
        {from === today ? t('bill.ofToday', { day: day(from) }) : from === nextDay(today, -1) ? t('bill.ofYesterday', { day: day(from) }) : day(from)}
      </h3>
      <Shown read={read}>{({ invoices, oneDay, oneMonth }) => (
        <>
          {oneDay.intervals === 0 ? <Empty>{t('bill.nothing')}</Empty> : <Sums {...{ chain, sum: oneDay }} />}
          {invoices.length > 0 && (
            <>
              <PlanAndMeter {...{ chain, invoices }} />
              <Table caption={t('bill.table')} rows={invoices} columns={[
                { title: t('interval'), cell: ([interval]) => span(interval, chain.length) },
                { title: t('bill.drawn'), cell: ([, { metered }]) => kwh(metered.import) },
                { title: t('bill.fed'), cell: ([, { metered }]) => kwh(metered.export) },
                { title: t('bought'), cell: ([, { position }]) => kwh(position.bought) },
                { title: t('sold'), cell: ([, { position }]) => kwh(position.sold) },
                { title: t('bill.utility'), cell: ([, { imbalance: { type, value: { energy } } }]) => `${energy === 0n ? '' : type === 'Bought' ? '+' : '−'}${kwh(energy)}` },
                { title: t('bill.amount'), cell: ([, { charged, credited }]) => money(charged - credited, chain.token) },
                { title: t('bill.basis'), left: true, cell: ([, { basis }]) => maybe(`basis.${basis.type}`) ?? basis.type },
              ]} />
            </>
          )}
          <h3>{month(from)}</h3>
          {oneMonth.intervals === 0 ? <Empty>{t('bill.nothingMonth')}</Empty> : <Sums {...{ chain, sum: oneMonth }} />}
          <p class="soft">{t('bill.kept')}</p>
        </>
      )}</Shown>
    </Section>
  );
}

/// What most people want to know, without a click.
function Glance({ chain, node, today }: { chain: Chain; node: number; today: number }) {
  const read = useRead(async (on) => ({
    yesterday: await between(on, node, nextDay(today, -1), today), soFar: await between(on, node, today, nextDay(today)),
  }), [node, today]);
  return (
    <Shown read={read}>{({ yesterday, soFar }) => (
      <Facts facts={[
        { name: t('bill.yesterday'), value: cameTo(yesterday, chain.token) },
        { name: t('bill.today'), value: cameTo(soFar, chain.token) },
      ]} />
    )}</Shown>
  );
}

/// What a span of time came to, in a word.
function cameTo({ intervals, paid, saved }: Sum, token: Token): string {
  if (intervals === 0) return t('bill.nothingYet');
  return t(paid < 0n ? 'bill.earnedAndSaved' : 'bill.paidAndSaved', { money: money(paid < 0n ? -paid : paid, token), saved: money(saved, token) });
}

function Sums({ chain, sum }: { chain: Chain; sum: Sum }) {
  const earned = sum.paid < 0n;
  return (
    <>
      <Facts facts={[
        { name: earned ? t('bill.earned') : t('bill.paid'), value: money(earned ? -sum.paid : sum.paid, chain.token) },
        { name: sum.alone < 0n ? t('bill.aloneEarned') : t('bill.alone'), value: money(sum.alone < 0n ? -sum.alone : sum.alone, chain.token) },
        { name: t('bill.saved'), value: money(sum.saved, chain.token), mark: sum.saved < 0n ? 'bad' : 'good' },
        { name: t('bill.drawn'), value: kwh(sum.imported) },
        { name: t('bill.fed'), value: kwh(sum.exported) },
        { name: t('bill.fromNeighbours'), value: kwh(sum.bought) },
        { name: t('bill.toNeighbours'), value: kwh(sum.sold) },
        { name: t('bill.intervals'), value: String(sum.intervals) },
      ]} />
      {sum.provisional > 0 && <p class="soft">{t('bill.provisional', { count: sum.provisional })}</p>}
    </>
  );
}

/// What was planned with neighbours, and what the meter says: above 0 drawn, below fed in.
function PlanAndMeter({ chain, invoices }: { chain: Chain; invoices: Invoices }) {
  const [first, last] = [invoices[0]![0], invoices.at(-1)![0]];
  const by = new Map(invoices);
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const values = (read: (invoice: Invoices[number][1]) => bigint) => all.map((interval) => {
    const invoice = by.get(interval);
    return invoice ? Number(read(invoice)) / 1_000 : null;
  });
  const curves: Curve[] = [
    { name: t('bill.planned'), colour: 'soft', dash: [6, 4], values: values(({ position }) => position.bought - position.sold) },
    { name: t('bill.metered'), colour: 'accent', width: 3, values: values(({ metered }) => metered.import - metered.export) },
  ];
  return (
    <figure>
      <Plot label={t('bill.plotLabel')} starts={all.map((interval) => startOf(chain, interval))} length={chain.length} curves={curves} unit="kWh" />
      <figcaption>{t('bill.plotCaption')}</figcaption>
    </figure>
  );
}
