// SPDX-License-Identifier: Apache-2.0

// One household: what it has open, what was metered, what it paid and what that would have cost without the market.

import { account, type Account } from '../../chain/account';
import type { Chain, Head } from '../../chain/link';
import { BEST, startOf, type NodeStatus } from '../../chain/market';
import { useRead } from '../../chain/read';
import { kwh, moment, money } from '../../lib/format';
import { maybe, t, type Key } from '../../lib/i18n';
import { useStore } from '../../lib/store';
import { orderText } from '../../ui/orders';
import { Address, Empty, Facts, Section, Shown, Table } from '../../ui/parts';
import { Who } from '../../ui/who';
import { Bill } from './bill';
import { Certificates } from './certificates';
import { Meters } from './meters';
import { Preferences } from './preferences';
import { TrustOf } from './trust';

export function Home({ chain, head }: { chain: Chain; head: Head }) {
  const chosen = useStore(account);
  const read = useRead(async ({ api }) => (chosen ? { node: await api.apis.MarketApi.node(chosen.address, BEST) } : undefined), [chosen?.address]);
  return (
    <>
      <Who chain={chain} />
      {!chosen ? <Empty>{t('home.choose')}</Empty> : (
        <Shown read={read}>{(value) => (value?.node
          ? <House key={chosen.address} {...{ chain, head, node: value.node, who: chosen }} />
          : <Empty>{t('home.noNode')}</Empty>)}</Shown>
      )}
    </>
  );
}

/// The parts of the page, in their order: what is asked most comes first.
const PARTS: [string, Key][] = [['bill', 'bill'], ['open', 'home.open'], ['trust', 'trust'], ['certificates', 'certificates'], ['prefer', 'prefer'], ['meters', 'meters']];

function goTo(id: string) {
  const heading = document.querySelector<HTMLElement>(`#${id} h2`);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

function House({ chain, head, node, who }: { chain: Chain; head: Head; node: NodeStatus; who: Account }) {
  const { token } = chain;
  const roles = Object.entries(node.roles).filter(([, is]) => is).map(([role]) => maybe(`role.${role}`) ?? role);
  return (
    <>
      <p class="soft">{t('home.is', { node: node.index, bus: node.bus, roles: roles.join(', ') })} <Address of={who.address} /></p>
      {node.suspended && <p class="bad" role="alert">{t('home.suspended')}</p>}
      <Facts facts={[
        { name: t('home.credit'), value: money(node.credit, token) },
        { name: t('home.locked'), value: money(node.locked, token) },
        { name: t('home.debts'), value: money(node.debts, token), mark: node.debts > 0n ? 'bad' : undefined },
        { name: t('home.claims'), value: money(node.claims, token) },
        { name: t('home.limits'), value: t('home.limitsValue', { draw: kwh(node.limits.consumption), feed: kwh(node.limits.generation) }) },
        node.charge !== undefined && { name: t('home.charge'), value: kwh(node.charge) },
        node.most_sold !== undefined && { name: t('home.mostSold'), value: kwh(node.most_sold) },
      ]} />
      <nav class="parts no-print" aria-label={t('home.parts')}>
        <ul>{PARTS.map(([id, name]) => <li><button type="button" class="plain" onClick={() => goTo(id)}>{t(name)}</button></li>)}</ul>
      </nav>
      <Bill {...{ chain, head, node: node.index }} />
      <Section title={t('home.open')} id="open">
        {node.open.length === 0 ? <Empty>{t('home.nothingOpen')}</Empty> : (
          <Table caption={t('home.openTable')} rows={node.open} columns={[
            { title: t('interval'), cell: ({ interval }) => moment(startOf(chain, interval)) },
            { title: t('order'), left: true, cell: ({ order }) => (order ? orderText(order, token) : '–') },
            { title: t('bought'), cell: ({ position }) => kwh(position.bought) },
            { title: t('sold'), cell: ({ position }) => kwh(position.sold) },
            { title: t('home.locked'), cell: ({ locked }) => money(locked, token) },
          ]} />
        )}
      </Section>
      <TrustOf {...{ chain, node: node.index }} />
      <Certificates {...{ chain, head, who, node: node.index, feeds: node.limits.generation > 0n }} />
      <Preferences {...{ chain, who, node: node.index, bus: node.bus }} />
      <Meters {...{ chain, node: node.index }} />
    </>
  );
}

