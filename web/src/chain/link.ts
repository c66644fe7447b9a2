// SPDX-License-Identifier: Apache-2.0

// The link to a node, or to a network by a light client, and what of its chain holds as long as it stands. It is begun anew whenever it breaks, so that a
// chain that was begun anew meanwhile is noticed.

import { getMetadata, gridmerit } from '@descriptors';
import { createClient, type PolkadotClient, type TypedApi } from 'polkadot-api';
import { getWsProvider, WsEvent } from 'polkadot-api/ws';
import type { Token } from '../lib/format';
import { remember, remembered } from '../lib/memory';
import { store } from '../lib/store';
import { fromLastBlock } from './first-block';
import { missing } from './needs';

export type Api = TypedApi<typeof gridmerit>;

export interface Chain {
  client: PolkadotClient;
  api: Api;
  url: string;
  name: string;
  genesis: string;
  /// Whether everybody has the keys of its accounts.
  development: boolean;
  token: Token;
  prefix: number;
  /// How long a delivery interval is, in ms.
  length: number;
  /// How long a block takes, in ms, unless blocks are made on demand.
  slot: number;
  /// The runtime when the page was opened.
  runtime: Runtime;
}

export interface Runtime { spec: number; name: string }

export interface Head {
  number: number;
  hash: string;
  finalized: number;
  /// The chain's time, in ms.
  time: number;
  /// When it was seen, by this machine's clock.
  seen: number;
  runtime: Runtime;
}

export type Link =
  | { state: 'connecting'; url: string; light: boolean; chain?: undefined; head?: undefined }
  | { state: 'live'; url: string; chain: Chain; head: Head; misses: string[] }
  /// The node does not answer. What it has said last, if anything.
  | { state: 'lost'; url: string; chain?: Chain; head?: Head }
  /// A chain without this market.
  | { state: 'foreign'; url: string; name: string; chain?: undefined; head?: undefined }
  /// Another chain with this market than the one before.
  | { state: 'other'; url: string; before: string; now: string; accept: () => void; chain?: undefined; head?: undefined };

/// Where from: the RPC of a node, or a light client with the spec of its chain.
export type Source = { url: string; spec?: undefined } | { url: string; spec: string };

const DEFAULT = 'ws://127.0.0.1:9944';
/// Blocks of this old a time are of a simulated chain, whose clock stands still between blocks.
const SIMULATED = 180_000;

/// What the page was opened with (`?node=ws://…`), what it used last time, or the node of this machine.
export function firstSource(): Source {
  const asked = new URLSearchParams(location.search).get('node');
  const spec = remembered('light');
  if (!asked && spec) return lightSource(spec) ?? { url: DEFAULT };
  return { url: [asked, remembered('node')].find((url) => url && isNode(url)) ?? DEFAULT };
}

/// A light client of the chain that a spec describes, by its name; none if the text is no spec.
export function lightSource(spec: string): Source | undefined {
  try {
    const { name, bootNodes, genesis } = JSON.parse(spec) as { name?: unknown; bootNodes?: unknown; genesis?: unknown };
    return typeof name === 'string' && Array.isArray(bootNodes) && genesis ? { url: name, spec } : undefined;
  } catch {
    return undefined;
  }
}

export function isNode(url: string): boolean {
  try {
    return ['ws:', 'wss:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

export const link = store<Link>({ state: 'connecting', url: firstSource().url, light: false });

let attempt = 0;
let end = () => {};

/// Looks for a node, or a network, and for it again and again.
export function connect(source: Source) {
  end();
  remember('node', source.spec || source.url === DEFAULT ? undefined : source.url);
  remember('light', source.spec);
  link.set({ state: 'connecting', url: source.url, light: Boolean(source.spec) });
  begin(source);
}

function begin(source: Source, before?: Chain, wait = 500) {
  const mine = ++attempt;
  const { url } = source;
  let client: PolkadotClient | undefined;
  let endLight = () => {};
  let subscription: { unsubscribe(): void } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lasted = false;
  const current = () => mine === attempt;

  const stop = () => {
    if (current()) attempt++;
    clearTimeout(timer);
    subscription?.unsubscribe();
    try {
      client?.destroy();
    } catch {
      // It has ended by itself.
    }
    endLight();
  };
  const lost = () => {
    if (!current()) return;
    const { chain = before, head } = link.get();
    stop();
    link.set({ state: 'lost', url, chain, head });
    const next = lasted ? 500 : Math.min(2 * wait, 5_000);
    timer = setTimeout(() => begin(source, chain, next), next);
    const waiting = timer;
    end = () => clearTimeout(waiting);
  };

  const byNode = () => getWsProvider(url, {
    timeout: 20_000,
    onStatusChanged({ type }) {
      // After the call that makes the client, which it ends.
      if (type === WsEvent.CLOSE || type === WsEvent.ERROR) queueMicrotask(lost);
    },
  });
  const byNetwork = async (spec: string) => {
    const { lightProvider } = await import('./light');
    const { provider, end: stopLight } = lightProvider(spec);
    endLight = stopLight;
    return provider;
  };
  end = stop;

  const opened = async () => {
    const provider = source.spec ? await byNetwork(source.spec) : byNode();
    if (!current()) return endLight();
    // The metadata that the page was built with comes with it, compressed; another chain's or runtime's from the node.
    client = createClient(fromLastBlock(provider), { getMetadata });
    const chain = await open(client, url);
    if (!current()) return;
    if (!('api' in chain)) {
      link.set({ state: 'foreign', url, name: chain.name });
      return;
    }
    const follow = (misses: string[]) => {
      lasted = true;
      subscription = heads(chain, misses, current, lost);
    };
    if (before && before.genesis !== chain.genesis) {
      const accept = () => current() && chain.misses().then(follow, lost);
      link.set({ state: 'other', url, before: before.name, now: chain.name, accept });
      return;
    }
    follow(await chain.misses());
  };
  opened().catch(lost);
}

type Opened = Chain & { misses: () => Promise<string[]> };

async function open(client: PolkadotClient, url: string): Promise<Opened | { name: string }> {
  const { name, genesisHash, properties } = await client.getChainSpecData();
  const api = client.getTypedApi(gridmerit);
  const statics = await api.getStaticApis();
  if (missing(statics.compat).market) return { name };
  const { tokenSymbol = 'UNIT', tokenDecimals = 9, ss58Format = 42 } = (properties ?? {}) as Record<string, unknown>;
  const one = <T,>(value: T | T[]): T => (Array.isArray(value) ? value[0]! : value);
  const [length, version, slot, kind] = await Promise.all([
    api.query.ForwardMarket.IntervalLength.getValue({ at: 'best' }),
    runtimeOf(client, api),
    api.constants.Babe.ExpectedBlockTime(),
    client._request<string>('system_chainType', []).catch(() => ''),
  ]);
  return {
    client, api, url, name, genesis: genesisHash,
    development: kind === 'Development' || kind === 'Local',
    token: { symbol: String(one(tokenSymbol)), decimals: Number(one(tokenDecimals)) },
    prefix: Number(ss58Format),
    length, slot: Number(slot),
    runtime: version,
    misses: async () => missing((await api.getStaticApis()).compat).others,
  };
}

/// Which runtime answers at the best block: as the node reads it out of the code, which is what it goes by. Who does not
/// know that call says what its metadata has.
async function runtimeOf(client: PolkadotClient, api: Api, block?: string): Promise<Runtime> {
  try {
    const { specVersion, specName } = await client._request<{ specVersion: number; specName: string }>('state_getRuntimeVersion', block ? [block] : []);
    return { spec: specVersion, name: specName };
  } catch {
    const { spec_version, spec_name } = await api.constants.System.Version({ at: 'best' });
    return { spec: spec_version, name: spec_name };
  }
}

/// Follows the chain. A head comes with its time, so what comes while that is asked waits, and only the last is read.
function heads(chain: Chain & { misses: () => Promise<string[]> }, first: string[], current: () => boolean, lost: () => void) {
  let misses = first;
  let spec = chain.runtime.spec;
  let waiting: { number: number; hash: string; finalized: number } | undefined;
  let busy = false;
  const read = async () => {
    if (busy) return;
    busy = true;
    while (waiting && current()) {
      const next = waiting;
      waiting = undefined;
      const [time, version] = await Promise.all([
        chain.api.query.Timestamp.Now.getValue({ at: 'best' }),
        runtimeOf(chain.client, chain.api, next.hash),
      ]);
      if (version.spec !== spec) {
        misses = await chain.misses();
        spec = version.spec;
      }
      if (!current()) return;
      const head = { ...next, time: Number(time), seen: Date.now(), runtime: version };
      link.set({ state: 'live', url: chain.url, chain, head, misses });
    }
    busy = false;
  };
  return chain.client.bestBlocks$.subscribe({
    next(blocks) {
      const [best, final] = [blocks[0], blocks.at(-1)];
      if (!best || !final) return;
      waiting = { number: best.number, hash: best.hash, finalized: final.number };
      read().catch(lost);
    },
    error: lost,
    complete: lost,
  });
}

/// What the chain's clock says now. That of a simulated chain stands still between blocks.
export function now(head: Head): { time: number; ticks: boolean } {
  const ticks = Math.abs(head.time - head.seen) < SIMULATED;
  return { time: ticks ? Math.max(head.time, Date.now()) : head.time, ticks };
}
