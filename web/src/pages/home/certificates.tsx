// SPDX-License-Identifier: Apache-2.0

// Where a household's energy comes from: certificates of origin, by the Wh and the interval.

import { useState } from 'preact/hooks';
import type { Account } from '../../chain/account';
import { certified, type Certified, type Plant, type Stock } from '../../chain/certificates';
import type { Chain, Head } from '../../chain/link';
import { BEST, intervalOf, startOf } from '../../chain/market';
import { useRead } from '../../chain/read';
import { byHour, isHeld, plan, shareOf, type Certificate } from '../../lib/certificates';
import { clock, day, kwh, moment, month, nextDay, number, part, span, startOfDay } from '../../lib/format';
import { maybe, t } from '../../lib/i18n';
import { Details, Empty, Facts, Section, Shown, Table } from '../../ui/parts';
import { Told, useSending } from '../../ui/sending';

/// As many lots are cancelled by one transaction.
const MOST = 40;

export const sourceName = (source: string) => maybe(`source.${source}`) ?? source;
const sum = <R,>(rows: R[], of: (row: R) => bigint) => rows.reduce((all, row) => all + of(row), 0n);

export function Certificates({ chain, head, who, node, feeds }: { chain: Chain; head: Head; who: Account; node: number; feeds: boolean }) {
  const [chosen, choose] = useState<number>();
  const read = useRead(async (on) => {
    const api = on.api.apis.CertificatesApi;
    const [until, plant, stock] = await Promise.all([api.issued_until(BEST), api.plant(node, BEST), api.stock(node, BEST)]);
    if (until === undefined) return { plant, stock };
    // The last day of which there are any: they come when an interval is settled for good.
    const from = chosen ?? startOfDay(startOf(on, until - 1));
    const [first, last] = [intervalOf(on, from + on.length - 1), intervalOf(on, nextDay(from) - 1)];
    return { plant, stock, until, from, certified: await certified(on, node, first, last, until) };
  }, [node, chosen]);
  const from = read.state === 'read' ? read.value.from ?? startOfDay(head.time) : chosen ?? startOfDay(head.time);
  return (
    <Section title={t('certificates')} id="certificates">
      <p class="soft">{t('certificates.means')}</p>
      <p class="buttons no-print">
        <button type="button" onClick={() => choose(nextDay(from, -1))}>{t('bill.before')}</button>
        <button type="button" disabled={from >= startOfDay(head.time)} onClick={() => choose(nextDay(from))}>{t('bill.after')}</button>
      </p>
      <Shown read={read}>{({ plant, stock, until, from: begin, certified: found }) => (
        <>
          <PlantOf {...{ chain, plant, stock, feeds }} />
          {until === undefined || !found || begin === undefined ? <Empty>{t('certificates.noneYet')}</Empty> : (
            <Day key={begin} {...{ chain, who, until, from: begin, found }} />
          )}
        </>
      )}</Shown>
    </Section>
  );
}

function PlantOf({ chain, plant, stock, feeds }: { chain: Chain; plant?: Plant; stock?: Stock; feeds: boolean }) {
  const held = stock && sum([...stock.parts], (one) => one);
  return (
    <>
      {!plant ? feeds && <p>{t('plant.none')}</p> : (
        <p>
          {t('plant.is', { source: sourceName(plant.data.source.type), power: number(Number(plant.data.capacity) / 1_000) })}{' '}
          {!plant.certified ? t('plant.notCertified') : t('plant.certified', { from: moment(startOf(chain, plant.certified.from)), most: kwh(plant.certified.most) })}
        </p>
      )}
      {plant && plant.owes > 0n && <p class="bad">{t('plant.owes', { energy: kwh(plant.owes) })}</p>}
      {stock && <p>{t('certificates.stock', { total: kwh(stock.total), certified: kwh(held ?? 0n) })}</p>}
    </>
  );
}

function Day({ chain, who, until, from, found }: { chain: Chain; who: Account; until: number; from: number; found: Certified }) {
  const { mine, rows, month: ofMonth } = found;
  const { progress, busy, signs, submit } = useSending(chain, who);
  const [drawn, matched] = [sum(rows, (row) => row.drawn ?? 0n), sum(rows, (row) => row.matched)];
  const share = shareOf({ drawn, matched });
  const usable = plan(rows, mine);
  const listed = rows.filter(({ issued, received, held, cancelled, stored }) => issued + received + held + cancelled + stored > 0n);
  const hours = byHour(rows, mine, chain.length).filter((hour) => hour.drawn > 0n || hour.matched > 0n);
  const cancel = () => {
    const calls = usable.slice(0, MOST).map(({ interval, lot, energy }) =>
      chain.api.tx.Certificates.cancel({ interval, lot, energy, period: { type: 'Interval', value: undefined } }).decodedCall);
    submit(chain.api.tx.Utility.batch_all({ calls: calls as never }));
  };
  const missing = startOf(chain, until) < nextDay(from);
  return (
    <>
      <h3 aria-live="polite">{day(from)}</h3>
      {missing && <p class="soft">{t('certificates.until', { until: moment(startOf(chain, until)) })}</p>}
      {listed.length === 0 && drawn === 0n ? <Empty>{t('certificates.noneOfDay')}</Empty> : (
        <>
          <Facts facts={[
            { name: t('certificates.issued'), value: kwh(sum(rows, (row) => row.issued)) },
            { name: t('certificates.passed'), value: kwh(sum(rows, (row) => row.passed)) },
            { name: t('certificates.received'), value: kwh(sum(rows, (row) => row.received)) },
            { name: t('certificates.held'), value: kwh(sum(rows, (row) => row.held)) },
            { name: t('certificates.cancelled'), value: kwh(sum(rows, (row) => row.cancelled)) },
            sum(rows, (row) => row.stored) > 0n && { name: t('certificates.stored'), value: kwh(sum(rows, (row) => row.stored)) },
            { name: t('certificates.share'), value: share === undefined ? '–' : part(share), mark: share === undefined ? undefined : 'good' },
          ]} />
          {mine.length > 0 && <Sources mine={mine} />}
          {usable.length > 0 && (
            <p class="buttons no-print">
              <button type="button" disabled={busy || !signs} onClick={cancel}>
                {t('certificates.use', { energy: kwh(sum(usable.slice(0, MOST), ({ energy }) => energy)) })}
              </button>
            </p>
          )}
          {usable.length > 0 && <p class="soft">{signs ? t('certificates.useHint') : t('trade.cannotSign')}</p>}
          <Told progress={progress} />
          {hours.length > 0 && (
            <Table caption={t('certificates.hours')} rows={hours} columns={[
              { title: t('certificates.hour'), cell: ({ start }) => clock(start) },
              { title: t('bill.drawn'), cell: (hour) => kwh(hour.drawn) },
              { title: t('certificates.matched'), cell: (hour) => kwh(hour.matched) },
              { title: t('certificates.shareOf'), cell: (hour) => { const of = shareOf(hour); return of === undefined ? '–' : part(of); } },
              { title: t('certificates.sources'), left: true, cell: ({ sources }) => [...sources].map(([source, energy]) => `${sourceName(source)} ${kwh(energy)}`).join(', ') || '–' },
            ]} />
          )}
          {listed.length > 0 && (
            <Details summary={t('certificates.byInterval')}>
              <Table caption={t('certificates.intervals')} rows={listed} columns={[
                { title: t('interval'), cell: ({ interval }) => span(interval, chain.length) },
                { title: t('certificates.issued'), cell: (row) => kwh(row.issued) },
                { title: t('certificates.passed'), cell: (row) => kwh(row.passed) },
                { title: t('certificates.received'), cell: (row) => kwh(row.received) },
                { title: t('certificates.held'), cell: (row) => kwh(row.held) },
                { title: t('certificates.cancelled'), cell: (row) => kwh(row.cancelled) },
              ]} />
            </Details>
          )}
        </>
      )}
      <p class="soft">
        {t('certificates.month', { month: month(from), drawn: kwh(ofMonth.drawn), cancelled: kwh(ofMonth.cancelled) })} {t('certificates.more')}
      </p>
    </>
  );
}

/// What is held and what is cancelled, by where it comes from.
function Sources({ mine }: { mine: Certificate[] }) {
  const sums = new Map<string, { held: bigint; cancelled: bigint; stored: bigint }>();
  for (const one of mine) {
    const row = sums.get(one.source.type) ?? { held: 0n, cancelled: 0n, stored: 0n };
    if (isHeld(one)) row.held += one.energy;
    else if (one.state.type === 'Stored') row.stored += one.energy;
    else row.cancelled += one.energy;
    sums.set(one.source.type, row);
  }
  return (
    <Table caption={t('certificates.bySource')} rows={[...sums]} columns={[
      { title: t('source'), cell: ([source]) => sourceName(source) },
      { title: t('certificates.held'), cell: ([, { held }]) => kwh(held) },
      { title: t('certificates.cancelled'), cell: ([, { cancelled }]) => kwh(cancelled) },
      { title: t('certificates.stored'), cell: ([, { stored }]) => kwh(stored) },
    ]} />
  );
}
