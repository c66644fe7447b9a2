// SPDX-License-Identifier: Apache-2.0

// What has moved a node's trust, and slashes that wait.

import { entries } from '../chain/entries';
import type { Chain } from '../chain/link';
import { day, money, part, type Token } from '../lib/format';
import { maybe, t } from '../lib/i18n';
import { Address, Empty, nodeName, Table } from './parts';

export type Folded = Awaited<ReturnType<Chain['api']['view']['TrustStaking']['history']>>[number];
export type Conduct = Pick<Folded['conduct'], 'missed' | 'offences'>;

const DAY = 86_400_000;
/// Days are counted from 1970, UTC; noon of it is the same day nearly everywhere.
export const dayOf = ({ day: count }: Pick<Folded, 'day'>) => day(count * DAY + DAY / 2);

/// What has been proven, in words: sums of severities, in billionths. Nothing if nothing is.
export function proven({ missed, offences }: Conduct, token: Token): string {
  const all = Object.entries(offences).filter(([, sum]) => sum > 0n)
    .map(([name, sum]) => `${maybe(`offence.${name}`) ?? name} ×${Number(sum) / 1e9}`);
  return [...(missed > 0n ? [t('trust.missed', { cost: money(missed, token) })] : []), ...all].join('; ');
}

/// The index when a session was over.
export const after = ({ changes: { before, gained, faded, fallen } }: Folded) => before + gained - faded - fallen;

export function History({ chain, history }: { chain: Chain; history: Folded[] }) {
  if (history.length === 0) return <Empty>{t('trust.noHistory')}</Empty>;
  return (
    <Table caption={t('trust.history')} rows={history.slice().reverse()} columns={[
      { title: t('trust.ended'), cell: (folded) => t('trust.endedValue', { day: dayOf(folded), session: folded.session }) },
      { title: t('trust.before'), cell: ({ changes }) => part(changes.before, 2) },
      { title: t('trust.gained'), cell: ({ changes }) => `+${part(changes.gained, 3)}` },
      { title: t('trust.faded'), cell: ({ changes }) => `−${part(changes.faded, 3)}` },
      { title: t('trust.fallen'), cell: ({ changes }) => `−${part(changes.fallen, 3)}` },
      { title: t('trust.after'), cell: (folded) => part(after(folded), 2) },
      { title: t('trust.why'), left: true, cell: ({ conduct }) => proven(conduct, chain.token) || '–' },
      { title: t('trust.reward'), cell: ({ reward }) => money(reward, chain.token) },
    ]} />
  );
}

export type Slash = { number: number } & Awaited<ReturnType<Chain['api']['query']['TrustStaking']['Slashes']['getEntries']>>[number]['value'];

/// Slashes that wait for the end of their dispute window, by number; and whether there are more.
export async function readSlashes(chain: Chain): Promise<{ slashes: Slash[]; cut: boolean }> {
  const { list, cut } = await entries(chain, chain.api.query.TrustStaking.Slashes, ['number']);
  return { slashes: list.map(({ keyArgs: [number], value }) => ({ number, ...value })).sort((a, b) => a.number - b.number), cut };
}

export function SlashTable({ chain, slashes }: { chain: Chain; slashes: Slash[] }) {
  return (
    <Table caption={t('slashes.table')} rows={slashes} columns={[
      { title: t('slashes.number'), cell: ({ number }) => number },
      { title: t('node.title'), cell: ({ node }) => nodeName(chain, node) },
      { title: t('slashes.for'), left: true, cell: ({ offence }) => (offence ? maybe(`offence.${offence.type}`) ?? offence.type : t('slashes.debt')) },
      { title: t('slashes.takes'), cell: ({ fraction }) => part(fraction, 1) },
      { title: t('slashes.due'), cell: ({ due }) => due },
      { title: t('slashes.evidence'), left: true, cell: ({ evidence }) => <Address of={String(evidence)} /> },
    ]} />
  );
}
