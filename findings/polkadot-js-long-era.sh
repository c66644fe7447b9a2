#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A transaction that is to live for more than 4096 blocks, as from a device that is seldom online.
#
# Package: npm @polkadot/types 16.5.6.
# Guess:   An era of that length begins at a multiple of so many blocks (2 for 8192, 16 for 65536), as two bytes
#          hold no more. Client and chain compute the same first block, whose hash is part of what is signed.
# Seen:    The two bytes are right, but the era that was made says it begins at the current block, also between
#          two multiples. signAndSend with such an era signs that block's hash; the chain takes the hash of the
#          multiple before it, so that the signature does not fit. By chance it does in one of 2, or of 16. The
#          era that is read back from its bytes begins where the chain says. Up to 4096 blocks all is well.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @polkadot/types@16.5.6 >/dev/null

cat >look.mjs <<'EOF'
import { TypeRegistry } from '@polkadot/types';

const registry = new TypeRegistry();
for (const period of [64, 4096, 8192, 65536]) {
  for (const current of [1000000, 1000015]) {
    const made = registry.createType('ExtrinsicEra', { current, period });
    const read = registry.createType('ExtrinsicEra', made.toU8a());
    const births = [made, read].map((era) => era.asMortalEra.birth(current));
    console.log(`${period} blocks at ${current}: begins at ${births[0]}, read back ${births[1]}`);
  }
}
EOF

expected='64 blocks at 1000000: begins at 1000000, read back 1000000
64 blocks at 1000015: begins at 1000015, read back 1000015
4096 blocks at 1000000: begins at 1000000, read back 1000000
4096 blocks at 1000015: begins at 1000015, read back 1000015
8192 blocks at 1000000: begins at 1000000, read back 1000000
8192 blocks at 1000015: begins at 1000015, read back 1000014
65536 blocks at 1000000: begins at 1000000, read back 1000000
65536 blocks at 1000015: begins at 1000015, read back 1000000'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
