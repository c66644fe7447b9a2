// SPDX-License-Identifier: Apache-2.0

// How the chain itself is: what is final, who builds, and what fills its blocks.

import { useEffect } from 'preact/hooks';
import { now, link, type Chain, type Head } from '../chain/link';
import { BEST } from '../chain/market';
import { useRead, useTick } from '../chain/read';
import { duration, moment, number } from '../lib/format';
import { t } from '../lib/i18n';
import { store, useStore } from '../lib/store';
import { Address, Empty, Facts, nodeName, Section, Shown, Table } from '../ui/parts';

interface Filled { number: number; hash: string; market: number; readings: number; hooks: number; rest: number; transactions: number }

/// As many blocks as are remembered.
const MOST = 20;
const filled = store<{ genesis: string; blocks: Filled[] }>({ genesis: '', blocks: [] });

/// By which pallets' events a transaction belongs to the market, or to meters.
const MARKET = new Set(['ForwardMarket', 'Clearing']);
const READINGS = new Set(['MeterAttestation', 'Settlement']);

/// What a block's weight went to, in parts of the most that a block takes.
async function fill({ api }: Chain, head: { number: number; hash: string }): Promise<Filled> {
  const at = { at: head.hash };
  const [events, weight, { max_block }] = await Promise.all([
    api.query.System.Events.getValue(at), api.query.System.BlockWeight.getValue(at), api.constants.System.BlockWeights(at),
  ]);
  const most = Number(max_block.ref_time);
  const kinds = new Map<number, { kind: 'market' | 'readings' | 'rest'; part: number }>();
  for (const { phase, event } of events) {
    if (phase.type !== 'ApplyExtrinsic') continue;
    const one = kinds.get(phase.value) ?? { kind: 'rest' as const, part: 0 };
    // A reading settles, which moves money and may tell the market: it is a reading all the same.
    if (READINGS.has(event.type)) one.kind = 'readings';
    else if (MARKET.has(event.type) && one.kind === 'rest') one.kind = 'market';
    if (event.type === 'System' && (event.value.type === 'ExtrinsicSuccess' || event.value.type === 'ExtrinsicFailed')) {
      one.part += Number(event.value.value.dispatch_info.weight.ref_time) / most;
    }
    kinds.set(phase.value, one);
  }
  const of = (kind: string) => [...kinds.values()].reduce((sum, one) => (one.kind === kind ? sum + one.part : sum), 0);
  const all = [weight.normal, weight.operational, weight.mandatory].reduce((sum, { ref_time }) => sum + Number(ref_time) / most, 0);
  const [market, readings, rest] = [of('market'), of('readings'), of('rest')];
  return { ...head, market, readings, rest, hooks: Math.max(0, all - market - readings - rest), transactions: kinds.size };
}

function useFills(chain: Chain, head: Head) {
  const { genesis, blocks } = useStore(filled);
  useEffect(() => {
    if (link.get().state !== 'live' || (genesis === chain.genesis && blocks.some(({ hash }) => hash === head.hash))) return;
    fill(chain, head).then((one) => {
      const before = filled.get();
      const own = before.genesis === chain.genesis ? before.blocks : [];
      const others = own.filter(({ number: other }) => other < one.number);
      const later = own.filter(({ number: other }) => other > one.number);
      filled.set({ genesis: chain.genesis, blocks: [...others, one, ...later].slice(-MOST) });
    }, () => { /* A block that is forgotten already is not shown. */ });
  }, [chain, head.hash]);
  return genesis === chain.genesis ? blocks : [];
}

export function ChainPage({ chain, head }: { chain: Chain; head: Head }) {
  const { ticks, time } = now(head);
  useTick(ticks);
  const blocks = useFills(chain, head);
  const peers = useRead(({ client }) => client._request<{ peers: number }>('system_health', []).then(({ peers: count }) => count, () => undefined));
  return (
    <>
      <Facts facts={[
        { name: t('chain.best'), value: number(head.number) },
        { name: t('chain.final'), value: number(head.finalized) },
        { name: t('chain.behind'), value: t('chain.blocks', { count: head.number - head.finalized }), mark: head.number - head.finalized > 10 ? 'bad' : undefined },
        { name: t('chain.time'), value: moment(head.time) },
        ticks && { name: t('chain.age'), value: duration(time - head.time), mark: time - head.time > 10 * chain.slot ? 'bad' : undefined },
        peers.state === 'read' && peers.value !== undefined && { name: t('chain.peers'), value: String(peers.value) },
        { name: t('chain.runtime'), value: `${head.runtime.name} ${head.runtime.spec}` },
        { name: t('chain.genesis'), value: <Address of={chain.genesis} /> },
      ]} />
      <Validators chain={chain} />
      <Section title={t('chain.fill')}>
        {blocks.length === 0 ? <Empty>{t('chain.noBlocks')}</Empty> : (
          <Table caption={t('chain.fillTable')} rows={blocks.slice().reverse()} columns={[
            { title: t('chain.block'), cell: ({ number: one }) => number(one) },
            { title: t('chain.transactions'), cell: ({ transactions }) => transactions },
            { title: t('chain.market'), cell: ({ market }) => <Part of={market} /> },
            { title: t('chain.readings'), cell: ({ readings }) => <Part of={readings} /> },
            { title: t('chain.rest'), cell: ({ rest }) => <Part of={rest} /> },
            { title: t('chain.hooks'), cell: ({ hooks }) => <Part of={hooks} /> },
          ]} />
        )}
      </Section>
    </>
  );
}

const Part = ({ of }: { of: number }) => <>{number(of * 100, of < 0.01 ? 2 : 1)}{'\u202f'}%</>;

function Validators({ chain }: { chain: Chain }) {
  const read = useRead(({ api }) => api.view.Validators.current(BEST));
  return (
    <Section title={t('chain.validators')}>
      <Shown read={read}>{([session, seats]) => (
        <Table caption={t('chain.validatorsTable', { session })} rows={seats} columns={[
          { title: t('node.title'), cell: ({ node, account }) => nodeName(chain, node, account) },
          { title: t('who.account'), left: true, cell: ({ account }) => <Address of={account} /> },
          { title: t('builders.blocks'), cell: ({ blocks }) => number(blocks) },
        ]} />
      )}</Shown>
    </Section>
  );
}
