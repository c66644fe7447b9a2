// SPDX-License-Identifier: Apache-2.0

// dedot on a node: node dedot.js URL [legacy], with the newer methods of JSON-RPC or the older. What it saw, as JSON.

import { Keyring } from '@polkadot/api';
import { DedotClient, WsProvider } from 'dedot';
import { report, second } from './report.js';

const [url, legacy] = process.argv.slice(2);
const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
let [interval, round, result] = [];

await report(async () => {
  const provider = new WsProvider(url);
  const client = await (legacy ? DedotClient.legacy(provider) : DedotClient.new(provider));
  return {
    constant: async () => client.consts.forwardMarket.maxAhead,
    storage: async () => (await client.query.forwardMarket.rules())[0][1].gateLead,
    map: async () => (await client.query.teRegistry.nodes.entries()).length,
    call: async () => {
      [{ interval, round }] = await client.call.marketApi.windows();
      return [interval, round];
    },
    own: async () => (await client.call.marketApi.node(bob.address)).index,
    signed: async () => {
      const order = { type: 'Demand', value: { quantity: 700n } };
      result = await client.tx.forwardMarket.post(round, [[interval, order]], true).signAndSend(bob).untilFinalized();
      return result.status.type === 'Finalized';
    },
    event: async () => result.events.some(({ event }) => event.palletEvent.name === 'OrdersPosted'),
    open: async () => {
      const { open } = await client.call.marketApi.node(bob.address);
      return open.map(({ order }) => Number(order.value.quantity));
    },
    subscribed: async () => {
      const blocks = [];
      client.block.finalized(({ number }) => blocks.push(number));
      return second(blocks);
    },
  };
});
