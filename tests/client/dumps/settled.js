// SPDX-License-Identifier: Apache-2.0

// Recorded telegrams of real meters, moved on over two quarters of an hour, through gridmerit-meter bridge to intervals
// that the chain has settled to the Wh. scripts/dumps.sh fetches and moves the recordings, and runs this.

import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bridge, port, program } from '../support/bridge.js';
import { over, round, start } from '../support/market.js';
import { account, directory, run, send, until } from '../support/node.js';

const QUARTER = 900;
/// How many bridges work at the same time: each is a process, and has another one deliver.
const TOGETHER = 8;
const RECORDINGS = JSON.parse(readFileSync(join(process.env.GRIDMERIT_DUMPS, 'moved.json'), 'utf8'));

const named = (kind, place) => `${kind}//number ${place}`;
const owner = (place) => account(named('Recording', place));
const device = (place) => `//${named('Meter', place)}`;

/// The development chain with a prosumer for each recording, and its meter. Where nodes and meters begin.
async function neighbourhood(folder) {
  const { stdout, stderr, code } = await run(['export-chain-spec', '--chain', 'dev']);
  assert.equal(code, 0, stderr);
  const spec = JSON.parse(stdout);
  const { balances, meterAttestation: { meters }, teRegistry: { nodes } } = spec.genesis.runtimeGenesis.patch;
  const [, , [, prosumer]] = nodes;
  const first = { node: nodes.length, meter: meters.length };
  for (const place of RECORDINGS.keys()) {
    const { address } = owner(place);
    // A spec has keys as addresses.
    const key = { Sr25519: account(named('Meter', place)).address };
    const [serial, customer] = [`R-${place}`, `0x${Buffer.from(`${place}`.padStart(32)).toString('hex')}`];
    balances.balances.push([address, 1_000_000_000_000]);
    nodes.push([address, { ...prosumer, customer }]);
    meters.push({ ...meters[0], key, serial, node: first.node + place });
  }
  const path = join(folder, 'spec.json');
  writeFileSync(path, JSON.stringify(spec));
  return { path, first };
}

/// This computer's clock, as programs see it that are started with `env`: it stands where it is set.
class Clock {
  constructor(folder) {
    this.file = join(folder, 'clock');
    this.env = {
      LD_PRELOAD: process.env.GRIDMERIT_FAKETIME, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1', TZ: 'UTC',
    };
  }

  /// In seconds since 1970.
  set(at) {
    const text = new Date(at * 1_000).toISOString().slice(0, 19).replace('T', ' ');
    writeFileSync(`${this.file}.new`, text);
    renameSync(`${this.file}.new`, this.file);
  }
}

/// A bridge that hears the meter of a recording.
async function heard(t, { node, api }, clock, place, meter) {
  const { format, only, counts_seconds: countsSeconds } = RECORDINGS[place];
  const wire = await port(t);
  const agent = `env -u LD_PRELOAD ${program('gridmerit-agent')} meter --url ws://127.0.0.1:${node.rpcPort} --readings -`;
  const running = bridge(t, [
    '--dir', join(directory(t), 'meter'), '--suri', device(place), '--format', format,
    '--source', `tcp:127.0.0.1:${wire.number}`, '--deliver', agent, '--retry', '1',
    '--new', '--genesis', api.genesisHash.toHex(), '--meter', String(meter),
    ...(only ? ['--only', only] : []),
    // The clock is set from telegram to telegram.
    ...(countsSeconds ? [] : ['--clock-tolerance', String(QUARTER)]),
  ], clock.env);
  await wire.heard();
  return { wire, running, meter, ...RECORDINGS[place] };
}

/// What the chain has settled is what the registers were at the boundaries.
async function settled(api, { meter, boundaries, telegrams }, node) {
  const first = Math.floor(telegrams[0].at / QUARTER);
  const expected = boundaries.slice(1).map(([importRegister, exportRegister], place) => {
    const [drawn, fed] = boundaries[place];
    return {
      interval: first + place, counter: place + 1, importRegister, exportRegister,
      import: importRegister - drawn, export: exportRegister - fed,
    };
  });
  const readings = await api.call.marketApi.readings(meter);
  assert.deepEqual(readings.map((reading) => reading.toJSON()), expected);
  const invoices = await api.call.marketApi.invoices(node, first, first + expected.length - 1);
  assert.deepEqual(invoices.map(([interval]) => interval.toNumber()), expected.map(({ interval }) => interval));
  for (const [place, [, { basis, metered }]] of invoices.entries()) {
    assert.ok(basis.isReading);
    assert.deepEqual([metered.import.toNumber(), metered.export.toNumber()], [expected[place].import, expected[place].export]);
  }
}

describe('recorded telegrams, moved on', { timeout: 2_400_000 }, () => {
  it('are settled', async (t) => {
    const folder = directory(t);
    const { path, first } = await neighbourhood(folder);
    const chain = await start(t, ['--chain', path]);
    const { api, node } = chain;
    const from = (await round(api)) + 1;
    const quarter = Math.floor(RECORDINGS[0].telegrams[0].at / QUARTER);
    assert.ok(from <= quarter);
    for (const place of RECORDINGS.keys()) {
      await send(api, api.tx.meterAttestation.settleWith(first.meter + place, from), owner(place));
    }
    await over(node, api, quarter + 1);

    const places = [...RECORDINGS.keys()];
    while (places.length > 0) {
      const batch = places.splice(0, TOGETHER);
      const clock = new Clock(folder);
      clock.set(RECORDINGS[0].telegrams[0].at);
      const bridges = await Promise.all(batch.map((place) => heard(t, chain, clock, place, first.meter + place)));
      for (const [step, { at }] of RECORDINGS[0].telegrams.entries()) {
        clock.set(at);
        for (const { wire, telegrams } of bridges) wire.send(Buffer.from(telegrams[step].hex, 'hex'));
        // So that each is read before the clock goes on.
        await sleep(1_500);
      }
      for (const [place, one] of bridges.entries()) {
        await t.test(one.name, async () => {
          const count = async () => (await api.call.marketApi.readings(one.meter)).length;
          await until(async () => (await count()) === 2, { what: () => `two readings\n${one.running.log}`, seconds: 120 });
          await settled(api, one, first.node + batch[place]);
        });
        await one.running.kill();
      }
    }
  });
});
