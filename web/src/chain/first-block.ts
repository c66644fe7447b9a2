// SPDX-License-Identifier: Apache-2.0

// polkadot-api 2.2.2 (observable-client 0.18.8) asks for ever when a node's first answer lists final blocks of two
// runtimes and more than two blocks: it halves the list and tests the length of the whole. So the page would not open for
// a minute or more after each upgrade. Of the first list only the last block is handed on, and the others are unpinned.

import type { JsonRpcProvider } from 'polkadot-api';

const UNPIN = 'first-block';

interface Followed { subscription: string; result: { event: string; finalizedBlockHashes: string[] } }

export function fromLastBlock(inner: JsonRpcProvider): JsonRpcProvider {
  return (onMessage) => {
    let begun = false;
    const connection = inner((message) => {
      if ('id' in message && message.id === UNPIN) return;
      const followed = 'params' in message ? (message.params as Partial<Followed>) : undefined;
      if (begun || followed?.result?.event !== 'initialized') return onMessage(message);
      begun = true;
      const { subscription, result } = followed as Followed;
      const older = result.finalizedBlockHashes.slice(0, -1);
      if (older.length > 0) {
        connection.send({ jsonrpc: '2.0', id: UNPIN, method: 'chainHead_v1_unpin', params: [subscription, older] });
      }
      onMessage({ ...message, params: { subscription, result: { ...result, finalizedBlockHashes: result.finalizedBlockHashes.slice(-1) } } });
    });
    return connection;
  };
}
