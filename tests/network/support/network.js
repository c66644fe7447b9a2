// SPDX-License-Identifier: Apache-2.0

// A network of validators, each on a machine of its own.

import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Node, directory, run, until } from '../../client/support/node.js';
import { VALIDATORS, writeChain } from './chain.js';
import { Machine } from './machines.js';
import { command } from './sandbox.js';

const PEERS = fileURLToPath(new URL('../../../scripts/peers.sh', import.meta.url));
const PORT = 30_333;
const RPC_PORT = 9_944;

/// Says what happens, with the seconds since the file began: a scenario takes minutes.
const began = Date.now();
export const say = (text) => console.log(`# ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);

/// The secret of the network key of machine `i`, so that its peer id is known before it starts.
const networkKey = (i) => String(i + 1).padStart(64, '0');

async function peerId(folder, i) {
  const file = join(folder, `key${i}`);
  writeFileSync(file, networkKey(i));
  return (await run(['key', 'inspect-node-key', '--file', file])).stdout.trim();
}

/// The files of a node's database.
const database = (folder) => readdirSync(folder, { recursive: true })
  .map((file) => join(folder, file))
  .filter((file) => file.includes('/paritydb/full/') && statSync(file).size > 0);

export class Network {
  /// Starts validators, and waits until they finalise. If they are `reserved` each keeps whom scripts/peers.sh plans;
  /// otherwise they find each other by boot nodes.
  static async start(t, { validators = 4, badLinks, smallDisk, reserved = true, logs = process.env.GRIDMERIT_NETWORK_LOG, ...chain } = {}) {
    const network = Object.assign(new Network(), { t, reserved, logs, nodes: [], machines: [], paths: [], addresses: [] });
    network.folder = directory(t);
    network.spec = await writeChain(network.folder, { validators, ...chain });
    for (let i = 0; i < validators; i++) await network.addMachine(badLinks);
    if (smallDisk) network.smallDisk(validators - 1, smallDisk);
    network.plan = join(network.folder, 'peers.txt');
    writeFileSync(network.plan, command(PEERS, 'plan', ...network.addresses));
    say(`starting ${validators} validators`);
    await Promise.all(network.machines.map((_, i) => network.launch(i)));
    await network.until('the first final blocks', async () => (await network.finalized()) >= 2, 180);
    return network;
  }

  async addMachine(bad) {
    const i = this.machines.length;
    const machine = await Machine.add(bad);
    this.machines.push(machine);
    this.paths.push(directory(this.t));
    this.addresses.push(`/ip4/${machine.place.network}/tcp/${PORT}/p2p/${await peerId(this.folder, i)}`);
    return i;
  }

  /// Starts the node of machine `i`, a validator with the keys of the one of that number unless told otherwise.
  async launch(i, { keys = VALIDATORS[i], options = [] } = {}) {
    const others = this.addresses.filter((_, j) => j !== i);
    const planned = readFileSync(this.plan, 'utf8').split('\n')[i]?.split(' ').slice(1) ?? [];
    const reserved = planned.length > 0 ? planned : ['--reserved-nodes', ...others];
    this.nodes[i] = await Node.start(this.t, [
      '--chain', this.spec, '--base-path', this.paths[i], '--node-key', networkKey(i),
      ...(keys ? [`--${keys.toLowerCase()}`] : []),
      ...(this.reserved ? reserved : ['--bootnodes', ...others]),
      ...(this.logs ? ['-l', this.logs] : []), ...options,
    ], { place: this.machines[i].place, port: PORT, rpcPort: RPC_PORT });
    return this.nodes[i];
  }

  /// Kills the node of machine `i`, as a power cut does.
  async kill(i) {
    await this.end(i, 'SIGKILL');
  }

  async stop(i) {
    await this.end(i, 'SIGTERM');
  }

  async end(i, signal) {
    const node = this.nodes[i];
    this.nodes[i] = undefined;
    await node.stop(signal);
    this.keepLog(i, node);
  }

  /// The node of machine `i` has ended by itself, and what it complained about was meant.
  forget(i) {
    this.keepLog(i, this.nodes[i]);
    this.nodes[i].log = '';
    this.nodes[i] = undefined;
  }

  /// Makes the disk of machine `i`, before its node starts, no larger than this.
  smallDisk(i, size) {
    command('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'gridmerit', this.paths[i]);
    this.disk = this.paths[i];
  }

  /// Fills the disk of machine `i`, but for its last block.
  fillDisk(i) {
    spawnSync('dd', ['if=/dev/zero', `of=${join(this.paths[i], 'filler')}`, 'bs=64k'], { stdio: 'ignore' });
  }

  freeDisk(i) {
    rmSync(join(this.paths[i], 'filler'));
  }

  /// Overwrites the database of machine `i`.
  damage(i) {
    const files = database(this.paths[i]);
    if (files.length === 0) throw new Error('no database to damage');
    for (const file of files) writeFileSync(file, Buffer.alloc(statSync(file).size, 0xa5));
  }

  /// Deletes all that machine `i` has stored, keystore included.
  wipe(i) {
    for (const entry of readdirSync(this.paths[i])) rmSync(join(this.paths[i], entry), { recursive: true });
  }

  /// Unplugs some machines into a net of their own.
  split(machines) {
    for (const i of machines) this.machines[i].plugIn('gmnetb');
  }

  heal() {
    for (const machine of this.machines) machine.plugIn();
  }

  /// The nodes that run.
  get running() {
    return this.nodes.filter(Boolean);
  }

  /// What all of them have finalised.
  async finalized(nodes = this.running) {
    return Math.min(...await Promise.all(nodes.map((node) => node.finalized())));
  }

  /// The highest block that one of them has.
  async best(nodes = this.running) {
    return Math.max(...await Promise.all(nodes.map((node) => node.best())));
  }

  async peers() {
    return Promise.all(this.running.map(async (node) => (await node.request('system_health')).peers));
  }

  /// One line about each node.
  async state() {
    const of = async (node, i) => {
      if (!node) return `${VALIDATORS[i]} down`;
      const [{ peers }, best, final] = await Promise.all([node.request('system_health'), node.best(), node.finalized()]);
      return `${VALIDATORS[i] ?? i} ${peers}p b${best} f${final}`;
    };
    return (await Promise.all(this.machines.map((_, i) => of(this.nodes[i], i)))).join(' | ');
  }

  /// Waits, and says how it went.
  async until(what, check, seconds = 240) {
    const start = Date.now();
    const state = () => this.state().catch((error) => error.message);
    try {
      await until(check, { what, seconds });
    } catch (error) {
      throw new Error(`${error.message}; ${await state()}`);
    }
    say(`${what}: after ${((Date.now() - start) / 1000).toFixed(0)} s; ${await state()}`);
  }

  /// What scripts/peers.sh says of the node of machine `i`; throws if it is not in touch with enough.
  checkPeers(i) {
    return command(PEERS, 'node', this.plan, `http://${this.machines[i].place.rpc}:${RPC_PORT}`);
  }

  keepLog(i, node) {
    const folder = process.env.GRIDMERIT_NETWORK_LOGS;
    if (folder) appendFileSync(join(folder, `${this.t.name.replace(/\W+/g, '-')}-${i}.log`), node.log);
  }

  /// Ends all, and takes the machines away.
  async remove() {
    await Promise.all(this.nodes.map((node, i) => node && this.kill(i)));
    for (const machine of this.machines) machine.remove();
    if (this.disk) command('umount', this.disk);
  }
}
