// SPDX-License-Identifier: Apache-2.0

// smoldot with a chain spec, and polkadot.js on top of it: node smoldot.js FILE. What it saw, as JSON.

import { readFileSync } from 'node:fs';
import { LightClient } from '../support/light.js';
import { looks } from './looks.js';
import { report } from './report.js';

await report(async () => {
  const light = await LightClient.start({ after() {} }, JSON.parse(readFileSync(process.argv[2])));
  return looks(await light.api());
});
