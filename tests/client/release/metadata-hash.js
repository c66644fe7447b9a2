// SPDX-License-Identifier: Apache-2.0

// Run by scripts/build-release.sh on what it has built: a hardware wallet can commit to the metadata.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { u8aToHex } from '@polkadot/util';
import { Node, account } from '../support/node.js';

describe('a release', { timeout: 120_000 }, () => {
  it('takes a transaction that commits to its metadata, and no other', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp']);
    const api = await node.api(t);
    const metadata = (await api.call.metadata.metadataAtVersion(15)).unwrap();
    const { specName, specVersion } = api.runtimeVersion;
    const hash = merkleizeMetadata(metadata.toU8a(true), {
      base58Prefix: 42, decimals: 9, tokenSymbol: 'UNIT',
      specName: specName.toString(), specVersion: specVersion.toNumber(),
    }).digest();
    const submit = async (digest) => {
      const transfer = api.tx.balances.transferKeepAlive(account('Bob').address, 1);
      const signed = await transfer.signAsync(account('Alice'), { mode: 1, metadataHash: u8aToHex(digest) });
      return api.rpc.author.submitExtrinsic(signed);
    };

    await assert.rejects(submit(hash.map((byte) => byte ^ 1)), /bad signature/);
    assert.match((await submit(hash)).toHex(), /^0x[0-9a-f]{64}$/);
  });
});
