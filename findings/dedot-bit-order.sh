#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A list of bits, such as who was there in which interval, read with dedot by the metadata of a chain.
#
# Packages: npm @dedot/codecs 1.3.0, @polkadot/types and @polkadot/types-support 16.5.6 (metadata of Polkadot,
#           version 15, and a second decoder).
# Guess:    Metadata names the order of the bits beside each such type, for Polkadot's own Lsb0: the first bit
#           is the lowest of the first byte. A client that reads types from metadata follows it.
# Seen:     dedot takes the first bit from the top of the byte, whatever the metadata names: of 10 bits, all set
#           but the last, it finds the last two unset, and of 8 with the first set it finds the last.
#           polkadot.js follows the metadata.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @dedot/codecs@1.3.0 @polkadot/types@16.5.6 \
	@polkadot/types-support@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import { $Metadata, PortableRegistry } from '@dedot/codecs';
import { Metadata, TypeRegistry } from '@polkadot/types';
import stored from '@polkadot/types-support/metadata/v15/polkadot-hex';

// What is stored is an optional, length-prefixed answer of a node; the metadata begins with "meta".
const metadata = `0x${stored.slice(stored.indexOf('6d657461'))}`;
const { latest } = $Metadata.tryDecode(metadata);
const dedot = new PortableRegistry(latest);
const polkadot = new TypeRegistry();
polkadot.setMetadata(new Metadata(polkadot, metadata));

const { id, typeDef } = latest.types.find((type) => type.typeDef.type === 'BitSequence');
console.log(`order in the metadata: ${latest.types[typeDef.value.bitOrderType].path.join('::')}`);
const digits = (bits) => Array.from(bits, Number).join('');
for (const bytes of [[10 << 2, 0xff, 0x01], [8 << 2, 0x01]]) {
  const encoded = Uint8Array.from(bytes);
  const read = dedot.findCodec(id).tryDecode(encoded);
  const second = polkadot.createType(polkadot.createLookupType(id), encoded).toBoolArray();
  console.log(`dedot ${digits(read)}, polkadot.js ${digits(second.slice(0, read.length))}`);
}
EOF

expected='order in the metadata: bitvec::order::Lsb0
dedot 1111111100, polkadot.js 1111111110
dedot 00000001, polkadot.js 10000000'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
