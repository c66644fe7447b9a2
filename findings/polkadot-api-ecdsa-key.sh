#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A transaction signed by an ECDSA account with polkadot-api.
#
# Packages: npm polkadot-api 2.2.2, @polkadot/types and @polkadot/types-support 16.5.6 (metadata of a
#           Substrate node, version 15, and a second decoder), @polkadot/keyring 14.0.3.
# Guess:    getPolkadotSigner(publicKey, 'Ecdsa', sign) takes the public key, 33 bytes compressed, as it takes
#           those of ed25519 and sr25519, and makes the account of it (BLAKE2b-256 of the key).
# Seen:     It writes all 33 bytes where the account has 32. No error; the last byte of the key is then read
#           as the kind of signature, and the transaction cannot be decoded. The argument called publicKey
#           must be the 32-byte hash. The function `sign` must hash what it gets, once more if it was long.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . polkadot-api@2.2.2 @polkadot/types@16.5.6 \
	@polkadot/types-support@16.5.6 @polkadot/keyring@14.0.3 @polkadot/util-crypto@14.0.3 >/dev/null

cat >look.mjs <<'EOF'
import { getPolkadotSigner } from 'polkadot-api/signer';
import { Keyring } from '@polkadot/keyring';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { blake2AsU8a, cryptoWaitReady } from '@polkadot/util-crypto';
import stored from '@polkadot/types-support/metadata/v15/substrate-hex';

await cryptoWaitReady();
// What is stored is an optional, length-prefixed answer of a node; the metadata begins with "meta".
const metadata = `0x${stored.slice(stored.indexOf('6d657461'))}`;
const registry = new TypeRegistry();
registry.setMetadata(new Metadata(registry, metadata));

// Each extension with as many zeros as its fields take; an immortal era is one zero too.
const zeros = (type) => registry.createType(type).toU8a();
const extensions = {};
for (const { identifier, type, implicit } of registry.metadata.extrinsic.transactionExtensions) {
  extensions[identifier] = {
    identifier,
    value: zeros(registry.createLookupType(type)),
    additionalSigned: zeros(registry.createLookupType(implicit)),
  };
}
const remark = registry.createType('Call', { callIndex: [0, 0], args: { remark: '0x01' } }).toU8a();

const pair = new Keyring({ type: 'ecdsa' }).addFromUri('//Meter');
for (const key of [pair.publicKey, blake2AsU8a(pair.publicKey)]) {
  const signer = getPolkadotSigner(key, 'Ecdsa', (bytes) => pair.sign(bytes));
  const bytes = await signer.signTx(remark, extensions, Buffer.from(metadata.slice(2), 'hex'), 0);
  let answer;
  try {
    answer = registry.createType('Extrinsic', bytes).signer.toString() === pair.address
      ? 'decoded, from the right account' : 'decoded, from another account';
  } catch (error) {
    answer = `not decoded, at the ${error.message.match(/on (\w+) \(index/)?.[1]}`;
  }
  console.log(`key of ${key.length} bytes: transaction of ${bytes.length} bytes, ${answer}`);
}
EOF

expected='key of 33 bytes: transaction of 112 bytes, not decoded, at the signature
key of 32 bytes: transaction of 111 bytes, decoded, from the right account'
seen=$(node look.mjs 2>/dev/null)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
