// SPDX-License-Identifier: Apache-2.0

// Run by scripts/build-release.sh on what it has built.

import { after, describe, it } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { assertCommitment } from '../../client/release/commitment.js';
import { end, parachain } from '../support/chain.js';
import { development } from '../support/programs.js';

describe('a release of the parachain', { timeout: 300_000 }, () => {
  after(end);

  it('takes a transaction that commits to its metadata, and no other', async (t) => {
    const chain = await parachain(await development(t), Date.parse('2026-06-27T00:00:00Z'));
    t.after(() => chain.close());
    await chain.block();
    const api = await ApiPromise.create({ provider: new WsProvider(chain.url), noInitWarn: true });
    t.after(() => api.disconnect());
    const keyring = new Keyring({ type: 'sr25519' });
    const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
    await assertCommitment(api, alice, bob.address);
  });
});
