// SPDX-License-Identifier: Apache-2.0

// The programs that a test runs: GRIDMERIT_NODE names one, the others stand beside it.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const beside = (name) => join(process.env.GRIDMERIT_NODE, '..', name);

export const AGENT = process.env.GRIDMERIT_AGENT ?? beside('gridmerit-agent');
export const SPEC = beside('gridmerit-parachain-spec');
export const UPGRADE = process.env.GRIDMERIT_UPGRADE ?? beside('gridmerit-upgrade');
export const CHAIN_SPEC = fileURLToPath(new URL('../../../scripts/chain-spec.sh', import.meta.url));
export const SCENARIO = fileURLToPath(new URL('../../../scenarios/ieee33', import.meta.url));

/** Runs a program; what it says. */
export const run = (program, args) => promisify(execFile)(program, args, { maxBuffer: 2 ** 28 });
