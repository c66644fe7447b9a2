// SPDX-License-Identifier: Apache-2.0

// Run by scripts/build-release.sh on what it has built.

import { describe, it } from 'node:test';
import { Node, account } from '../support/node.js';
import { assertCommitment } from './commitment.js';

describe('a release', { timeout: 120_000 }, () => {
  it('takes a transaction that commits to its metadata, and no other', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp']);
    await assertCommitment(await node.api(t), account('Alice'), account('Bob').address);
  });
});
