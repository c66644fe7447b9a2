// SPDX-License-Identifier: Apache-2.0

// Run by scripts/build-release.sh on what it has built.

import { after, describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import { assertCommitment } from '../../client/release/commitment.js';
import { end } from '../support/chain.js';
import { start } from '../support/development.js';

describe('a release of the parachain', { timeout: 300_000 }, () => {
  after(end);

  it('takes a transaction that commits to its metadata, and no other', async (t) => {
    const { api } = await start(t);
    const keyring = new Keyring({ type: 'sr25519' });
    const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
    await assertCommitment(api, alice, bob.address);
  });
});
