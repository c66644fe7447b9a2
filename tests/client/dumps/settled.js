// SPDX-License-Identifier: Apache-2.0

// Recorded telegrams of real meters, moved on in time, through gridmerit-meter bridge to intervals that the chain has
// settled to the Wh. scripts/dumps.sh fetches the recordings and runs this.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bridge, port, program } from '../support/bridge.js';
import { meters, over, start } from '../support/market.js';
import { directory, run, until } from '../support/node.js';
import { P1, Sml } from './template.js';

const CHARLIE = 2;

/// A bridge that hears a meter's port, and signs for Charlie's meter.
async function heard(t, { node, api }, folder, options) {
  const wire = await port(t);
  const agent = `${program('gridmerit-agent')} meter --url ws://127.0.0.1:${node.rpcPort} --readings -`;
  const running = bridge(t, [
    '--dir', join(folder, 'meter'), '--suri', '//Meter//Charlie', '--source', `tcp:127.0.0.1:${wire.number}`,
    '--deliver', agent, '--retry', '1', '--new', '--genesis', api.genesisHash.toHex(), '--meter', '1', ...options,
  ]);
  await wire.heard();
  return { wire, running };
}

/// What the chain has settled is what the registers were at the boundaries of these intervals.
async function settled(api, running, boundaries) {
  const readings = async () => (await api.call.marketApi.readings(1)).map((reading) => reading.toJSON());
  const intervals = [...boundaries.keys()].slice(0, -1);
  await until(async () => (await readings()).length === intervals.length, {
    what: () => `${intervals.length} readings on the chain\n${running.log}`, seconds: 120,
  });
  const expected = intervals.map((interval, place) => {
    const [before, after] = [boundaries.get(interval), boundaries.get(interval + 1)];
    return {
      interval, counter: place + 1, importRegister: after.import, exportRegister: after.export,
      import: after.import - before.import, export: after.export - before.export,
    };
  });
  assert.deepEqual(await readings(), expected);
  const invoices = await api.call.marketApi.invoices(CHARLIE, intervals[0], intervals.at(-1));
  assert.deepEqual(invoices.map(([interval]) => interval.toNumber()), intervals);
  for (const [place, [, { basis, metered }]] of invoices.entries()) {
    assert.ok(basis.isReading);
    assert.deepEqual([metered.import.toNumber(), metered.export.toNumber()], [expected[place].import, expected[place].export]);
  }
}

const shown = ({ import: drawn, export: fed }) => ({ import: drawn, export: fed });

describe('a recorded telegram, moved on', { timeout: 1_200_000 }, () => {
  it('of P1 is settled', async (t) => {
    const quarter = 900_000;
    const chain = await start(t);
    const { from } = await meters(chain.api);
    const { wire, running } = await heard(t, chain, directory(t), ['--format', 'p1', '--clock', 'meter']);
    const meter = new P1();
    const boundaries = new Map();
    for (let place = 0; place < 3; place++) {
      const at = (from + place) * quarter;
      if (place > 0) wire.send(meter.telegram(at - 20_000));
      meter.registers['1.8.1'] += 411 + place;
      meter.registers['1.8.2'] += 1_000;
      meter.registers['2.8.1'] += 37 * place;
      wire.send(meter.telegram(at + 2_000));
      boundaries.set(from + place, shown(meter));
    }
    wire.send(meter.telegram((from + 2) * quarter + 60_000));
    await over(chain.node, chain.api, from + 1);
    await settled(chain.api, running, boundaries);
  });

  it('of SML, by the clock of this computer, is settled', async (t) => {
    // Intervals of two minutes, so that it does not take an hour.
    const length = 120_000;
    const folder = directory(t);
    const { stdout } = await run(['export-chain-spec', '--chain', 'dev']);
    const spec = JSON.parse(stdout);
    spec.genesis.runtimeGenesis.patch.forwardMarket.intervalLength = length;
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const begun = Math.floor(Date.now() / length) * length;
    const chain = await start(t, { chain: ['--chain', join(folder, 'spec.json')], at: new Date(begun).toISOString() });
    const { from } = await meters(chain.api);
    const { wire, running } = await heard(t, chain, folder, ['--format', 'sml', '--interval', String(length / 1_000)]);

    const meter = new Sml();
    const { seconds } = meter;
    const boundaries = new Map();
    const first = Date.now();
    let next = Math.max(from, Math.ceil(Date.now() / length));
    while (boundaries.size < 2) {
      // Registers stand still around a boundary, so that it does not matter which telegram is nearest.
      const to = next * length - Date.now();
      if (to > 40_000) {
        meter.registers.import += 123;
        meter.registers.export += 7;
      } else if (to < -40_000) {
        boundaries.set(next, shown(meter));
        next++;
      }
      wire.send(meter.telegram(seconds + Math.floor((Date.now() - first) / 1_000)));
      await sleep(2_000);
    }
    await over(chain.node, chain.api, next - 2);
    await settled(chain.api, running, boundaries);
    const status = JSON.parse(readFileSync(join(folder, 'meter/status.json'), 'utf8'));
    assert.equal(status.checksumErrors, 0);
  });
});
