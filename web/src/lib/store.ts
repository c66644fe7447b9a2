// SPDX-License-Identifier: Apache-2.0

// A value that components follow.

import { useLayoutEffect, useState } from 'preact/hooks';

export interface Store<T> { get(): T; set(next: T): void; follow(listener: () => void): () => void }

export function store<T>(value: T): Store<T> {
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<T>(of: Store<T>): T {
  const [, again] = useState({});
  const drawn = of.get();
  // Before it is painted: what changes between the first drawing and a later effect would be missed.
  useLayoutEffect(() => {
    const stop = of.follow(() => again({}));
    if (!Object.is(of.get(), drawn)) again({});
    return stop;
  }, [of]);
  return drawn;
}
