#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A statement of fixed layout, such as a meter's reading, signed through polkadot-api with a key in hand.
#
# Packages: npm polkadot-api 2.2.2, @noble/curves 2.0.1.
# Guess:    Wallets in a browser wrap bytes in <Bytes> and </Bytes> before they sign them, so that nobody signs
#           a transaction unawares. A raw signer, made from one's own signing function, signs what it is given.
# Seen:     The raw signer wraps too, before it calls the function: signBytes(payload) is a signature of
#           <Bytes>payload</Bytes>, and none of the payload. There is no option; bytes that are already
#           wrapped are left as they are. Whoever must sign a layout calls the signing function itself.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . polkadot-api@2.2.2 @noble/curves@2.0.1 >/dev/null

cat >look.mjs <<'EOF'
import { getPolkadotSigner } from 'polkadot-api/signer';
import { ed25519 } from '@noble/curves/ed25519.js';

const bytes = (text) => new TextEncoder().encode(text);
const secret = new Uint8Array(32).fill(7);
const key = ed25519.getPublicKey(secret);
const signer = getPolkadotSigner(key, 'Ed25519', (given) => ed25519.sign(given, secret));

const signature = await signer.signBytes(bytes('reading'));
console.log(`signature of the payload: ${ed25519.verify(signature, bytes('reading'), key)}`);
console.log(`of the wrapped payload: ${ed25519.verify(signature, bytes('<Bytes>reading</Bytes>'), key)}`);
const wrapped = await signer.signBytes(bytes('<Bytes>reading</Bytes>'));
console.log(`wrapped by hand, the same signature: ${Buffer.compare(signature, wrapped) === 0}`);
EOF

expected='signature of the payload: false
of the wrapped payload: true
wrapped by hand, the same signature: true'
seen=$(node look.mjs)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
