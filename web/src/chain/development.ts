// SPDX-License-Identifier: Apache-2.0

// Keys that everybody has, for development chains. Loaded only when one of them signs.

import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { DEV_MINI_SECRET } from '@polkadot-labs/hdkd-helpers';
import { getPolkadotSigner } from 'polkadot-api/signer';

const derive = sr25519CreateDerive(DEV_MINI_SECRET);

export function developmentSigner(name: string) {
  const { publicKey, sign } = derive(`//${name}`);
  return getPolkadotSigner(publicKey, 'Sr25519', sign);
}
