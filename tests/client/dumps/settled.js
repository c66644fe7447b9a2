// SPDX-License-Identifier: Apache-2.0

// A recorded telegram of a real meter, moved on in time, through gridmerit-meter bridge to intervals that the chain has
// settled to the Wh. scripts/dumps.sh fetches the recordings and runs this.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bridge, port, program } from '../support/bridge.js';
import { meters, over, start } from '../support/market.js';
import { directory, until } from '../support/node.js';
import { P1 } from './template.js';

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
});
