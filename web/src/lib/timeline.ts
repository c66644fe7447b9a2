// SPDX-License-Identifier: Apache-2.0

// What is published of tariffs, interval by interval, and whether a new day's tariff fits in: as Timeline and Day of
// crates/energy say it. A preview; the chain checks it again.

import { aboveCeiling, changesTooMuch, faults, type Bounds, type Problem, type Tariff } from './tariff';

const MINUTE = 60_000;
const MINUTES_A_DAY = 1_440;

export interface Band { from_minute: number; tariff: Tariff }
export interface Day { offset: number; changes: { from: bigint; offset: number }[]; bands: Band[] }

/// Lists are in ascending order; an entry holds from its interval on.
export interface Timeline {
  /// Length of an interval in ms.
  length: number;
  /// The last interval that has opened, with its tariff.
  last: number;
  opened: Tariff;
  /// The current interval.
  now: number;
  days: [number, Day][];
  own: [number, Tariff][];
  bounds: [number, Bounds][];
}

const at = <V,>(entries: [number, V][], interval: number): V | undefined => entries.findLast(([from]) => from <= interval)?.[1];

/// The minute of the day on the clocks of the tariff's zone.
export function minuteAt({ offset, changes }: Pick<Day, 'offset' | 'changes'>, instant: number): number {
  const changed = changes.findLast(({ from }) => Number(from) <= instant);
  const utc = Math.floor(instant / MINUTE) % MINUTES_A_DAY;
  return (utc + (changed?.offset ?? offset) + MINUTES_A_DAY) % MINUTES_A_DAY;
}

export const tariffOfDay = (day: Day, instant: number): Tariff | undefined => {
  const minute = minuteAt(day, instant);
  return day.bands.findLast(({ from_minute }) => from_minute <= minute)?.tariff;
};

/// From when on a daily tariff holds that is published now.
export function dayFrom({ last, now, days, bounds }: Timeline): number {
  const next = Math.max(last, now) + 1;
  const notice = (at(bounds, next) ?? bounds[0]?.[1])?.notice ?? 0;
  return Math.max(next + notice, days.at(-1)?.[0] ?? 0);
}

/// The tariff that an interval is to have, if it has not opened.
export function tariffAt({ own, days, length }: Timeline, interval: number): Tariff | undefined {
  const single = own.find(([one]) => one === interval)?.[1];
  if (single) return single;
  const day = at(days, interval);
  return day && tariffOfDay(day, interval * length);
}

export type DayProblem =
  | { key: 'daily.badBands' | 'daily.shortBand' }
  /// Of the band from a minute on, by itself or after the one before.
  | (Problem & { minute: number })
  /// Of an interval, beside the one before it.
  | (Problem & { interval: number });

const steps = (line: Timeline, interval: number): DayProblem[] => {
  if (interval - 1 < line.last) return [];
  const before = interval - 1 === line.last ? line.opened : tariffAt(line, interval - 1);
  const after = tariffAt(line, interval);
  const bounds = at(line.bounds, interval);
  return bounds && before && after ? changesTooMuch(before, after, bounds).map((problem) => ({ ...problem, interval })) : [];
};

/// What is wrong with a day's tariff, were it published now.
export function dayProblems(published: Timeline, day: Day): DayProblem[] {
  const { bands } = day;
  const ascend = bands[0]?.from_minute === 0 && bands.every(({ from_minute }, i) =>
    Number.isInteger(from_minute) && from_minute < MINUTES_A_DAY && (i === 0 || bands[i - 1]!.from_minute < from_minute));
  if (!ascend) return [{ key: 'daily.badBands' }];
  const ends = [...bands.slice(1).map(({ from_minute }) => from_minute), MINUTES_A_DAY];
  if (bands.length > 1 && bands.some(({ from_minute }, i) => (ends[i]! - from_minute) * MINUTE < published.length)) return [{ key: 'daily.shortBand' }];

  const from = dayFrom(published);
  const line: Timeline = { ...published, days: [...published.days.filter(([first]) => first < from), [from, day]] };
  const problems: DayProblem[] = bands.flatMap(({ from_minute: minute, tariff }) => faults(tariff).map((problem) => ({ ...problem, minute })));
  // All bounds that hold then; the first band comes after the last.
  const held = line.bounds.filter((_, i) => (line.bounds[i + 1]?.[0] ?? Infinity) > from);
  for (const [, bounds] of held) {
    for (const [i, { from_minute: minute, tariff }] of bands.entries()) {
      const before = bands.at(i - 1)!.tariff;
      for (const problem of [...aboveCeiling(tariff, bounds), ...changesTooMuch(before, tariff, bounds)]) problems.push({ ...problem, minute });
    }
  }
  problems.push(...steps(line, from));
  for (const { from: instant } of day.changes) {
    const interval = Math.ceil(Number(instant) / line.length);
    if (interval > from) problems.push(...steps(line, interval));
  }
  for (const [interval] of line.own.filter(([one]) => one >= from)) problems.push(...steps(line, interval), ...steps(line, interval + 1));
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    return !seen.has(key) && seen.add(key);
  });
}
