// SPDX-License-Identifier: Apache-2.0

// gridmerit-meter bridge: what a P1 meter sends becomes readings that the chain settles, to the Wh; and what Home
// Assistant is shown of it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bridge, crc16, port, program } from './support/bridge.js';
import { meters, over, start } from './support/market.js';
import { directory, freePort, until } from './support/node.js';

/** The rest is tested from Node.js 18 on. */
const WITHOUT_BROKER = parseInt(process.versions.node) < 20 && 'the broker needs Node.js 20';
const QUARTER = 900_000;
const CHARLIE = 2;

/// A P1 meter's telegram: its clock is Central European Summer Time, its registers are in kWh with three decimals.
function p1(at, { tariff1, tariff2, fed }) {
  const clock = new Date(at + 2 * 3_600_000).toISOString().replace(/\D/g, '').slice(2, 14);
  const kwh = (wh) => `${(wh / 1_000).toFixed(3).padStart(10, '0')}*kWh`;
  const lines = [
    '/XMX5TEST', '', '1-3:0.2.8(50)', `0-0:1.0.0(${clock}S)`, '0-0:96.1.1(4530303031)',
    `1-0:1.8.1(${kwh(tariff1)})`, `1-0:1.8.2(${kwh(tariff2)})`, `1-0:2.8.1(${kwh(fed)})`, '1-0:2.8.2(000000.000*kWh)',
    '0-0:96.14.0(0002)', '1-0:1.7.0(00.244*kW)', '!',
  ];
  const body = lines.join('\r\n');
  return `${body}${crc16(body)}\r\n`;
}

describe('the bridge of a P1 meter', { timeout: 600_000 }, () => {
  it('has the chain settle exactly the differences of its registers', async (t) => {
    const { node, api } = await start(t);
    const { from } = await meters(api);
    const folder = directory(t);
    const p1Port = await port(t);
    const agent = `${program('gridmerit-agent')} meter --url ws://127.0.0.1:${node.rpcPort} --readings -`;
    const options = [
      '--dir', join(folder, 'meter'), '--suri', '//Meter//Charlie', '--format', 'p1', '--source', `tcp:127.0.0.1:${p1Port.number}`,
      '--clock', 'meter', '--deliver', agent, '--retry', '1',
    ];
    let running = bridge(t, [...options, '--new', '--genesis', api.genesisHash.toHex(), '--meter', '1']);
    const settled = async () => (await api.call.marketApi.readings(1)).map((reading) => reading.toJSON());
    const waiting = (count) => until(async () => (await settled()).length === count, {
      what: () => `${count} readings on the chain\n${running.log}`, seconds: 120,
    });

    const registers = { tariff1: 4_426_400, tariff2: 2_399_155, fed: 1_000_000 };
    const total = () => registers.tariff1 + registers.tariff2;
    const say = (interval, seconds, drawn, fed) => {
      registers.tariff1 += drawn;
      registers.tariff2 += Math.floor(drawn / 3);
      registers.fed += fed;
      p1Port.send(p1(interval * QUARTER + seconds * 1_000, registers));
      return { import: total(), export: registers.fed };
    };
    await p1Port.heard();
    const boundaries = [];
    say(from, -14, 0, 0);
    boundaries[0] = say(from, -4, 7, 1);
    say(from, 6, 2, 0);
    say(from, 450, 333, 11);
    boundaries[1] = say(from + 1, 0, 401, 3);
    say(from + 1, 10, 1, 1);

    // The chain's clock is behind: the reading waits in the spool until it is taken.
    await until(() => running.log.includes('delivery failed'), { what: () => `a refusal\n${running.log}`, seconds: 60 });
    assert.match(running.log, /NotOver/);
    assert.deepEqual(await settled(), []);
    await over(node, api, from);
    await waiting(1);

    // The second boundary is met well; nobody listens around the third.
    await over(node, api, from + 5);
    boundaries[2] = say(from + 2, 3, 250, 0);
    await waiting(2);
    say(from + 2, 800, 90, 0);
    say(from + 3, 95, 20, 5);
    boundaries[4] = say(from + 4, -1, 300, 0);
    say(from + 4, 60, 10, 0);
    await until(() => running.log.includes(`interval ${from + 4} begins`), { what: () => running.log, seconds: 60 });

    // The power goes, and comes back before the interval ends.
    await running.kill();
    await p1Port.left();
    running = bridge(t, options);
    await p1Port.heard();
    boundaries[5] = say(from + 5, 2, 500, 40);
    await waiting(3);

    const readings = await settled();
    const expected = [0, 1, 4].map((k, place) => ({
      interval: from + k,
      counter: place + 1,
      importRegister: boundaries[k + 1].import,
      exportRegister: boundaries[k + 1].export,
      import: boundaries[k + 1].import - boundaries[k].import,
      export: boundaries[k + 1].export - boundaries[k].export,
    }));
    assert.deepEqual(readings, expected);
    const invoices = await api.call.marketApi.invoices(CHARLIE, from, from + 4);
    const metered = new Map(invoices.map(([k, invoice]) => [k.toNumber() - from, invoice]));
    for (const k of [0, 1, 4]) {
      const { basis, metered: { import: drawn, export: fed } } = metered.get(k);
      assert.ok(basis.isReading);
      const reading = readings.find((reading) => reading.interval === from + k);
      assert.deepEqual([drawn.toNumber(), fed.toNumber()], [reading.import, reading.export]);
    }
    const status = () => JSON.parse(readFileSync(join(folder, 'meter/status.json'), 'utf8'));
    await until(() => status().backlog === 0 && status().lastInterval === from + 4, { what: 'the status', seconds: 60 });
    assert.equal(status().boundaryOffset, 2);
    assert.equal(status().refused, 0);
  });

  it('is found by Home Assistant, and hears a meter that publishes', { skip: WITHOUT_BROKER }, async (t) => {
    const { Aedes } = await import('aedes');
    const broker = await Aedes.createBroker();
    broker.authenticate = (_, name, password, done) => done(null, name === 'meter' && password?.toString() === 'secret');
    const number = await freePort();
    const server = createServer(broker.handle);
    await new Promise((resolve) => server.listen(number, '127.0.0.1', resolve));
    t.after(() => new Promise((resolve) => broker.close(() => server.close(resolve))));
    const topics = new Map();
    broker.subscribe('#', ({ topic, payload, retain }, done) => {
      topics.set(topic, { text: payload.toString(), retain });
      done();
    }, () => {});
    let listening = false;
    broker.on('subscribe', (subscriptions) => {
      listening ||= subscriptions.some(({ topic }) => topic === 'home/p1');
    });
    // What the broker kept from before was said at another time.
    const publish = (payload, retain = false) =>
      new Promise((resolve) => broker.publish({ topic: 'home/p1', payload, qos: 0, retain }, resolve));
    const first = 2_000_000;
    await publish(p1((first - 1) * QUARTER, { tariff1: 1, tariff2: 0, fed: 0 }), true);

    const folder = directory(t);
    const login = join(folder, 'login');
    writeFileSync(login, 'meter:secret\n');
    const output = join(folder, 'readings.jsonl');
    const running = bridge(t, [
      '--dir', join(folder, 'meter'), '--suri', '//Meter//Bob', '--format', 'p1', '--source', `mqtt:127.0.0.1:${number}/home/p1`,
      '--clock', 'meter', '--output', output, '--home', `127.0.0.1:${number}`, '--mqtt-login', login,
      '--new', '--genesis', `0x${'07'.repeat(32)}`, '--meter', '0',
    ]);
    const shown = (topic, check) => until(() => topics.has(topic) && check(topics.get(topic).text), {
      what: () => `${topic}: ${topics.get(topic)?.text}\n${running.log}`, seconds: 60,
    });
    await until(() => listening, { what: () => `a subscription\n${running.log}`, seconds: 60 });
    for (const quarter of [0, 1, 2]) {
      await publish(p1((first + quarter) * QUARTER + 1_000, { tariff1: 5_000 + 100 * quarter, tariff2: 1, fed: 3 }));
    }
    await until(() => existsSync(output) && readFileSync(output, 'utf8').trim().split('\n').length === 2, {
      what: () => `two readings\n${running.log}`, seconds: 60,
    });
    const signed = readFileSync(output, 'utf8').trim().split('\n').map((line) => JSON.parse(line).reading);
    assert.deepEqual(signed.map(({ interval, import: drawn }) => [interval, drawn]), [[first, '100'], [first + 1, '100']]);

    await shown('gridmerit/meter-0/availability', (text) => text === 'online');
    await shown('gridmerit/meter-0/state', (text) => JSON.parse(text).lastInterval === first + 1);
    const state = JSON.parse(topics.get('gridmerit/meter-0/state').text);
    assert.deepEqual([state.import, state.export, state.boundaryOffset], [5_201, 3, 1]);
    const configs = [...topics.keys()].filter((topic) => topic.startsWith('homeassistant/'));
    assert.equal(configs.length, 7);
    for (const topic of configs) {
      assert.match(topic, /^homeassistant\/sensor\/gridmerit_meter_0\/\w+\/config$/);
      assert.ok(topics.get(topic).retain, topic);
      const config = JSON.parse(topics.get(topic).text);
      assert.equal(config.state_topic, 'gridmerit/meter-0/state');
      assert.equal(config.availability_topic, 'gridmerit/meter-0/availability');
      const [, field] = /^\{\{ value_json\.(\w+) \}\}$/.exec(config.value_template);
      assert.ok(field in state, field);
    }
    const energy = JSON.parse(topics.get('homeassistant/sensor/gridmerit_meter_0/import/config').text);
    assert.deepEqual([energy.device_class, energy.state_class, energy.unit_of_measurement], ['energy', 'total_increasing', 'Wh']);

    await running.kill();
    await shown('gridmerit/meter-0/availability', (text) => text === 'offline');
    assert.ok(!running.log.includes('secret'));
  });
});
