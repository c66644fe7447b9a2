// SPDX-License-Identifier: Apache-2.0

// polkadot.js on a node: node polkadot_js.js URL. What it saw, as JSON.

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const api = await ApiPromise.create({ provider: new WsProvider(process.argv[2]), noInitWarn: true });
const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');

const ahead = api.consts.forwardMarket.maxAhead.toNumber();
const [, rules] = (await api.query.forwardMarket.rules())[0];
const nodes = (await api.query.teRegistry.nodes.entries()).length;
const [window] = await api.call.marketApi.windows();
const [interval, round] = [window.interval.toNumber(), window.round.toNumber()];
const blocks = [];
await api.rpc.chain.subscribeFinalizedHeads(({ number }) => blocks.push(number.toNumber()));

const post = api.tx.forwardMarket.post(round, [[interval, { Demand: { quantity: 700 } }]], true);
const { status, events } = await new Promise((done, failed) => {
  post.signAndSend(bob, (result) => (result.status.isFinalized || result.isError) && done(result)).catch(failed);
});
const { open } = (await api.call.marketApi.node(bob.address)).unwrap();
const seen = {
  constant: ahead, storage: rules.gateLead.toNumber(), map: nodes, call: [interval, round], signed: status.isFinalized,
  event: events.some(({ event }) => event.method === 'OrdersPosted'),
  open: open.map(({ order }) => order.unwrap().asDemand.quantity.toNumber()), subscribed: blocks.length > 1,
};
console.log(JSON.stringify(seen));
process.exit(0);
