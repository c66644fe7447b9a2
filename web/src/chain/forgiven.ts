// SPDX-License-Identifier: Apache-2.0

// Debts that are forgiven are events only: they are noted as they come while the page is open.

import { store } from '../lib/store';
import type { Chain } from './link';
import { text } from '../lib/bytes';

export interface Forgiven { block: number; hash: string; debtor: number; creditor: number; amount: bigint; left: bigint; reason: string }

/// As many as are remembered.
const MOST = 100;
export const forgiven = store<{ genesis: string; all: Forgiven[] }>({ genesis: '', all: [] });

/// Begins to note them; what it gives back ends that.
export function followForgiven(chain: Chain): () => void {
  if (forgiven.get().genesis !== chain.genesis) forgiven.set({ genesis: chain.genesis, all: [] });
  const subscription = chain.api.event.Ledger.DebtForgiven.watchBest().subscribe({
    next({ type, block, events }) {
      if (type === 'finalized') return;
      const others = forgiven.get().all.filter(({ hash }) => hash !== block.hash);
      const found = type === 'drop' ? [] : events.map(({ payload: { debtor, creditor, amount, left, reason } }) =>
        ({ block: block.number, hash: block.hash, debtor, creditor, amount, left, reason: text(reason) }));
      if (found.length > 0 || others.length < forgiven.get().all.length) forgiven.set({ genesis: chain.genesis, all: [...others, ...found].slice(-MOST) });
    },
    error() { /* The link has gone, which is said elsewhere; the next one follows anew. */ },
  });
  return () => subscription.unsubscribe();
}
