// SPDX-License-Identifier: Apache-2.0

// Reads of components: once for each block, one at a time, and what was read stays until there is something newer.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../lib/store';
import { link, type Chain, type Head } from './link';

export type Read<T> = { state: 'loading' } | { state: 'read'; value: T } | { state: 'failed'; error: string };

/// What `read` says of the best block, anew for each block and whenever something in `of` changes.
export function useRead<T>(read: (chain: Chain, head: Head) => Promise<T>, of: unknown[] = []): Read<T> {
  const { state, chain, head } = useStore(link);
  const key = JSON.stringify([chain?.genesis, ...of], (_, value) => (typeof value === 'bigint' ? String(value) : value));
  const [shown, show] = useState<{ key: string; read: Read<T> }>();
  const run = useRef<{ busy?: Chain; again: boolean; key: string; latest: typeof read }>({ again: false, key, latest: read });
  run.current.key = key;
  run.current.latest = read;

  useEffect(() => {
    if (state !== 'live') return;
    const it = run.current;
    it.again = true;
    // What an earlier link was asked may never be answered.
    if (it.busy === chain) return;
    it.busy = chain;
    const loop = async () => {
      while (it.again && it.busy === chain) {
        it.again = false;
        const at = link.get();
        if (at.state !== 'live' || at.chain !== chain) break;
        const asked = it.key;
        try {
          const value = await it.latest(chain, at.head);
          if (asked === it.key && it.busy === chain) show({ key: asked, read: { state: 'read', value } });
        } catch (error) {
          // What a broken link breaks is said once, for the whole page; a newer block is asked anew.
          const still = link.get();
          if (asked === it.key && still.head === at.head && still.state === 'live') {
            show({ key: asked, read: { state: 'failed', error: error instanceof Error ? error.message : String(error) } });
          }
        }
      }
      if (it.busy === chain) it.busy = undefined;
    };
    loop();
  }, [state, chain, head?.hash, key]);

  return shown?.key === key ? shown.read : { state: 'loading' };
}

/// Draws again every second while the chain's clock ticks.
export function useTick(ticks: boolean) {
  const [, again] = useState(0);
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => again((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
}
