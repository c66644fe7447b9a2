// SPDX-License-Identifier: Apache-2.0

// The chain of the development preset, its number 2100.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { parachain } from './chain.js';
import { SPEC, run } from './programs.js';

const START = Date.parse('2026-06-27T00:00:00Z');

/** The spec of the development preset. */
const development = async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const plain = join(folder, 'plain.json');
  writeFileSync(plain, (await run(SPEC, ['--preset', 'development', '--para-id', '2100'])).stdout);
  return JSON.parse((await run(SPEC, ['--raw', plain])).stdout);
};

/** The chain of a spec, with its first block, and a client of it. */
export const start = async (t, spec) => {
  const chain = await parachain(spec ?? (await development(t)), START);
  t.after(() => chain.close());
  await chain.block();
  const api = await ApiPromise.create({ provider: new WsProvider(chain.url), noInitWarn: true });
  t.after(() => api.disconnect());
  return { chain, api };
};
