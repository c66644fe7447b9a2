#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The hash of a general transaction (version 5, without a signature of its own), to find it in a block.
#
# Packages: npm @polkadot/types and @polkadot/types-support 16.5.6 (metadata of Polkadot, version 15),
#           @polkadot/util-crypto 14.0.3.
# Guess:    The hash of a transaction is the BLAKE2b-256 hash of its bytes. A node names it when the transaction
#           comes in; block.extrinsics[i].hash is the same, as it is for any other transaction.
# Seen:     A general transaction is decoded as it should be, but its toHex() has another length and version byte
#           in front, and its hash is that of these bytes. Nothing in a block has the hash that the node named. A
#           transaction without extensions ("bare") has its own hash.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @polkadot/types@16.5.6 @polkadot/types-support@16.5.6 \
	@polkadot/util-crypto@14.0.3 >/dev/null

cat >look.mjs <<'EOF'
import { Metadata, TypeRegistry } from '@polkadot/types';
import stored from '@polkadot/types-support/metadata/v15/polkadot-hex';
import { blake2AsHex } from '@polkadot/util-crypto';

// What is stored is an optional, length-prefixed answer of a node; the metadata begins with "meta".
const registry = new TypeRegistry();
registry.setMetadata(new Metadata(registry, `0x${stored.slice(stored.indexOf('6d657461'))}`));
const call = '00000c616263'; // System.remark of "abc"
for (const [name, inner] of [
  ['bare, version 4', `04${call}`],
  ['bare, version 5', `05${call}`],
  // Version of the extensions, immortal, nonce 0, no tip, no hash of the metadata.
  ['general, version 5', `450000000000${call}`],
]) {
  const bytes = Uint8Array.from([(inner.length / 2) << 2, ...Buffer.from(inner, 'hex')]);
  const read = registry.createType('Extrinsic', bytes);
  console.log(`${name}: ${read.method.section}.${read.method.method} ${read.method.args[0].toUtf8()}`);
  console.log(`  bytes   ${Buffer.from(bytes).toString('hex')}`);
  console.log(`  toHex   ${read.toHex().slice(2)}`);
  console.log(`  hash    ${read.hash.toHex() === blake2AsHex(bytes) ? 'of the bytes' : 'another'}`);
}
EOF

expected='bare, version 4: system.remark abc
  bytes   1c0400000c616263
  toHex   1c0400000c616263
  hash    of the bytes
bare, version 5: system.remark abc
  bytes   1c0500000c616263
  toHex   1c0500000c616263
  hash    of the bytes
general, version 5: system.remark abc
  bytes   3045000000000000000c616263
  toHex   38453045000000000000000c616263
  hash    another'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
