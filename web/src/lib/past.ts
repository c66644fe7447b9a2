// SPDX-License-Identifier: Apache-2.0

// What is over and stays as it is, by interval and round: so it is asked for once. What lies outside of the intervals
// that are looked at is forgotten, so a page that stays open for months keeps no more than one that was just opened.

export interface Past<T> {
  /// Goes on with the intervals from `first` to `last` of a chain, and forgets all others.
  keep(chain: string, first: number, last: number): void;
  has(interval: number, round: number): boolean;
  get(interval: number, round: number): T | undefined;
  set(interval: number, round: number, value: T | undefined): void;
  /// How many rounds it remembers.
  size(): number;
}

export function past<T>(): Past<T> {
  let of: string | undefined;
  const intervals = new Map<number, Map<number, T | undefined>>();
  return {
    keep(chain, first, last) {
      if (chain !== of) intervals.clear();
      of = chain;
      for (const interval of [...intervals.keys()]) if (interval < first || interval > last) intervals.delete(interval);
    },
    has: (interval, round) => intervals.get(interval)?.has(round) ?? false,
    get: (interval, round) => intervals.get(interval)?.get(round),
    set(interval, round, value) {
      const rounds = intervals.get(interval) ?? new Map<number, T | undefined>();
      intervals.set(interval, rounds.set(round, value));
    },
    size: () => [...intervals.values()].reduce((all, rounds) => all + rounds.size, 0),
  };
}
