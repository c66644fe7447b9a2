// SPDX-License-Identifier: Apache-2.0

// Writes the metadata of the runtime that a node brings along to .papi/gridmerit.scale, and the hash of its code beside
// it, by which the page knows that it has this metadata already: `node build/metadata.js NODE`. It is taken out of the
// chain spec that the node prints, so no node has to run.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Blake2256 } from '@polkadot-api/substrate-bindings';
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

const folder = new URL('../.papi/', import.meta.url);
mkdirSync(folder, { recursive: true });
// Not touched if it is the same, so that nothing is generated anew.
function write(name, bytes) {
  const target = new URL(name, folder);
  if (existsSync(target) && readFileSync(target).equals(bytes)) return;
  writeFileSync(target, bytes);
  // papi looks at the metadata only.
  rmSync(new URL('descriptors', folder), { recursive: true, force: true });
}
write('gridmerit.scale', metadata);
const config = JSON.parse(readFileSync(new URL('../papi.json', import.meta.url), 'utf8'));
config.entries.gridmerit.codeHash = `0x${Buffer.from(Blake2256(Buffer.from(wasm.slice(2), 'hex'))).toString('hex')}`;
write('papi.json', Buffer.from(JSON.stringify(config)));
