// SPDX-License-Identifier: Apache-2.0

// Who wants to take part.

import { useState } from 'preact/hooks';
import type { Chain } from '../../chain/link';
import { kwh, number, short } from '../../lib/format';
import { maybe, t } from '../../lib/i18n';
import { Address, Empty, Table } from '../../ui/parts';
import { WordsForm } from '../../ui/reason';
import { sourceName } from '../home/certificates';
import type { Do } from '.';

export type Application = Awaited<ReturnType<Chain['api']['query']['TeRegistry']['Applications']['getEntries']>>[number];

export function Applications({ chain, applications, allowed, act }: { chain: Chain; applications: Application[]; allowed: boolean; act: Do }) {
  const [rejecting, reject] = useState<string>();
  // Whom one was about to reject may have withdrawn meanwhile.
  const still = applications.some(({ keyArgs: [who] }) => who === rejecting);
  if (applications.length === 0) return <Empty>{t('operator.noApplications')}</Empty>;
  return (
    <>
      <Table caption={t('operator.applicationsTable')} rows={applications} columns={[
        { title: t('who.account'), cell: ({ keyArgs: [who] }) => <Address of={who} /> },
        { title: t('operator.roles'), left: true, cell: ({ value: { data } }) =>
          Object.entries(data.roles).filter(([, is]) => is).map(([role]) => maybe(`role.${role}`) ?? role).join(', ') },
        { title: t('source'), left: true, cell: ({ value: { data } }) => sourceName(data.source.type) },
        { title: t('source.Storage'), left: true, cell: ({ value: { data: { battery } } }) => (battery ? t('operator.battery', {
          capacity: kwh(battery.capacity), power: number(Number(battery.power) / 1_000), keeps: number(battery.efficiency_ppm / 10_000), held: kwh(battery.initial),
        }) : '–') },
        { title: t('bus.title'), cell: ({ value: { data } }) => data.bus },
        { title: t('home.limits'), left: true, cell: ({ value: { data } }) => t('home.limitsValue', { draw: kwh(data.limits.consumption), feed: kwh(data.limits.generation) }) },
        { title: t('operator.customer'), left: true, cell: ({ value: { data } }) => <Address of={String(data.customer)} /> },
        { title: t('trade.do'), left: true, cell: ({ keyArgs: [who], value: { data } }) => (
          <span class="buttons">
            <button type="button" disabled={!allowed} onClick={() => act(chain.api.tx.TeRegistry.approve({ account: who, data }), true)}>{t('operator.approve')}</button>
            <button type="button" disabled={!allowed} onClick={() => reject(who)}>{t('operator.reject')}</button>
          </span>
        ) },
      ]} />
      {rejecting !== undefined && still && (
        <WordsForm key={rejecting} title={t('operator.rejectTitle', { account: short(rejecting) })} label={t('operator.rejectWhy')} most={128}
          button={t('operator.rejectButton')} disabled={!allowed} cancel={() => reject(undefined)}
          submit={async (reason) => {
            if (await act(chain.api.tx.TeRegistry.reject({ account: rejecting, reason }), true)) reject(undefined);
          }} />
      )}
    </>
  );
}
