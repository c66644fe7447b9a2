// SPDX-License-Identifier: Apache-2.0

// A daily tariff before it is published: from when on it would hold, what it changes, and whether it is within the bounds.

import { useState } from 'preact/hooks';
import type { Chain } from '../../chain/link';
import { startOf } from '../../chain/market';
import { moment, price } from '../../lib/format';
import { t } from '../../lib/i18n';
import { capOf, NUMBERS, type Tariff } from '../../lib/tariff';
import { dayFrom, dayProblems, type Band, type Day, type DayProblem, type Timeline } from '../../lib/timeline';
import { nodeName, Table } from '../../ui/parts';
import type { Do } from '.';
import { minute, offset, parseMinute, shown, tariffOf, valueOf, type Typed } from './numbers';
import type { Publisher } from './tariffs';

/// What the chain stores of a day, with who gets the fee.
export type Profile = Day & { grid?: number };

interface Row { key: number; begins: string; typed: Typed; before: Tariff }

const rowsOf = ({ bands }: Day): Row[] => bands.map(({ from_minute, tariff }, key) => ({ key, begins: minute(from_minute), typed: {}, before: tariff }));

interface Props { chain: Chain; act: Do; busy: boolean; line: Timeline; present: Profile; may: Publisher }

export function DailyPreview({ chain, act, busy, line, present, may }: Props) {
  const [rows, setRows] = useState(() => rowsOf(present));
  const change = (key: number, next: Partial<Row>) => setRows((all) => all.map((row) => (row.key === key ? { ...row, ...next } : row)));
  const bands = rows.map((row) => ({ from_minute: parseMinute(row.begins), tariff: tariffOf(row.typed, row.before, chain) }));
  const complete = bands.every((band): band is Band => band.from_minute !== undefined && band.tariff !== undefined);
  const day: Profile | undefined = complete ? { ...present, bands: bands.toSorted((a, b) => a.from_minute - b.from_minute) } : undefined;
  const problems = day ? dayProblems(line, day) : [];
  const changes = day ? differences(present, day, chain) : [];
  const from = moment(startOf(chain, dayFrom(line)));
  const notice = dayFrom(line) - Math.max(line.last, line.now) - 1;
  const bounds = line.bounds.at(-1)?.[1];
  const label = (what: string, row: Row) => t('daily.of', { what, begins: row.begins });
  const add = () => setRows((all) => [...all, { key: Math.max(-1, ...all.map(({ key }) => key)) + 1, begins: '', typed: {}, before: all.at(-1)?.before ?? present.bands[0]!.tariff }]);
  const publish = () => day && act(chain.api.tx.ForwardMarket.set_tariff({ tariff: { ...day, grid: present.grid } }), may === 'operator');
  return (
    <form class="daily" noValidate onSubmit={(event) => { event.preventDefault(); publish(); }}>
      <h3>{t('daily')}</h3>
      <p class="soft">{t(notice === 0 ? 'daily.hintNow' : 'daily.hint', { symbol: chain.token.symbol, zone: offset(present.offset), from, notice })}</p>
      <Table caption={t('daily.table')} rows={rows} columns={[
        { title: t('operator.band'), cell: (row) => (
          <input aria-label={t('daily.begins', { begins: row.begins || '–' })} name="begins" size={5} value={row.begins} placeholder="06:00" autocomplete="off"
            aria-invalid={parseMinute(row.begins) === undefined} onInput={({ currentTarget }) => change(row.key, { begins: currentTarget.value })} />
        ) },
        ...NUMBERS.map((name) => ({ title: t(`tariff.${name}`), cell: (row: Row) => (
          <input aria-label={label(t(`tariff.${name}`), row)} name={name} size={6} inputMode="decimal" autocomplete="off"
            placeholder={shown(name, row.before, chain)} value={row.typed[name] ?? ''} aria-invalid={valueOf(name, row.typed, row.before, chain) === undefined}
            onInput={({ currentTarget }) => change(row.key, { typed: { ...row.typed, [name]: currentTarget.value } })} />
        ) })),
        { title: t('trade.do'), left: true, cell: (row) => (
          <button type="button" disabled={rows.length === 1} aria-label={t('daily.removeOf', { begins: row.begins || '–' })}
            onClick={() => setRows((all) => all.filter(({ key }) => key !== row.key))}>{t('prefer.remove')}</button>
        ) },
      ]} />
      {bounds && (
        <Table caption={t('daily.bounds', { symbol: chain.token.symbol })} rows={[
          { name: t('daily.ceiling'), of: bounds.ceiling }, { name: t('daily.change'), of: bounds.change },
        ]} columns={[
          { title: t('daily.bound'), cell: ({ name }) => name },
          ...NUMBERS.map((name) => ({ title: t(`tariff.${name}`), cell: ({ of }: { of: Tariff }) => shown(name, of, chain) })),
        ]} />
      )}
      <p class="buttons">
        <button type="button" onClick={add}>{t('daily.add')}</button>
        <button type="button" onClick={() => setRows(rowsOf(present))}>{t('daily.reset')}</button>
      </p>
      <div role="status">
        {!day ? <p class="bad">{t('daily.incomplete')}</p> : problems.length > 0
          ? <ul class="bad">{problems.map((problem) => <li>{problemText(problem, chain)}</li>)}</ul>
          : changes.length === 0 ? <p class="soft">{t('daily.same')}</p> : <Preview {...{ chain, day, changes, from }} />}
      </div>
      <p class="soft">{t('daily.kept', {
        grid: present.grid === undefined ? t('source.Utility') : nodeName(chain, present.grid),
        changes: present.changes.map((one) => `${moment(Number(one.from))} ${offset(one.offset)}`).join('; ') || '–',
      })}</p>
      <p class="buttons"><button disabled={!may || busy || !day || problems.length > 0 || changes.length === 0}>{t('daily.publish', { from })}</button></p>
      {!may && <p class="soft">{t('operator.publishers')}</p>}
    </form>
  );
}

interface Difference { minute: number; name: string; before: string; now: string }

/// What is different at each time of day at which either has a band.
function differences(before: Day, now: Day, chain: Chain): Difference[] {
  const at = ({ bands }: Day, time: number) => bands.findLast(({ from_minute }) => from_minute <= time)?.tariff;
  const times = [...new Set([...before.bands, ...now.bands].map(({ from_minute }) => from_minute))].sort((a, b) => a - b);
  return times.flatMap((time) => {
    const [old, next] = [at(before, time), at(now, time)];
    if (!old || !next) return [];
    return NUMBERS.filter((name) => old[name] !== next[name])
      .map((name) => ({ minute: time, name: t(`tariff.${name}`), before: shown(name, old, chain), now: shown(name, next, chain) }));
  });
}

function Preview({ chain, day, changes, from }: { chain: Chain; day: Day; changes: Difference[]; from: string }) {
  return (
    <>
      <p class="good">{t('daily.within', { from })}</p>
      <Table caption={t('daily.changes', { symbol: chain.token.symbol })} rows={changes} columns={[
        { title: t('operator.band'), cell: (one) => minute(one.minute) },
        { title: t('daily.number'), left: true, cell: ({ name }) => name },
        { title: t('trust.before'), cell: ({ before }) => before },
        { title: t('daily.after'), cell: ({ now }) => now },
      ]} />
      <Table caption={t('daily.room')} rows={day.bands} columns={[
        { title: t('operator.band'), cell: ({ from_minute }) => minute(from_minute) },
        { title: t('daily.least'), cell: ({ tariff }) => price(tariff.fit, chain.token) },
        { title: t('daily.most'), cell: ({ tariff }) => (capOf(tariff) > tariff.fit ? price(capOf(tariff), chain.token) : t('daily.noRoom')) },
      ]} />
    </>
  );
}

function problemText(problem: DayProblem, chain: Chain): string {
  const name = 'name' in problem && problem.name ? t(`tariff.${problem.name}`) : '';
  const what = t(problem.key, { name });
  if ('minute' in problem) return t('daily.atBand', { begins: minute(problem.minute), what });
  return 'interval' in problem ? t('daily.atInterval', { when: moment(startOf(chain, problem.interval)), what }) : what;
}
