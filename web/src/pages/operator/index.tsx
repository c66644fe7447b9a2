// SPDX-License-Identifier: Apache-2.0

// What the operator and the utility decide: who takes part, by which tariff, and whether the market runs.

import type { TxCallData } from 'polkadot-api';
import { account } from '../../chain/account';
import { entries } from '../../chain/entries';
import type { Chain, Head } from '../../chain/link';
import { BEST, currentInterval } from '../../chain/market';
import { useRead } from '../../chain/read';
import type { Sendable } from '../../chain/send';
import { t, type Key } from '../../lib/i18n';
import { useStore } from '../../lib/store';
import { dayFrom, type Timeline } from '../../lib/timeline';
import { Address, Facts, Section, Shown } from '../../ui/parts';
import { Told, useSending } from '../../ui/sending';
import { Who } from '../../ui/who';
import { Applications } from './applications';
import { Authorities } from './authorities';
import { DailyPreview } from './daily';
import { Debts } from './debts';
import { Published, TariffPreview, type Publisher } from './tariffs';

/// Sends a call, through Sudo if it is the operator's to make.
export type Do = (call: { decodedCall: TxCallData } & Sendable, asOperator: boolean) => Promise<boolean>;

export function Operator({ chain, head }: { chain: Chain; head: Head }) {
  const chosen = useStore(account);
  const { progress, busy, signs, submit } = useSending(chain, chosen);
  const read = useRead(async (on) => {
    const { api } = on;
    const [operator, { list: applications, cut }, paused, rules, daily, own, current] = await Promise.all([
      api.query.Sudo.Key.getValue(BEST), entries(on, api.query.TeRegistry.Applications, ['account']), api.query.ForwardMarket.Paused.getValue(BEST),
      api.query.ForwardMarket.Rules.getValue(BEST), api.query.ForwardMarket.DailyTariffs.getValue(BEST),
      api.query.ForwardMarket.OwnTariffs.getValue(BEST), api.query.ForwardMarket.CurrentRound.getValue(BEST),
    ]);
    const last = current && (await api.query.ForwardMarket.IntervalTerms.getValue(current.last, BEST));
    return { operator, applications, cut, paused, rules, daily, own, current, last };
  });
  // Apart from the rest: what is typed stays when another account is to sign.
  const mine = useRead(async ({ api }) => (chosen ? api.query.TeRegistry.IndexOf.getValue(chosen.address, BEST) : undefined), [chosen?.address]);
  const node = mine.state === 'read' ? mine.value : undefined;
  const act: Do = (call, asOperator) => submit(asOperator ? chain.api.tx.Sudo.sudo({ call: call.decodedCall as never }) : call);
  return (
    <>
      <Who chain={chain} />
      <Shown read={read}>{({ operator, applications, cut, paused, rules, daily, own, current, last }) => {
        const operates = signs && chosen?.address === operator;
        const allowed = operates && !busy;
        const line: Timeline | undefined = current && last && {
          length: chain.length, last: current.last, opened: last.tariff, now: currentInterval(chain, head), days: daily, own,
          bounds: rules.map(([from, { bounds }]) => [from, bounds]),
        };
        const publishes = (interval: number): Publisher => {
          const rule = (rules.findLast(([from]) => from <= interval) ?? rules[0])?.[1];
          return operates ? 'operator' : signs && node !== undefined && node === rule?.utility ? 'utility' : undefined;
        };
        const [latest, bounds] = [daily.at(-1)?.[1], rules.at(-1)?.[1].bounds];
        return (
          <>
            <p class="soft">{operator ? <>{t('operator.is')} <Address of={operator} />. {!operates && t('operator.watching')}</> : t('operator.none')}</p>
            <Told progress={progress} />
            <Section title={t('operator.applications')}>
              <Applications {...{ chain, applications, allowed, act }} />
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
              <Published {...{ chain, daily, own, round: current?.number ?? 0 }} />
              {line && latest && <DailyPreview key={JSON.stringify(latest, digits)} {...{ chain, act, busy, line, present: latest, may: publishes(dayFrom(line)) }} />}
              {line && bounds && <TariffPreview {...{ chain, act, busy, first: line.last, bounds, present: line.opened, may: publishes(line.last) }} />}
            </Section>
            <Authorities {...{ chain, act, busy, operates, signer: signs ? chosen?.address : undefined }} />
            <Debts {...{ chain, act, busy, operates, signs, node }} />
          </>
        );
      }}</Shown>
    </>
  );
}

/// Begins the form anew when what it compares with is another one.
const digits = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
