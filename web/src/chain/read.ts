// SPDX-License-Identifier: Apache-2.0

// Reads of components: once for each block, or once for all, one at a time, and what was read stays until there is
// something newer. Nobody looks at a page that is hidden, so it reads nothing.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../lib/store';
import { link, type Chain, type Head } from './link';

export type Read<T> = { state: 'loading' } | { state: 'read'; value: T } | { state: 'failed'; error: string };

/// How often: for each block, or once for what stays as it is. What fails is asked again with the next block.
export type Often = 'each block' | 'once';

/// The longest rest between two reads, in ms.
const LONGEST = 2_000;

interface Run<T> {
  /// For which chain it reads just now.
  busy?: Chain;
  again: boolean;
  /// What is to be read, and what is being read or was read last.
  key: string;
  asked?: string;
  latest: (chain: Chain, head: Head) => Promise<T>;
  often: Often;
  /// Ends a rest.
  wake?: () => void;
  gone: boolean;
}

/// What `read` says of the best block, anew for each block unless it is read once, and whenever something in `of`
/// changes.
export function useRead<T>(read: (chain: Chain, head: Head) => Promise<T>, of: unknown[] = [], often: Often = 'each block'): Read<T> {
  const { state, chain, head } = useStore(link);
  const key = JSON.stringify([chain?.genesis, ...of], (_, value) => (typeof value === 'bigint' ? String(value) : value));
  const [shown, show] = useState<{ key: string; read: Read<T> }>();
  const run = useRef<Run<T>>({ again: false, key, latest: read, often, gone: false });
  run.current.key = key;
  run.current.latest = read;
  const stays = often === 'once' && shown?.key === key && shown.read.state === 'read';

  useEffect(() => {
    if (state !== 'live' || stays) return;
    const it = run.current;
    it.again = true;
    // What is asked anew by somebody, and not by a block, does not wait.
    if (it.asked !== key) it.wake?.();
    // What an earlier link was asked may never be answered.
    if (it.busy === chain) return;
    it.busy = chain;
    const loop = async () => {
      while (it.again && it.busy === chain && !it.gone) {
        it.again = false;
        await visible();
        const at = link.get();
        if (at.state !== 'live' || at.chain !== chain || it.gone) break;
        const asked = (it.asked = it.key);
        const begun = performance.now();
        try {
          const value = await it.latest(chain, at.head);
          if (asked === it.key && it.busy === chain) {
            show({ key: asked, read: { state: 'read', value } });
            // Blocks that came meanwhile change nothing.
            if (it.often === 'once') it.again = false;
          }
        } catch (error) {
          // What a broken link breaks is said once, for the whole page; a newer block is asked anew.
          const still = link.get();
          if (asked === it.key && still.head === at.head && still.state === 'live') {
            show({ key: asked, read: { state: 'failed', error: error instanceof Error ? error.message : String(error) } });
          }
        }
        // As long as the read took: so blocks that come faster than they can be read leave time for all else.
        if (asked === it.key) await rest(it, performance.now() - begun);
      }
      if (it.busy === chain) it.busy = undefined;
    };
    loop();
  }, [state, chain, stays ? undefined : head?.hash, key]);

  useEffect(() => () => {
    run.current.gone = true;
    run.current.wake?.();
  }, []);

  return shown?.key === key ? shown.read : { state: 'loading' };
}

function rest(it: { wake?: () => void }, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      it.wake = undefined;
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, LONGEST));
    it.wake = end;
  });
}

/// When somebody can see the page: now, or later.
function visible(): Promise<void> | undefined {
  if (!document.hidden) return undefined;
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
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
