// SPDX-License-Identifier: Apache-2.0

// What is published of tariffs, and a try of a single interval's.

import { useState } from 'preact/hooks';
import type { Chain } from '../../chain/link';
import { startOf } from '../../chain/market';
import { moment, price } from '../../lib/format';
import { t } from '../../lib/i18n';
import { beyond, capOf, NUMBERS, type Bounds, type Tariff } from '../../lib/tariff';
import type { Day } from '../../lib/timeline';
import { Empty, Table } from '../../ui/parts';
import type { Do } from '.';
import { minute, offset, shown, tariffOf, valueOf, type Typed } from './numbers';

export type Publisher = 'operator' | 'utility' | undefined;

interface PublishedProps { chain: Chain; daily: [number, Day][]; own: [number, Tariff][]; round: number }

export function Published({ chain, daily, own, round }: PublishedProps) {
  const { symbol } = chain.token;
  const columns = NUMBERS.map((name) => ({ title: t(`tariff.${name}`), of: (tariff: Tariff) => shown(name, tariff, chain) }));
  return (
    <>
      {daily.length === 0 ? <Empty>{t('operator.noTariff')}</Empty> : daily.map(([from, profile], place) => (
        <Table caption={t(place === 0 || from <= round ? 'operator.dailyNow' : 'operator.dailyFrom', { symbol, from: moment(startOf(chain, from)), zone: offset(profile.offset) })}
          rows={profile.bands} columns={[
            { title: t('operator.band'), cell: ({ from_minute }) => minute(from_minute) },
            ...columns.map(({ title, of }) => ({ title, cell: ({ tariff }: { tariff: Tariff }) => of(tariff) })),
          ]} />
      ))}
      {own.length > 0 && (
        <Table caption={t('operator.own', { symbol })} rows={own} columns={[
          { title: t('interval'), cell: ([interval]) => moment(startOf(chain, interval)) },
          ...columns.map(({ title, of }) => ({ title, cell: ([, tariff]: [number, Tariff]) => of(tariff) })),
        ]} />
      )}
    </>
  );
}

interface PreviewProps { chain: Chain; act: Do; busy: boolean; first: number; bounds: Bounds; present: Tariff; may: Publisher }

/// What a tariff of one interval would mean, before anybody publishes it.
export function TariffPreview({ chain, act, busy, first, bounds, present, may }: PreviewProps) {
  const { token } = chain;
  const notice = first + bounds.notice + 1;
  const [typed, setTyped] = useState<Typed>({});
  const tariff = tariffOf(typed, present, chain);
  const problems = tariff ? beyond(tariff, present, bounds) : [];
  const publish = () => tariff && act(chain.api.tx.ForwardMarket.set_interval_tariffs({ tariffs: [[notice, tariff]] }), may === 'operator');
  return (
    <form class="single" onSubmit={(event) => { event.preventDefault(); publish(); }} noValidate>
      <h3>{t('operator.preview')}</h3>
      <p class="soft">{t('operator.previewHint', { symbol: chain.token.symbol, from: moment(startOf(chain, notice)), notice: bounds.notice })}</p>
      {NUMBERS.map((name) => (
        <label class="field">
          <span>{t(`tariff.${name}`)} ({t('operator.most', { most: shown(name, bounds.ceiling, chain), change: shown(name, bounds.change, chain) })})</span>
          <input name={name} inputMode="decimal" autocomplete="off" placeholder={shown(name, present, chain)} value={typed[name] ?? ''}
            aria-invalid={valueOf(name, typed, present, chain) === undefined} onInput={({ currentTarget }) => setTyped((before) => ({ ...before, [name]: currentTarget.value }))} />
        </label>
      ))}
      <div role="status">
        {!tariff ? <p class="bad">{t('trade.badNumber')}</p> : problems.length > 0
          ? <ul class="bad">{problems.map(({ key, name }) => <li>{t(key, { name: name ? t(`tariff.${name}`) : '' })}</li>)}</ul>
          : <p class="good">{t('operator.within', { cap: price(capOf(tariff), token), fit: price(tariff.fit, token) })}</p>}
      </div>
      <p class="buttons"><button disabled={!may || busy || !tariff || problems.length > 0}>{t('operator.publish', { from: moment(startOf(chain, notice)) })}</button></p>
      {!may && <p class="soft">{t('operator.publishers')}</p>}
    </form>
  );
}
