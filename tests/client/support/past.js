// SPDX-License-Identifier: Apache-2.0

// A network with a past: hours of a market, sealed in seconds on a clock that begins hours ago, which real validators
// then finalise and go on with. Each hour is a session, and with each session GRANDPA has another set of authorities.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demand, meters, named, offer, operate, over, round, toGate } from './market.js';
import { Node, account, addressOf, directory, freePort, run, send, until } from './node.js';

const SLOT = 6_000;
const QUARTER = 900_000;
const HOUR = 3_600_000;
export const [BOB, CHARLIE] = [1, 2];
const NODES = { Alice: 5, Bob: 1, Charlie: 2, Dave: 3, Eve: 4 };
const VALIDATORS = ['Alice', 'Bob', 'Charlie', 'Dave'];
/// The key of the runtime in the state: `:code`.
const CODE = '0x3a636f6465';
/// What Bob wanted and used, and Charlie had and delivered, in the one interval that they traded.
export const TRADE = { wanted: 1_000, used: 1_100, ask: 120_000, delivered: 900 };

async function must(args) {
  const { code, stdout, stderr } = await run(args);
  assert.equal(code, 0, stderr);
  return stdout;
}

/// The preset `local` with Eve as a fifth validator, raw: the path of the spec.
async function writeSpec(folder, compress) {
  const spec = JSON.parse(await must(['export-chain-spec', '--chain', 'local']));
  const { session, trustStaking } = spec.genesis.runtimeGenesis.patch;
  const { address } = account('Eve');
  session.keys.push([address, address, { babe: address, grandpa: addressOf(account('Eve', { type: 'ed25519' }).publicKey) }]);
  const [[, ...bond]] = trustStaking.bonds;
  trustStaking.bonds.push([NODES.Eve, ...bond]);
  const [plain, raw] = ['plain', 'raw'].map((name) => join(folder, `${name}.json`));
  writeFileSync(plain, JSON.stringify(spec));
  writeFileSync(raw, await must(['export-chain-spec', '--chain', plain, '--raw']));
  if (compress) writeFileSync(raw, JSON.stringify(compressed(JSON.parse(readFileSync(raw)))));
  return raw;
}

/// A raw spec with its runtime compressed, as scripts/build-release.sh builds it: the mark of that, and zstd's.
function compressed(spec) {
  const { top } = spec.genesis.raw;
  const { stdout, status } = spawnSync('zstd', ['-3', '--stdout'], { input: Buffer.from(top[CODE].slice(2), 'hex'), maxBuffer: 2 ** 24 });
  assert.equal(status, 0);
  top[CODE] = `0x52bc537646db8e05${stdout.toString('hex')}`;
  return spec;
}

/// Bob buys of Charlie, and both are metered; the interval.
async function trade(node, api) {
  const [alice, bob, charlie] = ['Alice', 'Bob', 'Charlie'].map(account);
  const { from: interval, meters: [ofBob, ofCharlie] } = await meters(api);
  const now = await round(api);
  await send(api, api.tx.forwardMarket.post(now, [[interval, demand(TRADE.wanted)]], false), bob);
  await send(api, api.tx.forwardMarket.post(now, [[interval, offer(5_000, TRADE.ask)]], false), charlie);
  await toGate(node, api);
  await over(node, api, interval);
  const readings = [ofBob.read(interval, TRADE.used, 0), ofCharlie.read(interval, 0, TRADE.delivered)];
  const { events } = await send(api, api.tx.meterAttestation.deliver(readings), alice);
  assert.equal(named(events, 'IntervalSettled').length, 2);
  return interval;
}

/// A network of four that has finalised so many hours, in the first of which there was a trade and after which one of
/// five validators went.
export class Past {
  static async start(t, hours, { compress = false } = {}) {
    const past = new Past();
    const folder = directory(t);
    past.spec = await writeSpec(folder, compress);
    // With an interval, so that its gate is far; the last session half an hour ago or somewhat more.
    const begin = Math.floor((Date.now() - (hours + 0.5) * HOUR) / QUARTER) * QUARTER;
    const sealing = ['--sealing', 'instant', '--sealing-start', new Date(begin).toISOString()];
    const chain = ['--chain', past.spec, '--base-path', join(folder, 'sealed')];
    const sealed = await Node.start(t, [...chain, ...sealing]);
    const api = await sealed.api(t);
    past.interval = await trade(sealed, api);
    past.first = await sealed.best();
    await operate(api, api.tx.validators.nameValidators(VALIDATORS.map((name) => NODES[name])));
    for (let hour = 1; hour <= hours; hour++) {
      const now = (await api.query.timestamp.now()).toNumber();
      await sealed.request('sealing_jump', begin + hour * HOUR - now);
      await sealed.request('sealing_jump', SLOT);
    }
    assert.equal((await api.query.session.currentIndex()).toNumber(), hours);
    past.last = await sealed.best();
    await sealed.stop();

    const blocks = join(folder, 'blocks');
    await must(['export-blocks', ...chain, '--binary', blocks]);
    const path = (name) => join(folder, name);
    const [first, ...others] = VALIDATORS;
    await must(['import-blocks', '--chain', past.spec, '--base-path', path(first), '--binary', blocks]);
    for (const name of others) cpSync(path(first), path(name), { recursive: true });

    Object.assign(past, { nodes: [], addresses: [] });
    const launch = async (name, i) => {
      const ws = await freePort();
      const boot = past.addresses.length > 0 ? ['--bootnodes', past.addresses[0]] : [];
      past.nodes[i] = await Node.start(t, [
        '--chain', past.spec, '--base-path', path(name), `--${name.toLowerCase()}`, '--unsafe-force-node-key-generation',
        '--listen-addr', `/ip4/127.0.0.1/tcp/${ws}/ws`, ...boot,
      ]);
      past.addresses[i] = `/ip4/127.0.0.1/tcp/${ws}/ws/p2p/${await past.nodes[i].request('system_localPeerId')}`;
    };
    await launch(first, 0);
    await Promise.all(others.map((name, i) => launch(name, i + 1)));
    // What is to be done in the end is done backwards, so this before they are asked to stop: that is another test's matter.
    t.after(() => Promise.all(past.nodes.map((node) => node.stop('SIGKILL'))));
    await until(async () => (await past.nodes[0].finalized()) > past.last, { what: 'the past to be final', seconds: 180 });
    past.api = await past.nodes[0].api(t);
    return past;
  }

  /// The RPC of the first node.
  get url() {
    return `http://127.0.0.1:${this.nodes[0].rpcPort}`;
  }
}
