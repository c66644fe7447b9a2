// SPDX-License-Identifier: Apache-2.0

// What polkadot.js is asked to see, over a node or over smoldot.

import { Keyring } from '@polkadot/api';
import { second } from './report.js';

export const looks = (api) => {
  const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
  let [interval, round, events] = [];
  return {
    constant: async () => api.consts.forwardMarket.maxAhead.toNumber(),
    storage: async () => (await api.query.forwardMarket.rules())[0][1].gateLead.toNumber(),
    map: async () => (await api.query.teRegistry.nodes.entries()).length,
    call: async () => {
      const [window] = await api.call.marketApi.windows();
      [interval, round] = [window.interval.toNumber(), window.round.toNumber()];
      return [interval, round];
    },
    own: async () => (await api.call.marketApi.node(bob.address)).unwrap().index.toNumber(),
    signed: async () => {
      const post = api.tx.forwardMarket.post(round, [[interval, { Demand: { quantity: 700 } }]], true);
      const result = await new Promise((done, failed) => {
        post.signAndSend(bob, (result) => (result.status.isFinalized || result.isError) && done(result)).catch(failed);
      });
      ({ events } = result);
      return result.status.isFinalized;
    },
    event: async () => events.some(({ event }) => event.method === 'OrdersPosted'),
    open: async () => {
      const { open } = (await api.call.marketApi.node(bob.address)).unwrap();
      return open.map(({ order }) => order.unwrap().asDemand.quantity.toNumber());
    },
    subscribed: async () => {
      const blocks = [];
      await api.rpc.chain.subscribeFinalizedHeads(({ number }) => blocks.push(number.toNumber()));
      return second(blocks);
    },
  };
};
