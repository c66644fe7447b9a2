// SPDX-License-Identifier: Apache-2.0

// What the market says, put together for pages.

import { join, type Book } from '../lib/clearing';
import { past } from '../lib/past';
import type { Api, Chain, Head } from './link';

type Of<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;

export const BEST = { at: 'best' as const };
/// As many answers of 8,192 nodes as a book is put together of, and of 128 trades as a round. What is larger is said to
/// be cut.
const PAGES = 4;
const TRADES = 16;
/// As many keys as are asked for at once: more would keep the page busy for longer than a frame.
const KEYS = 512;

export type Window = Of<Api['apis']['MarketApi']['windows']>[number];
export type NodeStatus = NonNullable<Of<Api['apis']['MarketApi']['node']>>;
export type Order = NonNullable<NodeStatus['open'][number]['order']>;
export type Transaction = Of<Api['apis']['MarketApi']['transactions']>[number];
export type Zoned = NonNullable<Of<Api['apis']['MarketApi']['zones']>>;
export type Statement = Of<Api['apis']['MarketApi']['statement']>;
export type Invoices = Of<Api['apis']['MarketApi']['invoices']>;

export const windows = ({ api }: Chain) => api.apis.MarketApi.windows(BEST);

/// The whole book of an interval, or of one bus; and whether there was more.
export async function book({ api }: Chain, interval: number, bus?: number): Promise<{ book: Book; cut: boolean }> {
  let whole: Book = { demand: 0n, limited: [], supply: [] };
  let page: number | undefined = 0;
  for (let read = 0; page !== undefined && read < PAGES; read++) {
    const next: Of<typeof api.apis.MarketApi.depth> = await api.apis.MarketApi.depth(interval, page, bus, BEST);
    const steps = (list: typeof next.supply) => list.map(([price, energy]): [bigint, bigint] => [price!, energy!]);
    whole = join(whole, { demand: next.demand, limited: steps(next.limited), supply: steps(next.supply) });
    page = next.next_page;
  }
  return { book: whole, cut: page !== undefined };
}

export interface Cleared { interval: number; round: number; traded: bigint; payment: bigint; demand: bigint; supply: bigint; transactions: number }
export interface Terms { tou: bigint; fit: bigint; cap: bigint }

export interface PricedDay {
  /// From the first to the last interval: what the utility takes and pays, where terms are known.
  terms: Map<number, Terms>;
  /// All rounds that cleared, in ascending order of intervals and rounds.
  cleared: Cleared[];
}

/// What rounds that are over came to is not asked again.
const over = past<Cleared>();
/// What was put together last, with what it was put together of: as long as that is the same, so is this.
let latest: { of: string; day: PricedDay } | undefined;

/// What cleared in the intervals from `first` to `last`, and by which tariff. While nothing clears, that takes a request
/// or two, and gives back what it gave before.
export async function prices({ api, genesis }: Chain, first: number, last: number): Promise<PricedDay> {
  const [round, rules] = await Promise.all([api.query.ForwardMarket.CurrentRound.getValue(BEST), api.query.ForwardMarket.Rules.getValue(BEST)]);
  const of = [genesis, first, last, round?.number, rules.map(([from]) => from)].join();
  const clears = round?.closed_from !== undefined;
  if (latest?.of === of && !clears) return latest.day;
  const intervals = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const wanted = intervals.flatMap((interval) => {
    const rule = rules.findLast(([from]) => from <= interval)?.[1] ?? rules[0]?.[1];
    if (!rule) return [];
    const lastRound = Math.min(interval - rule.lead, round?.number ?? 0);
    return Array.from({ length: rule.windows }, (_, i) => interval - rule.lead - rule.windows + 1 + i)
      .filter((one) => one <= lastRound)
      .map((one): [number, number] => [interval, one]);
  });
  over.keep(genesis, first, last);
  const unknown = wanted.filter(([interval, one]) => !over.has(interval, one));
  const [terms, results] = await Promise.all([
    api.query.ForwardMarket.IntervalTerms.getValues(intervals.map((interval) => [interval]), BEST),
    inPieces(unknown, (keys) => api.query.Clearing.Results.getValues(keys, BEST)),
  ]);
  const found = new Map(unknown.map(([interval, one], i) => {
    const result = results[i];
    const cleared: Cleared | undefined = result && {
      interval, round: one, traded: result.traded, payment: result.payment,
      demand: result.demand, supply: result.supply, transactions: result.transactions,
    };
    if (round && one < round.number - 1) over.set(interval, one, cleared);
    return [`${interval}/${one}`, cleared];
  }));
  const cleared = wanted.map(([interval, one]) => found.get(`${interval}/${one}`) ?? over.get(interval, one)).filter((one) => one !== undefined);
  const day = {
    terms: new Map(intervals.flatMap((interval, i) => {
      const one = terms[i];
      return one ? [[interval, { tou: one.tariff.tou, fit: one.tariff.fit, cap: capOf(one.tariff) }] as const] : [];
    })),
    cleared,
  };
  latest = clears ? undefined : { of, day };
  return day;
}

/// Answers to many keys, some hundred at a time, so that the page can draw in between.
async function inPieces<K, V>(keys: K[], ask: (piece: K[]) => Promise<V[]>): Promise<V[]> {
  const all: V[] = [];
  for (let from = 0; from < keys.length; from += KEYS) all.push(...(await ask(keys.slice(from, from + KEYS))));
  return all;
}

/// The highest price between neighbours: the lower of alpha times TOU and TOU less the fee.
function capOf({ tou, alpha_ppm, fee }: { tou: bigint; alpha_ppm: number; fee: bigint }): bigint {
  const [share, least] = [(tou * BigInt(alpha_ppm)) / 1_000_000n, tou - fee];
  return share < least ? share : least;
}

/// Who traded with whom in a round, as far as it is put together.
export async function transactions({ api }: Chain, interval: number, round: number, count: number): Promise<Transaction[]> {
  const pages = Math.min(TRADES, Math.ceil(count / 128));
  const all = await Promise.all(Array.from({ length: pages }, (_, page) => api.apis.MarketApi.transactions(interval, round, page, BEST)));
  return all.flat();
}

export const zones = ({ api }: Chain, interval: number, round: number) => api.apis.MarketApi.zones(interval, round, BEST);

/// The lines of an interval; of none where there is no grid, and where its lines are forgotten.
export const lines = ({ api }: Chain, interval: number) => api.view.Grid.lines(interval, BEST);

export interface Registered { account: string; bus: number; suspended: boolean; roles: string[] }

/// Nodes by index. Those that have left are not there.
export async function nodes({ api }: Chain, indices: number[]): Promise<Map<number, Registered>> {
  const values = await api.query.TeRegistry.Nodes.getValues(indices.map((index) => [index]), BEST);
  return new Map(indices.flatMap((index, i) => {
    const node = values[i];
    return node ? [[index, registered(node)] as const] : [];
  }));
}

type StoredNode = NonNullable<Of<Api['query']['TeRegistry']['Nodes']['getValue']>>;

const registered = ({ account, data, suspended }: StoredNode): Registered => ({
  account, bus: data.bus, suspended,
  roles: Object.entries(data.roles).filter(([, is]) => is).map(([role]) => role),
});

/// How many nodes there have been.
export const nodeCount = ({ api }: Chain) => api.query.TeRegistry.NextIndex.getValue(BEST);

/// The first nodes of the market, by index: as many as a table shows.
export async function firstNodes(chain: Chain, most: number): Promise<{ nodes: Map<number, Registered>; all: number }> {
  const next = await nodeCount(chain);
  return { nodes: await nodes(chain, Array.from({ length: Math.min(next, most) }, (_, i) => i)), all: next };
}

/// How a node's intervals are settled, in pieces as long as the chain answers: a day of intervals of a minute is more.
export async function invoices({ api }: Chain, node: number, first: number, last: number): Promise<Invoices> {
  const all: Invoices = [];
  for (let from = first; from <= last; from += 1_000) all.push(...(await api.apis.MarketApi.invoices(node, from, Math.min(last, from + 999), BEST)));
  return all;
}

export const intervalOf = (chain: Chain, ms: number) => Math.floor(ms / chain.length);
export const startOf = (chain: Chain, interval: number) => interval * chain.length;
export const currentInterval = (chain: Chain, head: Head) => intervalOf(chain, head.time);
