// SPDX-License-Identifier: Apache-2.0

// One household: what it has open, what was metered, what it paid and what that would have cost without the market.

import { useState } from 'preact/hooks';
import { account } from '../chain/account';
import type { Chain, Head } from '../chain/link';
import { BEST, intervalOf, startOf, type Invoices, type NodeStatus, type Order } from '../chain/market';
import { useRead } from '../chain/read';
import { clock, day, kwh, moment, money, month, nextDay, part, price, span, startOfDay, startOfMonth, type Token } from '../lib/format';
import { text } from '../lib/bytes';
import { maybe, t } from '../lib/i18n';
import { useStore } from '../lib/store';
import { Address, Empty, Facts, Section, Shown, Table } from '../ui/parts';
import { Plot, type Curve } from '../ui/plot';
import { Who } from '../ui/who';

export function Home({ chain, head }: { chain: Chain; head: Head }) {
  const chosen = useStore(account);
  const read = useRead(async ({ api }) => (chosen ? { node: await api.apis.MarketApi.node(chosen.address, BEST) } : undefined), [chosen?.address]);
  return (
    <>
      <Who chain={chain} />
      {!chosen ? <Empty>{t('home.choose')}</Empty> : (
        <Shown read={read}>{(value) => (value?.node
          ? <House {...{ chain, head, node: value.node, address: chosen.address }} />
          : <Empty>{t('home.noNode')}</Empty>)}</Shown>
      )}
    </>
  );
}

export function orderText(order: Order, token: Token): string {
  return order.type === 'Demand'
    ? t(order.value.limit === undefined ? 'order.demand' : 'order.limited', {
      energy: kwh(order.value.quantity), price: order.value.limit === undefined ? '' : price(order.value.limit, token),
    })
    : t('order.offer', { energy: kwh(order.value.capacity), price: price(order.value.ask, token) });
}

function House({ chain, head, node, address }: { chain: Chain; head: Head; node: NodeStatus; address: string }) {
  const { token } = chain;
  const roles = Object.entries(node.roles).filter(([, is]) => is).map(([role]) => maybe(`role.${role}`) ?? role);
  return (
    <>
      <p class="soft">{t('home.is', { node: node.index, bus: node.bus, roles: roles.join(', ') })} <Address of={address} /></p>
      {node.suspended && <p class="bad" role="alert">{t('home.suspended')}</p>}
      <Facts facts={[
        { name: t('home.credit'), value: money(node.credit, token) },
        { name: t('home.locked'), value: money(node.locked, token) },
        { name: t('home.debts'), value: money(node.debts, token), mark: node.debts > 0n ? 'bad' : undefined },
        { name: t('home.claims'), value: money(node.claims, token) },
        { name: t('home.limits'), value: t('home.limitsValue', { draw: kwh(node.limits.consumption), feed: kwh(node.limits.generation) }) },
        node.charge !== undefined && { name: t('home.charge'), value: kwh(node.charge) },
        node.most_sold !== undefined && { name: t('home.mostSold'), value: kwh(node.most_sold) },
      ]} />
      <Section title={t('home.open')}>
        {node.open.length === 0 ? <Empty>{t('home.nothingOpen')}</Empty> : (
          <Table caption={t('home.openTable')} rows={node.open} columns={[
            { title: t('interval'), cell: ({ interval }) => moment(startOf(chain, interval)) },
            { title: t('order'), left: true, cell: ({ order }) => (order ? orderText(order, token) : '–') },
            { title: t('bought'), cell: ({ position }) => kwh(position.bought) },
            { title: t('sold'), cell: ({ position }) => kwh(position.sold) },
            { title: t('home.locked'), cell: ({ locked }) => money(locked, token) },
          ]} />
        )}
      </Section>
      <Bill {...{ chain, head, node: node.index }} />
      <Meters {...{ chain, node: node.index }} />
      <TrustOf {...{ chain, node: node.index }} />
    </>
  );
}

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

function Bill({ chain, head, node }: { chain: Chain; head: Head; node: number }) {
  const today = startOfDay(head.time);
  const [chosen, choose] = useState<number>();
  const from = chosen ?? today;
  const last = intervalOf(chain, nextDay(from) - 1);
  const first = intervalOf(chain, from + chain.length - 1);
  const [monthFrom, monthTo] = [startOfMonth(from), startOfMonth(from, 1)];
  const read = useRead(async (on) => {
    const { api } = on;
    // A day of intervals of a minute is more than the chain answers at once.
    const pieces: Invoices[] = [];
    for (let at = first; at <= last; at += 1_000) pieces.push(await api.apis.MarketApi.invoices(node, at, Math.min(last, at + 999), BEST));
    const [oneDay, oneMonth] = [
      await statement(on, node, first, last),
      await statement(on, node, intervalOf(on, monthFrom + on.length - 1), intervalOf(on, monthTo - 1)),
    ];
    return { invoices: pieces.flat(), oneDay, oneMonth };
  }, [node, first, last]);
  const back = () => choose(nextDay(from, -1));
  const forth = () => choose(nextDay(from) >= today ? undefined : nextDay(from));
  return (
    <Section title={t('bill')} id="bill">
      <p class="buttons no-print">
        <button type="button" onClick={back}>{t('bill.before')}</button>
        <button type="button" onClick={forth} disabled={from >= today}>{t('bill.after')}</button>
        <button type="button" onClick={() => print()}>{t('bill.print')}</button>
      </p>
      <h3 aria-live="polite">{day(from)}</h3>
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

function Meters({ chain, node }: { chain: Chain; node: number }) {
  const read = useRead(async ({ api }) => {
    const meters = await api.apis.MarketApi.meters(node, BEST);
    return Promise.all(meters.map(async (meter) => {
      const [readings, known] = await Promise.all([
        api.apis.MarketApi.readings(meter.meter, BEST), api.view.MeterAttestation.meter(meter.meter, BEST),
      ]);
      const maker = known && (await api.query.MeterAttestation.Manufacturers.getValue(known[1].manufacturer, BEST));
      return { ...meter, readings, maker: maker && text(maker.name), serial: known && text(known[1].serial) };
    }));
  }, [node]);
  return (
    <Section title={t('meters')}>
      <Shown read={read}>{(meters) => (meters.length === 0 ? <Empty>{t('meters.none')}</Empty> : (
        <>
          <Table caption={t('meters.table')} rows={meters} columns={[
            { title: t('meter'), cell: ({ meter }) => meter },
            { title: t('meters.maker'), left: true, cell: ({ maker, serial }) => [maker, serial].filter(Boolean).join(', ') || '–' },
            { title: t('meters.settles'), left: true, cell: ({ settles_from, revoked_from }) => (
              revoked_from !== undefined ? t('meters.revoked', { from: moment(startOf(chain, revoked_from)) })
                : settles_from === undefined ? t('meters.informs') : t('meters.from', { from: moment(startOf(chain, settles_from)) })) },
            { title: t('meters.last'), left: true, cell: ({ readings }) => { const last = readings.at(-1); return last ? moment(startOf(chain, last.interval)) : t('meters.never'); } },
          ]} />
          {meters.filter(({ readings }) => readings.length > 0).map(({ meter, readings }) => (
            <Table caption={t('meters.readings', { meter })} rows={readings.slice(-8).reverse()} columns={[
              { title: t('interval'), cell: ({ interval }) => `${day(startOf(chain, interval))} ${clock(startOf(chain, interval))}` },
              { title: t('bill.drawn'), cell: (reading) => kwh(reading.import) },
              { title: t('bill.fed'), cell: (reading) => kwh(reading.export) },
              { title: t('meters.registers'), cell: (reading) => `${kwh(reading.import_register)} / ${kwh(reading.export_register)}` },
            ]} />
          ))}
        </>
      ))}</Shown>
    </Section>
  );
}

function TrustOf({ chain, node }: { chain: Chain; node: number }) {
  const read = useRead(async ({ api }) => {
    const [standing, history] = await Promise.all([api.view.TrustStaking.standing(node, BEST), api.view.TrustStaking.history(node, BEST)]);
    return { standing, history };
  }, [node]);
  return (
    <Section title={t('trust')}>
      <Shown read={read}>{({ standing, history }) => (!standing ? <Empty>{t('trust.none')}</Empty> : (
        <>
          <Facts facts={[
            { name: t('trust.index'), value: part(standing.index, 2) },
            { name: t('trust.effective'), value: part(standing.effective, 2) },
            { name: t('trust.bonded'), value: money(standing.bonded, chain.token) },
            { name: t('trust.backed'), value: money(standing.backed, chain.token) },
            { name: t('trust.owed'), value: money(standing.owed, chain.token) },
            standing.pending > 0 && { name: t('trust.pending'), value: String(standing.pending), mark: 'bad' },
          ]} />
          <History {...{ chain, history }} />
        </>
      ))}</Shown>
    </Section>
  );
}

type Folded = Awaited<ReturnType<Chain['api']['view']['TrustStaking']['history']>>[number];

/// What has been proven, in words: sums of severities, in billionths.
export function evidence({ conduct: { missed, offences } }: Pick<Folded, 'conduct'>, token: Token): string {
  const proven = Object.entries(offences).filter(([, sum]) => sum > 0n)
    .map(([name, sum]) => `${maybe(`offence.${name}`) ?? name} ×${Number(sum) / 1e9}`);
  const all = [...(missed > 0n ? [t('trust.missed', { cost: money(missed, token) })] : []), ...proven];
  return all.join('; ') || '–';
}

export function History({ chain, history }: { chain: Chain; history: Folded[] }) {
  if (history.length === 0) return <Empty>{t('trust.noHistory')}</Empty>;
  return (
    <Table caption={t('trust.history')} rows={history.slice().reverse()} columns={[
      { title: t('session'), cell: ({ session }) => session },
      { title: t('trust.before'), cell: ({ changes }) => part(changes.before, 2) },
      { title: t('trust.gained'), cell: ({ changes }) => `+${part(changes.gained, 3)}` },
      { title: t('trust.faded'), cell: ({ changes }) => `−${part(changes.faded, 3)}` },
      { title: t('trust.fallen'), cell: ({ changes }) => `−${part(changes.fallen, 3)}` },
      { title: t('trust.why'), left: true, cell: (folded) => evidence(folded, chain.token) },
      { title: t('trust.reward'), cell: ({ reward }) => money(reward, chain.token) },
    ]} />
  );
}
