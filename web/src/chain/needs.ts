// SPDX-License-Identifier: Apache-2.0

// What this page needs of a chain: after an upgrade some of it may be gone, or mean something else.

import type { Api } from './link';

type Compat = Awaited<ReturnType<Api['getStaticApis']>>['compat'];

/// By what it is for, in the words of the pages.
export type Needs = Record<string, ((compat: Compat) => { isCompatible: () => boolean })[]>;

const NEEDS: Needs = {
  now: [
    ({ apis }) => apis.MarketApi.windows,
    ({ apis }) => apis.MarketApi.depth,
    ({ apis }) => apis.MarketApi.transactions,
    ({ apis }) => apis.MarketApi.zones,
    ({ query }) => query.Clearing.Results,
    ({ query }) => query.ForwardMarket.IntervalTerms,
  ],
  home: [
    ({ apis }) => apis.MarketApi.node,
    ({ apis }) => apis.MarketApi.invoices,
    ({ apis }) => apis.MarketApi.statement,
    ({ apis }) => apis.MarketApi.meters,
    ({ apis }) => apis.MarketApi.readings,
    ({ apis }) => apis.CertificatesApi.certificates_of,
    ({ apis }) => apis.CertificatesApi.plant,
    ({ view }) => view.ForwardMarket.choices_of,
    ({ tx }) => ({ isCompatible: () => tx.ForwardMarket.prefer.isCompatible() }),
    ({ view }) => view.TrustStaking.standing,
  ],
  trade: [
    ({ apis }) => apis.MarketApi.quote,
    ({ view }) => view.ForwardMarket.lock_for,
    ({ tx }) => ({ isCompatible: () => tx.ForwardMarket.post.isCompatible() }),
    ({ tx }) => ({ isCompatible: () => tx.ForwardMarket.cancel.isCompatible() }),
  ],
  grid: [({ view }) => view.Grid.lines, ({ query }) => query.Grid.Proposals],
  trust: [({ view }) => view.Validators.candidates, ({ query }) => query.TrustStaking.History],
  chain: [({ view }) => view.Validators.current],
  operator: [
    ({ query }) => query.TeRegistry.Applications,
    ({ query }) => query.ForwardMarket.Rules,
    ({ tx }) => ({ isCompatible: () => tx.ForwardMarket.set_tariff.isCompatible() }),
    ({ tx }) => ({ isCompatible: () => tx.Ledger.forgive.isCompatible() }),
  ],
};

/// Whether there is no such market at all, and which pages lack something.
export function missing(compat: Compat): { market: boolean; others: string[] } {
  const holds = (need: Needs[string][number]) => {
    try {
      return need(compat).isCompatible();
    } catch {
      return false;
    }
  };
  const others = Object.entries(NEEDS).filter(([, needs]) => !needs.every(holds)).map(([page]) => page);
  return { market: !NEEDS.now!.some(holds), others };
}
