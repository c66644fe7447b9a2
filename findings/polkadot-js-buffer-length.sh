#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bytes, such as the serial of a meter, given to polkadot.js as a Buffer.
#
# Package: npm @polkadot/types 16.5.6.
# Guess:   A Buffer or Uint8Array holds the bytes themselves. The text, an array of the same numbers and a Buffer
#          give one encoding: the length, and the bytes.
# Seen:    A Buffer is taken for an encoding: its first byte is the length, and what is behind that is cut off.
#          Serial 0123456789012345 becomes 123456789012, as the character 0 is 12 times 4. Whether that goes
#          without an error depends on the first character and the length. Text, arrays and hex are taken as they
#          are.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @polkadot/types@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import { TypeRegistry } from '@polkadot/types';

const registry = new TypeRegistry();
function look(given) {
  try {
    return registry.createType('Bytes', given).toUtf8();
  } catch (error) {
    return `error: ${error.message.replace(/^createType\(Bytes\):: /, '')}`;
  }
}
for (const serial of ['0123456789012345', 'D0123456789012345678', 'GM-2026-000001', '4711']) {
  const bytes = Buffer.from(serial);
  console.log(`${serial}: text ${look(serial)}, array ${look([...bytes])}, Buffer ${look(bytes)}`);
}
EOF

expected='0123456789012345: text 0123456789012345, array 0123456789012345, Buffer 123456789012
D0123456789012345678: text D0123456789012345678, array D0123456789012345678, Buffer 01234567890123456
GM-2026-000001: text GM-2026-000001, array GM-2026-000001, Buffer error: Compact input is > Number.MAX_SAFE_INTEGER
4711: text 4711, array 4711, Buffer error: Bytes: required length less than remainder, expected at least 14, found 4'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
