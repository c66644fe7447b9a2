// SPDX-License-Identifier: Apache-2.0

// Whom the network trusts, who builds its blocks, who sits on committees, and by what that has changed.

import { useState } from 'preact/hooks';
import type { Chain } from '../chain/link';
import { BEST, firstNodes } from '../chain/market';
import { useRead } from '../chain/read';
import { money, number, part } from '../lib/format';
import { maybe, t } from '../lib/i18n';
import { Address, Empty, nodeName, Section, Shown, Table } from '../ui/parts';
import { History, readSlashes, SlashTable } from '../ui/history';

/// As many rows as one can look at; the chain is asked about each.
const MOST = 100;

export function Trust({ chain }: { chain: Chain }) {
  const read = useRead(async (on) => {
    const { nodes, all } = await firstNodes(on, MOST);
    const standings = await Promise.all([...nodes.keys()].map(async (node) => ({ node, standing: await on.api.view.TrustStaking.standing(node, BEST) })));
    const rows = standings.flatMap(({ node, standing }) => (standing ? [{ node, account: nodes.get(node)!.account, ...standing }] : []));
    rows.sort((a, b) => b.effective - a.effective || a.node - b.node);
    return { rows, all };
  });
  return (
    <>
      <Section title={t('trust.standings')}>
        <Shown read={read}>{({ rows, all }) => (rows.length === 0 ? <Empty>{t('trust.noNodes')}</Empty> : (
          <>
            <Table caption={t('trust.standingsTable')} rows={rows} columns={[
              { title: t('node.title'), cell: ({ node, account }) => nodeName(chain, node, account) },
              { title: t('trust.effective'), cell: ({ effective }) => part(effective, 2) },
              { title: t('trust.index'), cell: ({ index }) => part(index, 2) },
              { title: t('trust.bonded'), cell: ({ bonded }) => money(bonded, chain.token) },
              { title: t('trust.backed'), cell: ({ backed, backers }) => `${money(backed, chain.token)} (${backers})` },
              { title: t('trust.pending'), cell: ({ pending }) => pending },
            ]} />
            {all > MOST && <p class="soft">{t('trust.cut', { most: MOST, all })}</p>}
            <Why {...{ chain, rows }} />
          </>
        ))}</Shown>
      </Section>
      <Slashes chain={chain} />
      <Builders chain={chain} />
      <Committees chain={chain} />
    </>
  );
}

function Why({ chain, rows }: { chain: Chain; rows: { node: number; account: string }[] }) {
  const [wanted, want] = useState<number>();
  const node = wanted ?? rows[0]!.node;
  const read = useRead(({ api }) => api.view.TrustStaking.history(node, BEST), [node]);
  return (
    <>
      <h3>{t('trust.whyTitle')}</h3>
      <label class="field">
        <span>{t('node.title')}</span>
        <select onChange={({ currentTarget }) => want(Number(currentTarget.value))}>
          {rows.map(({ node: one, account }) => <option value={one} selected={one === node}>{nodeName(chain, one, account)}</option>)}
        </select>
      </label>
      <Shown read={read}>{(history) => <History {...{ chain, history }} />}</Shown>
    </>
  );
}

function Slashes({ chain }: { chain: Chain }) {
  const read = useRead(readSlashes);
  return (
    <Section title={t('slashes')}>
      <Shown read={read}>{({ slashes, cut }) => (slashes.length === 0 ? <Empty>{t('slashes.none')}</Empty> : (
        <>
          <SlashTable {...{ chain, slashes }} />
          {cut && <p class="soft">{t('table.more', { most: slashes.length })}</p>}
        </>
      ))}</Shown>
    </Section>
  );
}

function Builders({ chain }: { chain: Chain }) {
  const read = useRead(async ({ api }) => {
    const [[session, seats], [, planned], candidates] = await Promise.all([
      api.view.Validators.current(BEST), api.view.Validators.planned(BEST), api.view.Validators.candidates(BEST),
    ]);
    const nodes = [...new Set([...seats, ...planned, ...candidates].map(({ node }) => node))].sort((a, b) => a - b);
    const records = await api.query.Validators.Records.getValues(nodes.map((node) => [node]), BEST);
    return { session, rows: nodes.map((node, i) => ({
      node, record: records[i]!.done,
      seat: seats.find((one) => one.node === node), next: planned.find((one) => one.node === node), candidate: candidates.find((one) => one.node === node),
    })) };
  });
  const reason = (type: string | undefined) => (type ? maybe(`seat.${type}`) ?? type : '–');
  return (
    <Section title={t('builders')}>
      <Shown read={read}>{({ session, rows }) => (rows.length === 0 ? <Empty>{t('builders.none')}</Empty> : (
        <Table caption={t('builders.table', { session })} rows={rows} columns={[
          { title: t('node.title'), cell: ({ node, seat }) => nodeName(chain, node, seat?.account) },
          { title: t('builders.now'), left: true, cell: ({ seat }) => reason(seat?.reason.type) },
          { title: t('builders.next'), left: true, cell: ({ next }) => reason(next?.reason.type) },
          { title: t('builders.lacks'), left: true, cell: ({ candidate }) => (candidate?.lack ? maybe(`lack.${candidate.lack.type}`) ?? candidate.lack.type : '–') },
          { title: t('builders.blocks'), cell: ({ seat }) => (seat ? number(seat.blocks) : '–') },
          { title: t('builders.record'), cell: ({ record }) => t('builders.recordValue', { sessions: record.sessions, blocks: record.blocks, absences: record.absences, twice: record.equivocations }) },
        ]} />
      ))}</Shown>
    </Section>
  );
}

function Committees({ chain }: { chain: Chain }) {
  const read = useRead(async ({ api }) => {
    const [roll, questions] = await Promise.all([api.query.Committees.Roll.getValue(BEST), api.query.Committees.Questions.getEntries(BEST)]);
    return { roll, questions };
  });
  return (
    <Section title={t('committees')}>
      <Shown read={read}>{({ roll, questions }) => (
        <>
          {roll.length === 0 ? <Empty>{t('committees.nobody')}</Empty> : (
            <Table caption={t('committees.roll')} rows={roll.slice(0, MOST)} columns={[
              { title: t('node.title'), cell: ({ node }) => nodeName(chain, node) },
              { title: t('committees.weight'), cell: ({ weight }) => number(Number(weight)) },
              { title: t('committees.until'), cell: ({ until }) => until },
            ]} />
          )}
          {questions.length === 0 ? <Empty>{t('committees.noQuestion')}</Empty> : (
            <Table caption={t('committees.questions')} rows={questions} columns={[
              { title: t('committees.asker'), cell: ({ keyArgs: [asker] }) => <Address of={String(asker)} /> },
              { title: t('committees.stage'), left: true, cell: ({ value: { stage } }) => maybe(`stage.${stage.type}`) ?? stage.type },
              { title: t('committees.votes'), left: true, cell: ({ value: { stage } }) => (stage.type === 'Voting'
                ? stage.value.members.map(({ node, vote }) => `${node}: ${maybe(`vote.${vote.type}`) ?? vote.type}`).join(', ') : '–') },
            ]} />
          )}
        </>
      )}</Shown>
    </Section>
  );
}
