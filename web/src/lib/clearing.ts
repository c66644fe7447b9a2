// SPDX-License-Identifier: Apache-2.0

// Where a book would clear, by the rules of crates/market: for a picture. What the chain would do it says itself
// (MarketApi.quote).

export interface Book {
  /// Wanted at any price, in Wh.
  demand: bigint;
  /// Limits in descending order, with what is wanted at each.
  limited: [bigint, bigint][];
  /// Asks in ascending order, with what is offered at each.
  supply: [bigint, bigint][];
}

export type Outcome = { status: 'NoDemand' | 'NoSupply' | 'NoMatch' } | { status: 'Cleared' | 'Scarcity'; price: bigint; traded: bigint };

const sum = (steps: [bigint, bigint][], counts: (price: bigint) => boolean) =>
  steps.reduce((all, [price, energy]) => (counts(price) ? all + energy : all), 0n);

export function clear({ demand, limited, supply }: Book, cap: bigint): Outcome {
  const all = sum(supply, () => true);
  if (demand === 0n && limited.length === 0) return { status: 'NoDemand' };
  if (all === 0n) return { status: 'NoSupply' };
  if (demand > all) return { status: 'Scarcity', price: cap, traded: all };
  const candidates = [...supply, ...limited].map(([price]) => price).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const price of candidates) {
    const offered = sum(supply, (ask) => ask <= price);
    const above = demand + sum(limited, (limit) => limit > price);
    if (offered < above) continue;
    const wanted = demand + sum(limited, (limit) => limit >= price);
    const traded = offered < wanted ? offered : wanted;
    return traded === 0n ? { status: 'NoMatch' } : { status: 'Cleared', price, traded };
  }
  return { status: 'NoMatch' };
}

/// Two parts of a book together, as the chain answers page by page.
export function join(a: Book, b: Book): Book {
  const merge = (one: [bigint, bigint][], other: [bigint, bigint][], descending: boolean) => {
    const energies = new Map<bigint, bigint>();
    for (const [price, energy] of [...one, ...other]) energies.set(price, (energies.get(price) ?? 0n) + energy);
    return [...energies].sort(([x], [y]) => (x < y !== descending ? -1 : 1));
  };
  return { demand: a.demand + b.demand, limited: merge(a.limited, b.limited, true), supply: merge(a.supply, b.supply, false) };
}
