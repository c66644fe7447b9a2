// SPDX-License-Identifier: Apache-2.0

// The runtime of a chain, but for its version number. agent/cli/tests/live/versions.rs does the same, and says where
// the number stands.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const CODE = '0x3a636f6465';

/// Replaces bytes by as many others: how often.
function replace(code, from, to) {
  assert.equal(from.length, to.length);
  let times = 0;
  for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + to.length)) {
    to.copy(code, at);
    times++;
  }
  return times;
}

/// The runtime of a raw chain spec with another version number, as hex.
export function ofVersion(spec, version) {
  const code = Buffer.from(JSON.parse(readFileSync(spec, 'utf8')).genesis.raw.top[CODE].slice(2), 'hex');
  const numbers = (version) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(1, 0);
    bytes.writeUInt32LE(version, 4);
    return bytes;
  };
  const inSection = (version) => Buffer.concat([Buffer.from('$gridmerit$gridmerit'), numbers(version)]);
  assert.equal(replace(code, inSection(1), inSection(version)), 1, 'no version in the section');
  const inMemory = (version) => Buffer.concat([numbers(version), Buffer.from([0, 0, 0, 0, 1, 0, 0, 0, 1])]);
  assert.ok(replace(code, inMemory(1), inMemory(version)) > 0, 'no version in memory');
  const inCode = (version) => Buffer.from([0x42, 0x80 | version, 0x80, 0x80, 0x80, 0x10, 0x37, 0x02, 0x40]);
  assert.equal(replace(code, inCode(1), inCode(version)), 1, 'no version in the code');
  return `0x${code.toString('hex')}`;
}
