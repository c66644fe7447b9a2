// SPDX-License-Identifier: Apache-2.0

// The first entries of a map of the chain's state. A map may have one for each node or account, and polkadot-api's
// `getEntries` reads all of them.

import { AccountId } from 'polkadot-api';
import { BEST } from './market';
import type { Chain } from './link';

/// As many as are read.
const MOST = 500;
/// Of the name of a pallet and of its map: two hashes.
const PREFIX = 32;

/// What a map's keys are made of: numbers of 32 bits behind a hash of 8 bytes (Twox64Concat), accounts behind one of 16
/// (Blake2_128Concat).
const PARTS = { number: { hash: 8, bytes: 4 }, account: { hash: 16, bytes: 32 } } as const;
type Part = keyof typeof PARTS;
type Keys<P extends readonly Part[]> = { -readonly [I in keyof P]: P[I] extends 'number' ? number : string };

/// A map of the typed API.
interface StoredMap<K extends unknown[], V> {
  getKey(): Promise<string>;
  getValues(keys: [...K][], options: typeof BEST): Promise<V[]>;
  getEntries(options: typeof BEST): Promise<{ keyArgs: K; value: NonNullable<V> }[]>;
}

export interface Entries<K, V> {
  /// In the order of the state, which is nobody's.
  list: { keyArgs: K; value: NonNullable<V> }[];
  /// Whether there are more.
  cut: boolean;
}

/// The first entries of a map whose keys are made of `parts`.
export async function entries<const P extends readonly Part[], V>({ client, prefix }: Chain, map: StoredMap<Keys<P> & unknown[], V>, parts: P): Promise<Entries<Keys<P>, V>> {
  let found: string[];
  try {
    found = await client._request<string[]>('state_getKeysPaged', [await map.getKey(), MOST + 1]);
  } catch {
    // Not all that answer know the call.
    return { list: await map.getEntries(BEST), cut: false };
  }
  const keys = found.slice(0, MOST).map((key) => decode(key, parts, prefix) as Keys<P> & unknown[]);
  const values = keys.length > 0 ? await map.getValues(keys as never, BEST) : [];
  // What has gone between the two answers is not there any more.
  const list = keys.flatMap((keyArgs, i) => {
    const value = values[i];
    return value === undefined || value === null ? [] : [{ keyArgs, value }];
  });
  return { list, cut: found.length > MOST };
}

function decode(key: string, parts: readonly Part[], prefix: number): (number | string)[] {
  const bytes = Uint8Array.from(key.slice(2).match(/../g) ?? [], (two) => parseInt(two, 16));
  let at = PREFIX;
  return parts.map((part) => {
    const { hash, bytes: length } = PARTS[part];
    const from = at + hash;
    at = from + length;
    const own = bytes.slice(from, at);
    return part === 'number' ? new DataView(own.buffer).getUint32(0, true) : AccountId(prefix).dec(own);
  });
}
