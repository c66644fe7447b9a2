// SPDX-License-Identifier: Apache-2.0

// Posts an order and reads it back, with @polkadot/api.

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const { GRIDMERIT_URL = 'ws://127.0.0.1:9944' } = process.env;
// The secret seed of the account, as `gridmerit-node key inspect` prints it; here that of //Bob.
const { GRIDMERIT_SEED = '0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89' } = process.env;

const api = await ApiPromise.create({ provider: new WsProvider(GRIDMERIT_URL), noInitWarn: true });
const account = new Keyring({ type: 'sr25519' }).addFromUri(GRIDMERIT_SEED);

/** An error in words, also one inside an event. */
const explain = (error) => {
  if (!error.isModule) return error.toString();
  const { section, name, docs } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}: ${docs.join(' ')}`;
};

/** Waits until a call is in a block: its events. What the chain refuses is thrown in words. */
const send = (call) => new Promise((done, failed) => {
  call.signAndSend(account, ({ status, dispatchError, events, isError }) => {
    if (isError) failed(new Error(`the transaction was ${status.type}`));
    else if (dispatchError) failed(new Error(explain(dispatchError)));
    else if (status.isInBlock || status.isFinalized) done(events);
  }).catch(failed);
});

// Planck per Wh are millionths of a UNIT per kWh.
const [{ interval, round, tariff }] = await api.call.marketApi.windows();
console.log(`interval ${interval}: the utility sells at ${tariff.tou / 1e6} and buys at ${tariff.fit / 1e6} UNIT per kWh`);

// An order is an interval, and a demand or an offer: { Offer: { capacity: 700, ask: 120000 } }. Without a settlement
// meter what is bought counts as not used, and what is sold as not delivered: say `true` only if you know that.
const order = (quantity) => api.tx.forwardMarket.post(round, [[interval, { Demand: { quantity } }]], true);
await send(order(700));

const { index, locked, open } = (await api.call.marketApi.node(account.address)).unwrap();
for (const { interval, order } of open) console.log(`node ${index}: order for ${interval}: ${order}, locked ${locked / 1e9} UNIT`);

await send(order(50_000_000)).catch((error) => console.log(`refused: ${error.message}`));
await api.disconnect();
