// SPDX-License-Identifier: Apache-2.0

// polkadot.js on a node: node polkadot_js.js URL. What it saw, as JSON.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { looks } from './looks.js';
import { report } from './report.js';

await report(async () => looks(await ApiPromise.create({ provider: new WsProvider(process.argv[2]), noInitWarn: true })));
