#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A struct with an optional number, such as an order of a quantity and perhaps a limit, written with dedot.
#
# Packages: npm @dedot/shape and @dedot/codecs 1.3.0, deshape 0.1.0, @polkadot/types-support 16.5.6 (metadata of
#           Polkadot, version 15).
# Guess:    An optional field is a byte that says whether it is there, and the value: what a tuple of the same
#           parts is encoded to, and what dedot itself decodes.
# Seen:     Room is made for the value, not for the byte. Without the value all is well. With it the last byte
#           has no room: a number at the end is refused with a RangeError, and a bool at the end is left out, so
#           that true is read back as false. In a list of such structs it is the same. A field of variable length,
#           such as text or a compact number, can make room again. Types read from metadata do the same.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @dedot/shape@1.3.0 @dedot/codecs@1.3.0 deshape@0.1.0 \
	@polkadot/types-support@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import * as $ from '@dedot/shape';
import { $Metadata, PortableRegistry } from '@dedot/codecs';
import stored from '@polkadot/types-support/metadata/v15/polkadot-hex';

const show = (value) => JSON.stringify(value, (_, x) => (typeof x === 'bigint' ? Number(x) : x));
function look(name, codec, value) {
  let seen;
  try {
    const encoded = codec.tryEncode(value);
    seen = `${Buffer.from(encoded).toString('hex')}, back ${show(codec.tryDecode(encoded))}`;
  } catch (error) {
    seen = `${error.name}: ${error.message}`;
  }
  console.log(`${name} ${show(value)}: ${seen}`);
}

const limited = $.Struct({ quantity: $.u64, limit: $.Option($.u64) });
look('tuple', $.Tuple($.u64, $.Option($.u64)), [5n, 7n]);
look('struct', limited, { quantity: 5n });
look('struct', limited, { quantity: 5n, limit: 7n });
look('list', $.Array(limited), [{ quantity: 5n, limit: 7n }]);
look('struct', $.Struct({ limit: $.Option($.u64), firm: $.bool }), { limit: 7n, firm: true });
look('struct', $.Struct({ limit: $.Option($.u64), note: $.str }), { limit: 7n, note: 'ab' });

// What is stored is an optional, length-prefixed answer of a node; the metadata begins with "meta".
const { latest } = $Metadata.tryDecode(`0x${stored.slice(stored.indexOf('6d657461'))}`);
const { id } = latest.types.find(({ path }) => path.join('::') === 'pallet_referenda::types::DecidingStatus');
look('DecidingStatus', new PortableRegistry(latest).findCodec(id), { since: 5, confirming: 7 });
EOF

expected='tuple [5,7]: 0500000000000000010700000000000000, back [5,7]
struct {"quantity":5}: 050000000000000000, back {"quantity":5}
struct {"quantity":5,"limit":7}: RangeError: Offset is outside the bounds of the DataView
list [{"quantity":5,"limit":7}]: RangeError: Offset is outside the bounds of the DataView
struct {"limit":7,"firm":true}: 010700000000000000, back {"limit":7,"firm":false}
struct {"limit":7,"note":"ab"}: 010700000000000000086162, back {"limit":7,"note":"ab"}
DecidingStatus {"since":5,"confirming":7}: RangeError: Offset is outside the bounds of the DataView'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
