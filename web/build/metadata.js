// SPDX-License-Identifier: Apache-2.0

// Writes the metadata of the runtime that a node brings along to .papi/gridmerit.scale: `node build/metadata.js NODE`.
// It is taken out of the chain spec that the node prints, so no node has to run.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getMetadataFromRuntime } from '@polkadot-api/wasm-executor/node';

const CODE = '0x3a636f6465';
const [node] = process.argv.slice(2);
if (!node) throw new Error('name the node: build/metadata.js NODE');
const spec = execFileSync(node, ['export-chain-spec', '--chain', 'dev', '--raw'], {
  maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8',
});
const wasm = JSON.parse(spec).genesis.raw.top[CODE];
const opaque = Buffer.from(getMetadataFromRuntime(wasm).slice(2), 'hex');

/// Without its length in front, a compact integer.
const skipped = { 0: 1, 1: 2, 2: 4, 3: (opaque[0] >> 2) + 5 }[opaque[0] & 3];
const metadata = opaque.subarray(skipped);
if (metadata.subarray(0, 4).toString() !== 'meta') throw new Error('this is no metadata');

const target = new URL('../.papi/gridmerit.scale', import.meta.url);
mkdirSync(new URL('.', target), { recursive: true });
// Not touched if it is the same, so that nothing is generated anew.
if (!existsSync(target) || !readFileSync(target).equals(metadata)) writeFileSync(target, metadata);
