// SPDX-License-Identifier: Apache-2.0

// What hardware wallets rely on: a runtime knows the hash of its own metadata.

import assert from 'node:assert/strict';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';

/// Asserts that a chain takes a transaction that commits to its metadata, and no other. What does it is the signer's
/// transfer to `to`.
export async function assertCommitment(api, signer, to) {
  const metadata = (await api.call.metadata.metadataAtVersion(15)).unwrap();
  const { specName, specVersion } = api.runtimeVersion;
  const digest = merkleizeMetadata(metadata.toU8a(true), {
    base58Prefix: 42, decimals: 9, tokenSymbol: 'UNIT',
    specName: specName.toString(), specVersion: specVersion.toNumber(),
  }).digest();
  const submit = async (hash) => {
    const transfer = api.tx.balances.transferKeepAlive(to, 1);
    const metadataHash = `0x${Buffer.from(hash).toString('hex')}`;
    return api.rpc.author.submitExtrinsic(await transfer.signAsync(signer, { mode: 1, metadataHash }));
  };

  await assert.rejects(submit(digest.map((byte) => byte ^ 1)), /bad signature|BadProof/);
  assert.match((await submit(digest)).toHex(), /^0x[0-9a-f]{64}$/);
}
