// SPDX-License-Identifier: Apache-2.0

// polkadot-api on a node: node polkadot_api.js URL. What it saw, as JSON.

import { DEV_MINI_SECRET, ss58Address } from '@polkadot-labs/hdkd-helpers';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { createClient, Enum } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

const client = createClient(getWsProvider(process.argv[2], { websocketClass: WebSocket }));
const api = client.getUnsafeApi();
const bob = sr25519CreateDerive(DEV_MINI_SECRET)('//Bob');
const address = ss58Address(bob.publicKey, 42);

const ahead = await api.constants.ForwardMarket.MaxAhead();
const [, rules] = (await api.query.ForwardMarket.Rules.getValue())[0];
const nodes = (await api.query.TeRegistry.Nodes.getEntries()).length;
const [{ interval, round }] = await api.apis.MarketApi.windows();
const blocks = [];
client.finalizedBlock$.subscribe(({ number }) => blocks.push(number));

const orders = [[interval, Enum('Demand', { quantity: 700n, limit: undefined })]];
const sent = api.tx.ForwardMarket.post({ round, orders, unmetered: true });
const { ok, events } = await sent.signAndSubmit(getPolkadotSigner(bob.publicKey, 'Sr25519', bob.sign));
const { open } = await api.apis.MarketApi.node(address);
const seen = {
  constant: ahead, storage: rules.gate_lead, map: nodes, call: [interval, round], signed: ok,
  event: events.some(({ value }) => value.type === 'OrdersPosted'),
  open: open.map(({ order }) => Number(order.value.quantity)), subscribed: blocks.length > 1,
};
console.log(JSON.stringify(seen));
process.exit(0);
