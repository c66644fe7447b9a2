#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A large negative amount in the JSON of polkadot.js, read by anything else.
#
# Package: npm @polkadot/types 16.5.6.
# Guess:   toJSON() of an i128 is a number, or past the safe range a decimal or a hex text with a minus sign.
# Seen:    From -2^52 on (-4.5 million UNIT at 9 decimals) it is the two's complement in hex, without a sign.
#          BigInt() of it is near 2^128: a debt is read as an enormous credit. toString() of one value keeps
#          the sign, but toString() of a struct that holds it does not. Only createType('i128', text) turns
#          it back.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @polkadot/types@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import { TypeRegistry } from '@polkadot/types';

const registry = new TypeRegistry();
for (const planck of ['-4503599627370495', '-4503599627370496', '-10000000000000000']) {
  const json = registry.createType('i128', planck).toJSON();
  console.log(`${planck}: ${typeof json} ${json}, as BigInt ${BigInt(json)}, ` +
    `back ${registry.createType('i128', json)}`);
}
const statement = registry.createType('{"paid": "i128"}', { paid: '-10000000000000000' });
console.log(`${statement} but paid alone ${statement.get('paid')}`);
EOF

expected='-4503599627370495: number -4503599627370495, as BigInt -4503599627370495, back -4503599627370495
-4503599627370496: string 0xfffffffffffffffffff0000000000000, as BigInt 340282366920938463463370103832140840960, back -4503599627370496
-10000000000000000: string 0xffffffffffffffffffdc790d903f0000, as BigInt 340282366920938463463364607431768211456, back -10000000000000000
{"paid":"0xffffffffffffffffffdc790d903f0000"} but paid alone -10000000000000000'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
