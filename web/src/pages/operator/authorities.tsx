// SPDX-License-Identifier: Apache-2.0

// Who states facts about others, whom the operator trusts, and what they have reported.

import { useState } from 'preact/hooks';
import { Enum } from 'polkadot-api';
import { entries } from '../../chain/entries';
import type { Chain } from '../../chain/link';
import { startOf } from '../../chain/market';
import { useRead } from '../../chain/read';
import { text } from '../../lib/bytes';
import { moment } from '../../lib/format';
import { maybe, t } from '../../lib/i18n';
import { Address, Details, Empty, Section, Shown, Table } from '../../ui/parts';
import { WordsForm } from '../../ui/reason';
import type { Do } from '.';

const KINDS = ['Police', 'MeterMaker', 'StandardsBody', 'GridOperator', 'LineOwner', 'Issuer', 'Auditor', 'Other'] as const;

interface Props { chain: Chain; act: Do; busy: boolean; operates: boolean; signer: string | undefined }

export function Authorities({ chain, act, busy, operates, signer }: Props) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('Police');
  const calls = chain.api.tx.Authorities;
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
              { title: t('authorities.kind'), left: true, cell: ({ value: { kind: of } }) => maybe(`authority.${of.type}`) ?? of.type },
              { title: t('authorities.trusted'), left: true, cell: ({ value: { trusted } }) => t(trusted ? 'yes' : 'no') },
              { title: t('authorities.power'), left: true, cell: ({ value: { kind: of } }) => maybe(`power.${of.type}`) ?? '–' },
              { title: t('who.account'), left: true, cell: ({ keyArgs: [who] }) => <Address of={who} /> },
              { title: t('trade.do'), left: true, cell: ({ keyArgs: [who], value: { trusted } }) => (
                <span class="buttons">
                  <button type="button" disabled={!operates || busy} onClick={() => act(calls.trust({ authority: who, trusted: !trusted }), true)}>
                    {t(trusted ? 'authorities.distrust' : 'authorities.trust')}
                  </button>
                  {who === signer && <button type="button" disabled={busy} onClick={() => act(calls.withdraw(), false)}>{t('authorities.withdraw')}</button>}
                </span>
              ) },
            ]} />
          )}
          {reports.length > 0 && (
            <Table caption={t('authorities.reports')} rows={reports} columns={[
              { title: t('meter'), cell: ({ keyArgs: [meter] }) => meter },
              { title: t('authorities.by'), left: true, cell: ({ keyArgs: [, by] }) => {
                const known = authorities.find(({ keyArgs: [who] }) => who === by);
                return known ? text(known.value.name) : <Address of={by} />;
              } },
              { title: t('authorities.since'), cell: ({ value: { since } }) => moment(startOf(chain, since)) },
              { title: t('authorities.reason'), left: true, cell: ({ value: { reason } }) => text(reason) },
              { title: t('authorities.challenge'), left: true, cell: ({ value: { challenge } }) => (challenge ? text(challenge) : '–') },
              { title: t('authorities.effective'), left: true, cell: ({ value: { effective } }) => t(effective ? 'yes' : 'no') },
              { title: t('trade.do'), left: true, cell: ({ keyArgs: [meter, authority] }) => (
                <button type="button" disabled={busy || !(operates || authority === signer)} onClick={() => act(calls.lift_report({ meter, authority }), authority !== signer)}>
                  {t('authorities.lift')}
                </button>
              ) },
            ]} />
          )}
          {cut && <p class="soft">{t('table.more', { most: reports.length })}</p>}
          {signer !== undefined && !authorities.some(({ keyArgs: [who] }) => who === signer) && (
            <Details summary={t('authorities.publishTitle')}>
              <p class="soft">{t('authorities.publishHint')}</p>
              <WordsForm title={t('authorities.publishAs')} label={t('authorities.name')} most={64} button={t('authorities.publish')} disabled={busy}
                submit={(name) => act(calls.publish({ kind: Enum(kind), name }), false)}>
                <label class="field">
                  <span>{t('authorities.kind')}</span>
                  <select name="authority" onChange={({ currentTarget }) => setKind(KINDS.find((one) => one === currentTarget.value)!)}>
                    {KINDS.map((one) => <option value={one} selected={one === kind}>{maybe(`authority.${one}`)}</option>)}
                  </select>
                </label>
              </WordsForm>
            </Details>
          )}
        </>
      )}</Shown>
    </Section>
  );
}
