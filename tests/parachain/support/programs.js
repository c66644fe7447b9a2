// SPDX-License-Identifier: Apache-2.0

// The programs that a test runs: GRIDMERIT_NODE names one, the others stand beside it.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const beside = (name) => join(process.env.GRIDMERIT_NODE, '..', name);

export const AGENT = process.env.GRIDMERIT_AGENT ?? beside('gridmerit-agent');
export const SPEC = beside('gridmerit-parachain-spec');
export const CHAIN_SPEC = fileURLToPath(new URL('../../../scripts/chain-spec.sh', import.meta.url));
export const SCENARIO = fileURLToPath(new URL('../../../scenarios/ieee33', import.meta.url));

/** Runs a program; what it says. */
export const run = (program, args) => promisify(execFile)(program, args, { maxBuffer: 2 ** 28 });

/** The raw spec of the development preset, for a test. */
export const development = async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const plain = join(folder, 'plain.json');
  writeFileSync(plain, (await run(SPEC, ['--preset', 'development', '--para-id', '2100'])).stdout);
  return JSON.parse((await run(SPEC, ['--raw', plain])).stdout);
};
