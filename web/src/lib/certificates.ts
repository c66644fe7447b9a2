// SPDX-License-Identifier: Apache-2.0

// Certificates of a node added up: by interval, by the hour, by source. As `gridmerit-agent certificates` does it.

export interface Certificate {
  interval: number;
  lot: number;
  /// The node whose plant fed it in.
  plant: number;
  source: { type: string };
  energy: bigint;
  state: { type: 'Held' | 'Offered' | 'Stored' } | { type: 'Cancelled'; value: { period: { type: 'Interval' | 'Months' } } };
}

/// Of one interval, in Wh. What was issued and what came from others is what was passed on, or is held, cancelled or stored.
export interface Row {
  interval: number;
  /// To the node's own plant.
  issued: bigint;
  /// To whom its plant's energy was sold, and to whom certificates of it were given or sold.
  passed: bigint;
  /// From plants of others.
  received: bigint;
  held: bigint;
  cancelled: bigint;
  /// Used up for what its battery was charged with.
  stored: bigint;
  /// By its meter; none where none has said it.
  drawn?: bigint;
  /// Cancelled for what was drawn in the same interval.
  matched: bigint;
}

export const isHeld = ({ state }: Certificate) => state.type === 'Held' || state.type === 'Offered';
const isMatched = ({ state }: Certificate) => state.type === 'Cancelled' && state.value.period.type === 'Interval';

/// What a node has certificates of, and what it drew, in ascending order of intervals. `mine` are the lots that it holds, or held
/// when they were used; `issued` is what its plant was issued, and `drawn` what its meter has said.
export function byInterval(node: number, mine: Certificate[], issued: Map<number, bigint>, drawn: Map<number, bigint>): Row[] {
  const rows = new Map<number, Row>();
  const row = (interval: number) => {
    let found = rows.get(interval);
    if (!found) {
      found = { interval, issued: 0n, passed: 0n, received: 0n, held: 0n, cancelled: 0n, stored: 0n, matched: 0n };
      rows.set(interval, found);
    }
    return found;
  };
  for (const [interval, energy] of drawn) row(interval).drawn = energy;
  for (const [interval, energy] of issued) {
    row(interval).issued = energy;
    row(interval).passed = energy;
  }
  for (const one of mine) {
    const to = row(one.interval);
    if (one.plant === node) to.passed -= one.energy;
    else to.received += one.energy;
    if (isHeld(one)) to.held += one.energy;
    else if (one.state.type === 'Stored') to.stored += one.energy;
    else to.cancelled += one.energy;
    if (isMatched(one)) to.matched += one.energy;
  }
  return [...rows.values()].sort((a, b) => a.interval - b.interval);
}

/// Of one hour: what was drawn, what of it is matched with what was generated in its very intervals, and of which sources.
export interface Hour { start: number; drawn: bigint; matched: bigint; sources: Map<string, bigint> }

const HOUR = 3_600_000;

export function byHour(rows: Row[], mine: Certificate[], length: number): Hour[] {
  const hours = new Map<number, Hour>();
  const hour = (interval: number) => Math.floor((interval * length) / HOUR) * HOUR;
  for (const { interval, drawn, matched } of rows) {
    if (drawn === undefined) continue;
    const found = hours.get(hour(interval)) ?? { start: hour(interval), drawn: 0n, matched: 0n, sources: new Map() };
    found.drawn += drawn;
    found.matched += matched;
    hours.set(hour(interval), found);
  }
  for (const one of mine.filter(isMatched)) {
    const found = hours.get(hour(one.interval));
    found?.sources.set(one.source.type, (found.sources.get(one.source.type) ?? 0n) + one.energy);
  }
  return [...hours.values()].sort((a, b) => a.start - b.start);
}

/// How much of what was drawn is matched, in billionths; none if nothing was drawn.
export function shareOf({ drawn, matched }: { drawn: bigint; matched: bigint }): number | undefined {
  if (drawn === 0n) return undefined;
  return Number(((matched < drawn ? matched : drawn) * 1_000_000_000n) / drawn);
}

/// What is to be cancelled of what is held, so that no more is cancelled for an interval than was drawn in it.
export function plan(rows: Row[], mine: Certificate[]): { interval: number; lot: number; energy: bigint }[] {
  const open = new Map(rows.map(({ interval, drawn = 0n, matched }) => [interval, drawn > matched ? drawn - matched : 0n]));
  return mine.filter(isHeld).flatMap(({ interval, lot, energy }) => {
    const left = open.get(interval) ?? 0n;
    const use = energy < left ? energy : left;
    open.set(interval, left - use);
    return use > 0n ? [{ interval, lot, energy: use }] : [];
  });
}

/// Calendar months, UTC, since January 1970.
export function monthOf(ms: number): number {
  const date = new Date(ms);
  return (date.getUTCFullYear() - 1_970) * 12 + date.getUTCMonth();
}
