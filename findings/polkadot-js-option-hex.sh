#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An optional amount, such as the limit of an order, as hex from polkadot.js, and back.
#
# Package: npm @polkadot/types 16.5.6.
# Guess:   toHex() of an Option is the hex of its encoding, or of the number in it, which is big-endian as that
#          of any number. Either way createType reads back what toHex wrote, as it does for a number.
# Seen:    It is the encoding without its first byte, so little-endian, and createType reads it as big-endian:
#          a limit of 5 comes back as 360287970189639680, without an error. No limit comes back as no limit. In
#          a struct the hex is the encoding, and toJSON is read back.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @polkadot/types@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import { TypeRegistry } from '@polkadot/types';

const registry = new TypeRegistry();
for (const [type, amount] of [
  ['u64', 5],
  ['Option<u64>', 5],
  ['Option<u64>', null],
  ['Option<u128>', 5],
  ['{"limit": "Option<u64>"}', { limit: 5 }],
]) {
  const value = registry.createType(type, amount);
  const encoded = Buffer.from(value.toU8a()).toString('hex');
  const back = (given) => registry.createType(type, given).toString() || 'none';
  console.log(`${type} ${JSON.stringify(amount)}: encoded ${encoded}, toHex ${value.toHex()}, ` +
    `back ${back(value.toHex())}, by JSON ${back(value.toJSON())}`);
}
EOF

expected='u64 5: encoded 0500000000000000, toHex 0x0000000000000005, back 5, by JSON 5
Option<u64> 5: encoded 010500000000000000, toHex 0x0500000000000000, back 360287970189639680, by JSON 5
Option<u64> null: encoded 00, toHex 0x, back none, by JSON none
Option<u128> 5: encoded 0105000000000000000000000000000000, toHex 0x05000000000000000000000000000000, back 6646139978924579364519035301401722880, by JSON 5
{"limit": "Option<u64>"} {"limit":5}: encoded 010500000000000000, toHex 0x010500000000000000, back {"limit":5}, by JSON {"limit":5}'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
