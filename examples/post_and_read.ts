// SPDX-License-Identifier: Apache-2.0

// Posts an order and reads it back, with polkadot-api: typed by what the chain says of itself (npx papi add).

import { gridmerit } from '@polkadot-api/descriptors';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { ss58Address } from '@polkadot-labs/hdkd-helpers';
import { createClient, Enum } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

const { GRIDMERIT_URL = 'ws://127.0.0.1:9944' } = process.env;
// The secret seed of the account, as `gridmerit-node key inspect` prints it; here that of //Bob.
const { GRIDMERIT_SEED = '0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89' } = process.env;

// Node.js below 22 has no WebSocket of its own.
const websocketClass = WebSocket as unknown as typeof globalThis.WebSocket;
const client = createClient(getWsProvider(GRIDMERIT_URL, { websocketClass }));
const api = client.getTypedApi(gridmerit);
const account = sr25519CreateDerive(GRIDMERIT_SEED)('');
const signer = getPolkadotSigner(account.publicKey, 'Sr25519', account.sign);

// Planck per Wh are millionths of a UNIT per kWh. 64-bit numbers are bigint.
const [window] = await api.apis.MarketApi.windows();
if (!window) throw new Error('no interval takes orders: a round is being cleared, or there is no market');
const { interval, round, tariff } = window;
console.log(`interval ${interval}: the utility sells at ${Number(tariff.tou) / 1e6} and buys at ${Number(tariff.fit) / 1e6} UNIT per kWh`);

// An order is an interval, and a demand or an offer: Enum('Offer', { capacity: 700n, ask: 120000n }). Without a
// settlement meter what is bought counts as not used, and what is sold as not delivered: say `true` only if you know that.
const post = (quantity: bigint) => api.tx.ForwardMarket.post({
  round, orders: [[interval, Enum('Demand', { quantity, limit: undefined })]], unmetered: true,
}).signAndSubmit(signer);

const posted = await post(700n);
if (!posted.ok) throw new Error(`refused: ${JSON.stringify(posted.dispatchError)}`);

const node = await api.apis.MarketApi.node(ss58Address(account.publicKey, 42));
for (const { interval, order } of node?.open ?? []) {
  const { type, value } = order ?? { type: 'none', value: undefined };
  console.log(`node ${node?.index}: order for ${interval}: ${type} ${value && 'quantity' in value ? value.quantity : ''}, locked ${Number(node?.locked) / 1e9} UNIT`);
}

// An error has the types of its pallet: { type: 'Module', value: { type: 'ForwardMarket', value: { type } } }.
const refused = await post(50_000_000n);
if (!refused.ok && refused.dispatchError.type === 'Module') {
  const { type, value } = refused.dispatchError.value;
  console.log(`refused: ${type}.${value?.type}`);
}
client.destroy();
