// SPDX-License-Identifier: Apache-2.0

// Where a book would clear, by the rules of crates/market: for a picture. What the chain would do it says itself
// (MarketApi.quote).

/// What is wanted or offered at each price.
type Steps = [bigint, bigint][];

export interface Book {
  /// Wanted at any price, in Wh.
  demand: bigint;
  /// Limits in descending order, with what is wanted at each.
  limited: Steps;
  /// Asks in ascending order, with what is offered at each.
  supply: Steps;
}

export type Outcome = { status: 'NoDemand' | 'NoSupply' | 'NoMatch' } | { status: 'Cleared' | 'Scarcity'; price: bigint; traded: bigint };

const sum = (steps: Steps) => steps.reduce((all, [, energy]) => all + energy, 0n);

/// Goes up the prices once, whatever the number of orders.
export function clear({ demand, limited, supply }: Book, cap: bigint): Outcome {
  const all = sum(supply);
  if (demand === 0n && limited.length === 0) return { status: 'NoDemand' };
  if (all === 0n) return { status: 'NoSupply' };
  if (demand > all) return { status: 'Scarcity', price: cap, traded: all };
  // Offered up to the price; wanted at it or above.
  let [offered, wanted] = [0n, demand + sum(limited)];
  let [ask, limit] = [0, limited.length - 1];
  while (ask < supply.length || limit >= 0) {
    const [nextAsk, nextLimit] = [supply[ask]?.[0], limited[limit]?.[0]];
    const price = nextAsk === undefined || (nextLimit !== undefined && nextLimit < nextAsk) ? nextLimit! : nextAsk;
    for (; supply[ask]?.[0] === price; ask++) offered += supply[ask]![1];
    // Wanted above the price, without those who stop at it.
    let above = wanted;
    for (; limited[limit]?.[0] === price; limit--) above -= limited[limit]![1];
    if (offered >= above) {
      const traded = offered < wanted ? offered : wanted;
      return traded === 0n ? { status: 'NoMatch' } : { status: 'Cleared', price, traded };
    }
    wanted = above;
  }
  return { status: 'NoMatch' };
}

/// Two parts of a book together, as the chain answers page by page.
export function join(a: Book, b: Book): Book {
  const merge = (one: Steps, other: Steps, descending: boolean) => {
    const energies = new Map<bigint, bigint>();
    for (const [price, energy] of [...one, ...other]) energies.set(price, (energies.get(price) ?? 0n) + energy);
    return [...energies].sort(([x], [y]) => (x < y !== descending ? -1 : 1));
  };
  return { demand: a.demand + b.demand, limited: merge(a.limited, b.limited, true), supply: merge(a.supply, b.supply, false) };
}
