// SPDX-License-Identifier: Apache-2.0

// The lines on which the market clears: where they lead, what they may carry, which zones they make, and what is to change.

import { useMemo, useState } from 'preact/hooks';
import { entries } from '../chain/entries';
import type { Chain, Head } from '../chain/link';
import { BEST, currentInterval, firstNodes, lines, nodeCount, prices, startOf, zones, type Cleared } from '../chain/market';
import { useRead } from '../chain/read';
import { kwh, moment, money, number, price } from '../lib/format';
import { maybe, t } from '../lib/i18n';
import { FlowPicture, limit } from '../ui/flows';
import { Address, Empty, nodeName, Section, Shown, Table } from '../ui/parts';
import { still } from '../ui/still';
import { loading, RoundChoice, tradedFor } from './now';

/// As many lines as the chain is asked about one by one, and as many nodes as are named.
const MOST = 200;
/// As many of a bus's nodes as are named beside it.
const NAMED = 12;
/// As far back as one can look for zones, in intervals.
const BACK = 16;

export function Grid({ chain, head }: { chain: Chain; head: Head }) {
  const current = currentInterval(chain, head);
  return (
    <>
      <Topology {...{ chain, current }} />
      <Zones {...{ chain, current }} />
      <Changes chain={chain} />
    </>
  );
}

const Topology = still(({ chain, current }: { chain: Chain; current: number }) => {
  const count = useRead(nodeCount);
  // What is traded next has its lines for good; nodes are looked up with it, and when there are more.
  const topology = useRead(async (on) => {
    const [tree, { nodes, all }] = await Promise.all([lines(on, current + 1), firstNodes(on, MOST)]);
    const views = await Promise.all(tree.slice(0, MOST).map((_, i) => on.api.view.Grid.line(i + 1, current + 1, BEST)));
    return { tree: tree.map(({ parent }, i) => ({ bus: i + 1, parent })), views, nodes, all };
  }, [current, count.state === 'read' && count.value], 'once');
  return (
    <Section title={t('grid.topology')}>
      <Shown read={topology}>{({ tree, views, nodes, all }) => {
        const buses = new Map<number, number[]>();
        for (const [node, { bus }] of nodes) buses.set(bus, [...(buses.get(bus) ?? []), node]);
        const name = (node: number) => nodeName(chain, node, nodes.get(node)?.account);
        const named = (on: number[] = []) => on.slice(0, NAMED).map(name).join(', ') + (on.length > NAMED ? ', …' : '');
        const cut = all > MOST && <p class="soft">{t('grid.cut', { most: MOST, all: number(all) })}</p>;
        return tree.length === 0 ? (
          <>
            <Empty>{t('grid.none')}</Empty>
            <Table caption={t('grid.busesTable')} rows={[...buses].sort(([a], [b]) => a - b)} columns={[
              { title: t('bus.title'), cell: ([bus]) => bus },
              { title: t('grid.nodes'), left: true, cell: ([, on]) => named(on) },
            ]} />
            {cut}
          </>
        ) : (
          <>
            <figure>
              <FlowPicture flows={[]} traded={0n} name={name} bus={(node) => nodes.get(node)?.bus} lines={tree} />
              <figcaption>{t('grid.caption', { lines: tree.length, interval: moment(startOf(chain, current + 1)) })}</figcaption>
            </figure>
            <Table caption={t('grid.linesTable', { interval: moment(startOf(chain, current + 1)) })} rows={views.flatMap((view, i) => (view ? [{ bus: i + 1, ...view }] : []))} columns={[
              { title: t('line'), cell: ({ bus, built }) => `${built.parent}–${bus}` },
              { title: t('grid.rating'), cell: ({ built }) => limit(built.rating) },
              { title: t('grid.towards'), cell: ({ limits }) => limit(limits.import) },
              { title: t('grid.away'), cell: ({ limits }) => limit(limits.export) },
              { title: t('grid.decided'), left: true, cell: ({ agreed }) => t(agreed ? 'grid.agreed' : 'grid.alone') },
              { title: t('grid.owner'), left: true, cell: ({ owner }) => <Address of={owner} /> },
              { title: t('grid.nodes'), left: true, cell: ({ bus }) => named(buses.get(bus)) || '–' },
            ]} />
            {tree.length > MOST && <p class="soft">{t('grid.linesCut', { most: MOST, all: number(tree.length) })}</p>}
            {cut}
          </>
        );
      }}</Shown>
    </Section>
  );
});

function Zones({ chain, current }: { chain: Chain; current: number }) {
  const [wanted, want] = useState<string>();
  const read = useRead((on) => prices(on, Math.max(0, current - BACK), current + 8), [current]);
  const cleared = read.state === 'read' ? read.value.cleared : undefined;
  const traded = useMemo(() => cleared?.filter(({ transactions }) => transactions > 0).reverse() ?? [], [cleared]);
  const at = traded.find(({ interval, round }) => `${interval}/${round}` === wanted) ?? traded[0];
  return (
    <Section title={t('grid.zones')}>
      <Shown read={read}>{() => (at
        ? <><RoundChoice {...{ chain, rounds: traded, chosen: at, want }} /><ZonesOf {...{ chain, at, carried: tradedFor(traded, at.interval) }} /></>
        : <Empty>{t('now.nothingTradedYet')}</Empty>)}</Shown>
    </Section>
  );
}

/// In which zones a round cleared: what lines carry changes when more is traded for its interval.
const ZonesOf = still(({ chain, at, carried }: { chain: Chain; at: Cleared; carried: bigint }) => {
  const read = useRead(async (on) => ({ zoned: await zones(on, at.interval, at.round) }), [at.interval, at.round, carried], 'once');
  return (
    <Shown read={read}>{({ zoned }) => {
      if (!zoned) return <Empty>{t('grid.oneZone', { price: at.traded > 0n ? price(at.payment / at.traded, chain.token) : '–' })}</Empty>;
      const buses = zoned.zones.map((): number[] => []);
      for (const [bus, { zone }] of zoned.flows.entries()) buses[zone]?.push(bus);
      return (
        <>
          <Table caption={t('grid.zonesTable')} rows={zoned.zones.map((zone, place) => ({ zone, place }))} columns={[
            { title: t('grid.zone'), cell: ({ zone }) => t('grid.zoneFrom', { bus: zone.top }) },
            { title: t('grid.buses'), left: true, cell: ({ place }) => buses[place]!.join(', ') },
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
      );
    }}</Shown>
  );
});

function Changes({ chain }: { chain: Chain }) {
  const read = useRead(async (on) => {
    const [{ list: proposals, cut }, [free, noticed]] = await Promise.all([
      entries(on, on.api.query.Grid.Proposals, ['account']), on.api.view.Grid.first_changes(BEST),
    ]);
    return { proposals, cut, free, noticed };
  });
  return (
    <Section title={t('grid.notices')}>
      <Shown read={read}>{({ proposals, cut, free, noticed }) => (
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
          {cut && <p class="soft">{t('table.more', { most: proposals.length })}</p>}
        </>
      )}</Shown>
    </Section>
  );
}
