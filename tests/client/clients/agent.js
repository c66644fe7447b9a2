// SPDX-License-Identifier: Apache-2.0

// subxt on a node, by the agent that is built on it: node agent.js URL. What it saw, as JSON.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WsProvider } from '@polkadot/api';
import { hexToU8a } from '@polkadot/util';
import { AGENT } from '../../parachain/support/programs.js';
import { Key, Meter } from '../support/meter.js';
import { report } from './report.js';

const url = process.argv[2];
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
/** How the agent ends if all readings that were refused count already. It learns that from events. */
const COUNTS_ALREADY = 3;

const agent = (...args) => new Promise((done) => {
  const ended = (error, stdout, stderr) => done({ status: error ? error.code : 0, stdout, stderr });
  execFile(AGENT, [...args, '--url', url, '--json'], { timeout: 100_000 }, ended);
});
const ask = async (...args) => {
  const { status, stdout, stderr } = await agent(...args);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};
const orders = () => ask('orders', '--account', BOB);

/** Asks the node itself. */
const request = async (method, ...params) => {
  const provider = new WsProvider(url);
  await provider.isReady;
  const answer = await provider.send(method, params);
  await provider.disconnect();
  return answer;
};

/** A reading that Bob's meter has signed, in a file, while `use` lasts. */
const withReading = async (interval, use) => {
  const genesisHash = hexToU8a(await request('chain_getBlockHash', 0));
  const meter = new Meter({ genesisHash: { toU8a: () => genesisHash } }, 0, new Key('//Meter//Bob'));
  const reading = meter.read(interval, 700, 0);
  const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
  try {
    const file = join(folder, 'reading');
    writeFileSync(file, JSON.stringify(reading));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await report(async () => {
  let interval;
  return {
    map: async () => (await ask('trust', '--all')).length,
    call: async () => {
      const [window] = await orders();
      ({ interval } = window);
      return [interval, window.round];
    },
    own: async () => (await ask('status', '--account', BOB)).node,
    quote: async () => (await ask('quote', '--interval', '+1', 'buy', '700')).status,
    // When that interval is over.
    event: async () => {
      await request('sealing_jump', 31 * 60_000);
      return withReading(interval, async (file) => {
        await ask('meter', '--suri', '//Eve', '--readings', file);
        const { status, stderr } = await agent('meter', '--suri', '//Eve', '--readings', file);
        if (status !== COUNTS_ALREADY) throw new Error(`status ${status}: ${stderr}`);
        return stderr.includes('This reading counts already');
      });
    },
    signed: async () => {
      const order = ['--interval', '+1', '--demand', '700', '--unmetered', '--final'];
      return (await ask('post', '--suri', '//Bob', ...order)).call === 'ForwardMarket.post';
    },
    open: async () => (await orders()).filter(({ order }) => order).map(({ order }) => order.demand),
  };
});
