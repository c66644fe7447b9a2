// SPDX-License-Identifier: Apache-2.0

// The lines on which the market clears: where they lead, what they may carry, which zones they make, and what is to change.

import { useState } from 'preact/hooks';
import type { Chain, Head } from '../chain/link';
import { BEST, currentInterval, firstNodes, lines, prices, startOf, zones } from '../chain/market';
import { useRead } from '../chain/read';
import { kwh, moment, money, number, price } from '../lib/format';
import { maybe, t } from '../lib/i18n';
import { FlowPicture, limit } from '../ui/flows';
import { Address, Empty, nodeName, Section, Shown, Table } from '../ui/parts';
import { loading, RoundChoice } from './now';

/// As many rows as one can look at.
const MOST = 200;
/// As far back as one can look for zones, in intervals.
const BACK = 16;

export function Grid({ chain, head }: { chain: Chain; head: Head }) {
  const current = currentInterval(chain, head);
  const topology = useRead(async (on) => {
    const [tree, { nodes }] = await Promise.all([lines(on, current + 1), firstNodes(on, MOST)]);
    const views = await Promise.all(tree.slice(0, MOST).map((_, i) => on.api.view.Grid.line(i + 1, current + 1, BEST)));
    return { tree, views, nodes };
  }, [current]);
  return (
    <>
      <Section title={t('grid.topology')}>
        <Shown read={topology}>{({ tree, views, nodes }) => {
          const buses = new Map<number, string[]>();
          for (const [node, { bus, account }] of nodes) buses.set(bus, [...(buses.get(bus) ?? []), nodeName(chain, node, account)]);
          return tree.length === 0 ? (
            <>
              <Empty>{t('grid.none')}</Empty>
              <Table caption={t('grid.busesTable')} rows={[...buses].sort(([a], [b]) => a - b)} columns={[
                { title: t('bus.title'), cell: ([bus]) => bus },
                { title: t('grid.nodes'), left: true, cell: ([, names]) => names.join(', ') },
              ]} />
            </>
          ) : (
            <>
              <figure>
                <FlowPicture flows={[]} name={(node) => nodeName(chain, node, nodes.get(node)?.account)} bus={(node) => nodes.get(node)?.bus}
                  lines={tree.map(({ parent }, i) => ({ bus: i + 1, parent }))} />
                <figcaption>{t('grid.caption', { lines: tree.length, interval: moment(startOf(chain, current + 1)) })}</figcaption>
              </figure>
              <Table caption={t('grid.linesTable', { interval: moment(startOf(chain, current + 1)) })} rows={views.flatMap((view, i) => (view ? [{ bus: i + 1, ...view }] : []))} columns={[
                { title: t('line'), cell: ({ bus, built }) => `${built.parent}–${bus}` },
                { title: t('grid.rating'), cell: ({ built }) => limit(built.rating) },
                { title: t('grid.towards'), cell: ({ limits }) => limit(limits.import) },
                { title: t('grid.away'), cell: ({ limits }) => limit(limits.export) },
                { title: t('grid.decided'), left: true, cell: ({ agreed }) => t(agreed ? 'grid.agreed' : 'grid.alone') },
                { title: t('grid.owner'), left: true, cell: ({ owner }) => <Address of={owner} /> },
                { title: t('grid.nodes'), left: true, cell: ({ bus }) => (buses.get(bus) ?? []).join(', ') || '–' },
              ]} />
            </>
          );
        }}</Shown>
      </Section>
      <Zones {...{ chain, current }} />
      <Changes chain={chain} />
    </>
  );
}

function Zones({ chain, current }: { chain: Chain; current: number }) {
  const [wanted, want] = useState<string>();
  const read = useRead(async (on) => {
    const { cleared } = await prices(on, Math.max(0, current - BACK), current + 8);
    const traded = cleared.filter(({ transactions }) => transactions > 0).reverse();
    const at = traded.find(({ interval, round }) => `${interval}/${round}` === wanted) ?? traded[0];
    return { traded, at, zoned: at && (await zones(on, at.interval, at.round)) };
  }, [current, wanted]);
  return (
    <Section title={t('grid.zones')}>
      <Shown read={read}>{({ traded, at, zoned }) => {
        if (!at) return <Empty>{t('now.nothingTradedYet')}</Empty>;
        return (
          <>
            <RoundChoice {...{ chain, rounds: traded, chosen: at, want }} />
            {!zoned ? <Empty>{t('grid.oneZone', { price: at.traded > 0n ? price(at.payment / at.traded, chain.token) : '–' })}</Empty> : (
              <>
                <Table caption={t('grid.zonesTable')} rows={zoned.zones.map((zone, place) => ({ zone, place }))} columns={[
                  { title: t('grid.zone'), cell: ({ zone }) => t('grid.zoneFrom', { bus: zone.top }) },
                  { title: t('grid.buses'), left: true, cell: ({ place }) => zoned.flows.flatMap((flow, bus) => (flow.zone === place ? [bus] : [])).join(', ') },
                  { title: t('price'), cell: ({ zone }) => (zone.price === undefined ? '–' : price(zone.price, chain.token)) },
                  { title: t('bought'), cell: ({ zone }) => kwh(zone.bought) },
                  { title: t('sold'), cell: ({ zone }) => kwh(zone.sold) },
                  { title: t('grid.status'), left: true, cell: ({ zone }) => maybe(`status.${zone.status.type}`) ?? zone.status.type },
                ]} />
                <p>{t('grid.rent', { rent: money(zoned.rent, chain.token) })}</p>
                <Table caption={t('now.linesTable')} rows={zoned.flows.map((flow, bus) => ({ flow, bus })).slice(1)} columns={[
                  { title: t('line'), cell: ({ bus, flow }) => `${flow.parent}–${bus}` },
                  { title: t('now.carried'), cell: ({ flow }) => kwh(flow.carried < 0n ? -flow.carried : flow.carried) },
                  { title: t('now.limit'), cell: ({ flow }) => limit(flow.carried < 0n ? flow.import : flow.export) },
                  { title: t('now.loading'), cell: ({ flow }) => { const part = loading(flow); return part === undefined ? '–' : `${number(part * 100, 0)} %`; } },
                ]} />
              </>
            )}
          </>
        );
      }}</Shown>
    </Section>
  );
}

function Changes({ chain }: { chain: Chain }) {
  const read = useRead(async ({ api }) => {
    const [proposals, [free, noticed]] = await Promise.all([api.query.Grid.Proposals.getEntries(BEST), api.view.Grid.first_changes(BEST)]);
    return { proposals, free, noticed };
  });
  return (
    <Section title={t('grid.notices')}>
      <Shown read={read}>{({ proposals, free, noticed }) => (
        <>
          <p>{t('grid.first', { free: moment(startOf(chain, free)), noticed: moment(startOf(chain, noticed)) })}</p>
          {proposals.length === 0 ? <Empty>{t('grid.noProposals')}</Empty> : (
            <Table caption={t('grid.proposals')} rows={proposals} columns={[
              { title: t('grid.by'), cell: ({ keyArgs: [by] }) => <Address of={String(by)} /> },
              { title: t('grid.what'), left: true, cell: ({ value }) => (value.type === 'Lines'
                ? t('grid.proposesLines', { lines: value.value.lines.map(({ bus, parent, rating }) => `${parent}–${bus} (${kwh(rating)})`).join(', ') })
                : t('grid.proposesLimits', {
                  bus: value.value.bus,
                  limits: value.value.limits ? `${kwh(value.value.limits.import)} / ${kwh(value.value.limits.export)}` : t('grid.noLimits'),
                })) },
              { title: t('grid.from'), left: true, cell: ({ value }) => {
                if (value.type === 'Lines') return moment(startOf(chain, value.value.from));
                const { when } = value.value;
                return when.type === 'From' ? moment(startOf(chain, when.value))
                  : `${moment(startOf(chain, when.value.first))} – ${moment(startOf(chain, when.value.last + 1))}`;
              } },
            ]} />
          )}
        </>
      )}</Shown>
    </Section>
  );
}
