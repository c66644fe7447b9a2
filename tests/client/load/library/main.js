// SPDX-License-Identifier: Apache-2.0

// The least that a page made with the library of polkadot.js does: it connects, and says three figures of the market.

import { ApiPromise, WsProvider } from '@polkadot/api';

const node = new URLSearchParams(location.search).get('node');
const api = await ApiPromise.create({ provider: new WsProvider(node), noInitWarn: true });
const [round, now] = await Promise.all([api.query.forwardMarket.currentRound(), api.query.timestamp.now()]);
const terms = await api.query.forwardMarket.intervalTerms(round.unwrap().first);
const facts = document.getElementById('facts');
facts.textContent = [round, now, terms].join(' ');
facts.dataset.first = '';
