// SPDX-License-Identifier: Apache-2.0

// dedot on a node: node dedot.js URL. What it saw, as JSON.

import { Keyring } from '@polkadot/api';
import { DedotClient, WsProvider } from 'dedot';

const client = await DedotClient.new(new WsProvider(process.argv[2]));
const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
const node = () => client.call.marketApi.node(bob.address);

const ahead = client.consts.forwardMarket.maxAhead;
const [, rules] = (await client.query.forwardMarket.rules())[0];
const nodes = (await client.query.teRegistry.nodes.entries()).length;
const [{ interval, round }] = await client.call.marketApi.windows();
const blocks = [];
await client.query.system.number((number) => blocks.push(number));

const order = { type: 'Demand', value: { quantity: 700n } };
const { status, events } = await client.tx.forwardMarket.post(round, [[interval, order]], true).signAndSend(bob).untilFinalized();
const open = (await node()).open.map(({ order }) => Number(order.value.quantity));
const seen = {
  constant: ahead, storage: rules.gateLead, map: nodes, call: [interval, round], signed: status.type === 'Finalized',
  event: events.some(({ event }) => event.palletEvent.name === 'OrdersPosted'), open, subscribed: blocks.length > 1,
};
console.log(JSON.stringify(seen));
process.exit(0);
