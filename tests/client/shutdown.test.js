// SPDX-License-Identifier: Apache-2.0

// A node that is asked to stop, as systemd and Ctrl-C ask, says nothing of a failure and ends with status 0.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Node, account, directory, until } from './support/node.js';

const KINDS = {
  'that builds blocks': ['--dev'],
  'of four validators': ['--chain', 'local', '--alice', '--force-authoring', '--unsafe-force-node-key-generation'],
  'that only follows': ['--chain', 'local'],
  'that seals by the clock': ['--dev', '--sealing', '500'],
  'that seals for each transaction': ['--dev', '--sealing', 'instant'],
};

describe('a node that is asked to stop', { timeout: 600_000, concurrency: 2 }, () => {
  for (const [kind, args] of Object.entries(KINDS)) {
    for (const signal of kind === 'that builds blocks' ? ['SIGTERM', 'SIGINT'] : ['SIGTERM']) {
      it(`${kind}, by ${signal}`, async (t) => {
        const node = await Node.start(t, [...args, '--base-path', directory(t)]);
        // In the midst of its work: a transaction waits, and blocks come.
        const api = await node.api(t);
        await api.tx.system.remark('0x00').signAndSend(account('Bob'));
        const blocks = !args.includes('local') || args.includes('--alice');
        // The first of a chain that is sealed for each transaction is there before.
        const first = args.includes('instant') ? 2 : 1;
        if (blocks) await until(async () => (await node.best()) >= first, { what: 'a block' });

        await node.disconnect();
        const before = node.log.length;
        const asked = Date.now();
        node.child.kill(signal);
        await node.ended;
        assert.equal(node.child.exitCode, 0, node.log.slice(before));
        assert.ok(Date.now() - asked < 20_000, 'it took too long');
        assert.doesNotMatch(node.log.slice(before), /fail|error|panic|stalled/i);
      });
    }
  }
});
