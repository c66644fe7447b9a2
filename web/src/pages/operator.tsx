// SPDX-License-Identifier: Apache-2.0

// What the operator and the utility decide: who takes part, by which tariff, and whether the market runs.

import { useState } from 'preact/hooks';
import type { TxCallData } from 'polkadot-api';
import { account, canSign, signerOf } from '../chain/account';
import { entries } from '../chain/entries';
import type { Chain } from '../chain/link';
import { BEST, startOf } from '../chain/market';
import { forgiven } from '../chain/forgiven';
import { useRead } from '../chain/read';
import { send, type Progress } from '../chain/send';
import { text } from '../lib/bytes';
import { kwh, money, moment, number, parsePrice, perKwh, price } from '../lib/format';
import { maybe, t, type Key } from '../lib/i18n';
import { useStore } from '../lib/store';
import { beyond, capOf, NUMBERS, type Bounds, type Tariff } from '../lib/tariff';
import { Address, Empty, Facts, nodeName, Section, Shown, Table } from '../ui/parts';
import { Who } from '../ui/who';
import { Told } from './trade';

type Do = (call: { decodedCall: TxCallData } & Parameters<typeof send>[0], asOperator: boolean) => void;

export function Operator({ chain }: { chain: Chain }) {
  const chosen = useStore(account);
  const [progress, say] = useState<Progress>();
  const read = useRead(async (on) => {
    const { api } = on;
    const [operator, { list: applications, cut }, paused, rules, daily, own, current] = await Promise.all([
      api.query.Sudo.Key.getValue(BEST), entries(on, api.query.TeRegistry.Applications, ['account']), api.query.ForwardMarket.Paused.getValue(BEST),
      api.query.ForwardMarket.Rules.getValue(BEST), api.query.ForwardMarket.DailyTariffs.getValue(BEST),
      api.query.ForwardMarket.OwnTariffs.getValue(BEST), api.query.ForwardMarket.CurrentRound.getValue(BEST),
    ]);
    const last = current && (await api.query.ForwardMarket.IntervalTerms.getValue(current.last, BEST));
    const utility = last && (await api.query.TeRegistry.Nodes.getValue(last.utility, BEST))?.account;
    return { operator, applications, cut, paused, rules, daily, own, current, last, utility };
  });
  const busy = progress !== undefined && ['signing', 'sent'].includes(progress.state);
  return (
    <>
      <Who chain={chain} />
      <Shown read={read}>{({ operator, applications, cut, paused, rules, daily, own, current, last, utility }) => {
        const signs = chosen !== undefined && canSign(chosen, chain.development);
        const operates = signs && chosen.address === operator;
        const act: Do = async (call, asOperator) => {
          say({ state: 'signing' });
          try {
            const signer = chosen && (await signerOf(chosen, chain.development));
            if (!signer) return say({ state: 'failed', why: t('trade.cannotSign') });
            await send(asOperator ? chain.api.tx.Sudo.sudo({ call: call.decodedCall as never }) : call, signer, say);
          } catch (error) {
            say({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
          }
        };
        const allowed = operates && !busy;
        return (
          <>
            <p class="soft">{operator ? <>{t('operator.is')} <Address of={operator} />. {!operates && t('operator.watching')}</> : t('operator.none')}</p>
            <Told progress={progress} />
            <Section title={t('operator.applications')}>
              {applications.length === 0 ? <Empty>{t('operator.noApplications')}</Empty> : (
                <Table caption={t('operator.applicationsTable')} rows={applications} columns={[
                  { title: t('who.account'), cell: ({ keyArgs: [who] }) => <Address of={who} /> },
                  { title: t('operator.roles'), left: true, cell: ({ value: { data } }) =>
                    Object.entries(data.roles).filter(([, is]) => is).map(([role]) => maybe(`role.${role}`) ?? role).join(', ') },
                  { title: t('bus.title'), cell: ({ value: { data } }) => data.bus },
                  { title: t('home.limits'), left: true, cell: ({ value: { data } }) => t('home.limitsValue', { draw: kwh(data.limits.consumption), feed: kwh(data.limits.generation) }) },
                  { title: t('operator.customer'), left: true, cell: ({ value: { data } }) => <Address of={String(data.customer)} /> },
                  { title: t('trade.do'), left: true, cell: ({ keyArgs: [who], value: { data } }) => (
                    <button type="button" disabled={!allowed} onClick={() => act(chain.api.tx.TeRegistry.approve({ account: who, data }), true)}>{t('operator.approve')}</button>
                  ) },
                ]} />
              )}
              {cut && <p class="soft">{t('table.more', { most: applications.length })}</p>}
            </Section>
            <Section title={t('operator.breaker')}>
              <Facts facts={[
                { name: t('operator.posting'), value: t(paused.posting ? 'operator.paused' : 'operator.running'), mark: paused.posting ? 'bad' : 'good' },
                { name: t('operator.clearing'), value: t(paused.clearing ? 'operator.paused' : 'operator.running'), mark: paused.clearing ? 'bad' : 'good' },
              ]} />
              <p class="buttons">
                {(['posting', 'clearing'] as const).map((what) => (
                  <button type="button" disabled={!allowed}
                    onClick={() => act(chain.api.tx.ForwardMarket.set_pauses({ paused: { ...paused, [what]: !paused[what] } }), true)}>
                    {t(`operator.${paused[what] ? 'resume' : 'pause'}.${what}` as Key)}
                  </button>
                ))}
              </p>
              <p class="soft">{t('operator.breakerHint')}</p>
            </Section>
            <Section title={t('operator.tariffs')}>
              {daily.length === 0 ? <Empty>{t('operator.noTariff')}</Empty> : daily.map(([from, profile], place) => (
                <Table caption={t(place === 0 || from <= (current?.number ?? 0) ? 'operator.dailyNow' : 'operator.dailyFrom', { symbol: chain.token.symbol, from: moment(startOf(chain, from)), zone: offset(profile.offset) })}
                  rows={profile.bands} columns={[
                    { title: t('operator.band'), cell: ({ from_minute }) => minute(from_minute) },
                    ...NUMBERS.map((name) => ({ title: t(`tariff.${name}`), cell: ({ tariff }: { tariff: Tariff }) => shown(name, tariff, chain) })),
                  ]} />
              ))}
              {own.length > 0 && (
                <Table caption={t('operator.own', { symbol: chain.token.symbol })} rows={own} columns={[
                  { title: t('interval'), cell: ([interval]) => moment(startOf(chain, interval)) },
                  ...NUMBERS.map((name) => ({ title: t(`tariff.${name}`), cell: ([, tariff]: [number, Tariff]) => shown(name, tariff, chain) })),
                ]} />
              )}
              {current && last && rules.at(-1) && (
                <TariffPreview {...{ chain, act, busy, first: current.last, bounds: rules.at(-1)![1].bounds, present: last.tariff,
                  may: operates ? 'operator' : signs && chosen.address === utility ? 'utility' : undefined }} />
              )}
            </Section>
          </>
        );
      }}</Shown>
      <Authorities chain={chain} />
      <Debts chain={chain} />
    </>
  );
}

const minute = (of: number) => `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
const offset = (minutes: number) => `UTC${minutes < 0 ? '−' : '+'}${minute(Math.abs(minutes))}`;
const shown = (name: (typeof NUMBERS)[number], tariff: Tariff, chain: Chain) =>
  (name === 'alpha_ppm' ? number(tariff.alpha_ppm / 1e6, 6) : number(perKwh(tariff[name], chain.token), 6, 2));

interface PreviewProps { chain: Chain; act: Do; busy: boolean; first: number; bounds: Bounds; present: Tariff; may: 'operator' | 'utility' | undefined }

/// What a tariff of one interval would mean, before anybody publishes it.
function TariffPreview({ chain, act, busy, first, bounds, present, may }: PreviewProps) {
  const { token } = chain;
  const notice = first + bounds.notice + 1;
  const [typed, setTyped] = useState<Partial<Record<(typeof NUMBERS)[number], string>>>({});
  const valueOf = (name: (typeof NUMBERS)[number]): bigint | undefined => {
    const one = typed[name];
    if (one === undefined || one.trim() === '') return BigInt(present[name]);
    return name === 'alpha_ppm' ? parsePrice(one, { ...token, decimals: 9 }) : parsePrice(one, token);
  };
  const values = NUMBERS.map((name) => [name, valueOf(name)] as const);
  const complete = values.every(([, value]) => value !== undefined);
  const tariff = complete ? (Object.fromEntries(values.map(([name, value]) => [name, name === 'alpha_ppm' ? Number(value) : value])) as unknown as Tariff) : undefined;
  const problems = tariff ? beyond(tariff, present, bounds) : [];
  const publish = () => tariff && act(chain.api.tx.ForwardMarket.set_interval_tariffs({ tariffs: [[notice, tariff]] }), may === 'operator');
  return (
    <form onSubmit={(event) => { event.preventDefault(); publish(); }} noValidate>
      <h3>{t('operator.preview')}</h3>
      <p class="soft">{t('operator.previewHint', { symbol: chain.token.symbol, from: moment(startOf(chain, notice)), notice: bounds.notice })}</p>
      {NUMBERS.map((name) => (
        <label class="field">
          <span>{t(`tariff.${name}`)} ({t('operator.most', { most: shown(name, bounds.ceiling, chain), change: shown(name, bounds.change, chain) })})</span>
          <input name={name} inputMode="decimal" autocomplete="off" placeholder={shown(name, present, chain)} value={typed[name] ?? ''}
            aria-invalid={valueOf(name) === undefined} onInput={({ currentTarget }) => setTyped((before) => ({ ...before, [name]: currentTarget.value }))} />
        </label>
      ))}
      <div role="status">
        {!complete ? <p class="bad">{t('trade.badNumber')}</p> : problems.length > 0
          ? <ul class="bad">{problems.map(({ key, name }) => <li>{t(key, { name: name ? t(`tariff.${name}`) : '' })}</li>)}</ul>
          : <p class="good">{t('operator.within', { cap: price(capOf(tariff!), token), fit: price(tariff!.fit, token) })}</p>}
      </div>
      <p class="buttons"><button disabled={!may || busy || !complete || problems.length > 0}>{t('operator.publish', { from: moment(startOf(chain, notice)) })}</button></p>
      {!may && <p class="soft">{t('operator.publishers')}</p>}
    </form>
  );
}

function Authorities({ chain }: { chain: Chain }) {
  const read = useRead(async (on) => {
    const { Authorities: all, Reports } = on.api.query.Authorities;
    const [authorities, reports] = await Promise.all([entries(on, all, ['account']), entries(on, Reports, ['number', 'account'])]);
    return { authorities: authorities.list, reports: reports.list, cut: reports.cut };
  });
  return (
    <Section title={t('authorities')}>
      <Shown read={read}>{({ authorities, reports, cut }) => (
        <>
          {authorities.length === 0 ? <Empty>{t('authorities.none')}</Empty> : (
            <Table caption={t('authorities.table')} rows={authorities} columns={[
              { title: t('authorities.name'), cell: ({ value: { name } }) => text(name) },
              { title: t('authorities.kind'), left: true, cell: ({ value: { kind } }) => maybe(`authority.${kind.type}`) ?? kind.type },
              { title: t('authorities.trusted'), left: true, cell: ({ value: { trusted } }) => t(trusted ? 'yes' : 'no') },
              { title: t('who.account'), left: true, cell: ({ keyArgs: [who] }) => <Address of={who} /> },
            ]} />
          )}
          {reports.length > 0 && (
            <Table caption={t('authorities.reports')} rows={reports} columns={[
              { title: t('meter'), cell: ({ keyArgs: [meter] }) => meter },
              { title: t('authorities.since'), cell: ({ value: { since } }) => moment(startOf(chain, since)) },
              { title: t('authorities.reason'), left: true, cell: ({ value: { reason } }) => text(reason) },
              { title: t('authorities.challenge'), left: true, cell: ({ value: { challenge } }) => (challenge ? text(challenge) : '–') },
              { title: t('authorities.effective'), left: true, cell: ({ value: { effective } }) => t(effective ? 'yes' : 'no') },
            ]} />
          )}
          {cut && <p class="soft">{t('table.more', { most: reports.length })}</p>}
        </>
      )}</Shown>
    </Section>
  );
}

const RESERVE = 4_294_967_295;

function Debts({ chain }: { chain: Chain }) {
  const read = useRead(async (on) => {
    const { list, cut } = await entries(on, on.api.query.Ledger.Debts, ['number', 'number']);
    // What was paid meanwhile is none.
    const debts = list.map(({ keyArgs: [debtor, creditor], value }) => ({ debtor, creditor, amount: value })).filter(({ amount }) => amount > 0n);
    return { debts, cut };
  });
  const { genesis, all } = useStore(forgiven);
  const noted = genesis === chain.genesis ? all : [];
  const name = (node: number) => (node === RESERVE ? t('debts.reserve') : nodeName(chain, node));
  return (
    <Section title={t('debts')}>
      <Shown read={read}>{({ debts, cut }) => (debts.length === 0 ? <Empty>{t('debts.none')}</Empty> : (
        <>
          <Table caption={t('debts.table')} rows={debts} columns={[
            { title: t('debts.debtor'), cell: ({ debtor }) => name(debtor) },
            { title: t('debts.creditor'), left: true, cell: ({ creditor }) => name(creditor) },
            { title: t('bill.amount'), cell: ({ amount }) => money(amount, chain.token) },
          ]} />
          {cut && <p class="soft">{t('table.more', { most: debts.length })}</p>}
        </>
      ))}</Shown>
      {noted.length === 0 ? <Empty>{t('debts.noneForgiven')}</Empty> : (
        <Table caption={t('debts.forgiven')} rows={noted.slice().reverse()} columns={[
          { title: t('debts.debtor'), cell: ({ debtor }) => name(debtor) },
          { title: t('debts.creditor'), left: true, cell: ({ creditor }) => name(creditor) },
          { title: t('bill.amount'), cell: ({ amount }) => money(amount, chain.token) },
          { title: t('debts.left'), cell: ({ left }) => money(left, chain.token) },
          { title: t('debts.because'), left: true, cell: ({ reason }) => reason },
        ]} />
      )}
    </Section>
  );
}
