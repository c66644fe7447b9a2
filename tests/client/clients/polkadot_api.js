// SPDX-License-Identifier: Apache-2.0

// polkadot-api on a node: node polkadot_api.js URL. What it saw, as JSON.

import { DEV_MINI_SECRET, ss58Address } from '@polkadot-labs/hdkd-helpers';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { createClient, Enum } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';
import { report, second } from './report.js';

const client = createClient(getWsProvider(process.argv[2], { websocketClass: WebSocket }));
const api = client.getUnsafeApi();
const bob = sr25519CreateDerive(DEV_MINI_SECRET)('//Bob');
const address = ss58Address(bob.publicKey, 42);
let [interval, round, result] = [];

await report(async () => ({
  constant: () => api.constants.ForwardMarket.MaxAhead(),
  storage: async () => (await api.query.ForwardMarket.Rules.getValue())[0][1].gate_lead,
  map: async () => (await api.query.TeRegistry.Nodes.getEntries()).length,
  call: async () => {
    [{ interval, round }] = await api.apis.MarketApi.windows();
    return [interval, round];
  },
  own: async () => (await api.apis.MarketApi.node(address)).index,
  signed: async () => {
    const orders = [[interval, Enum('Demand', { quantity: 700n, limit: undefined })]];
    const sent = api.tx.ForwardMarket.post({ round, orders, unmetered: true });
    result = await sent.signAndSubmit(getPolkadotSigner(bob.publicKey, 'Sr25519', bob.sign));
    return result.ok;
  },
  event: async () => result.events.some(({ value }) => value.type === 'OrdersPosted'),
  open: async () => {
    const { open } = await api.apis.MarketApi.node(address);
    return open.map(({ order }) => Number(order.value.quantity));
  },
  subscribed: async () => {
    const blocks = [];
    client.finalizedBlock$.subscribe(({ number }) => blocks.push(number));
    return second(blocks);
  },
}));
