// SPDX-License-Identifier: Apache-2.0

// Starts real nodes, on loopback and free ports unless told where, and ends them by their process id.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aConcat, u8aToHex } from '@polkadot/util';

const BINARY = process.env.GRIDMERIT_NODE;
if (!BINARY) throw new Error('GRIDMERIT_NODE names no node: run scripts/test.sh');

/// Raw specs of the built-in chains, if there are any: from the others a node compiles its Wasm twice.
const SPECS = process.env.GRIDMERIT_SPECS;

function withRawSpec(args) {
  const at = args.indexOf('--chain');
  const name = at < 0 ? 'dev' : args[at + 1];
  if (!SPECS || !['dev', 'local'].includes(name)) return args;
  const path = join(SPECS, `${name}.json`);
  return at < 0 ? [...args, '--chain', path] : args.with(at + 1, path);
}

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/// A directory that is deleted when the test `t` ends.
export function directory(t) {
  const path = mkdtempSync(join(tmpdir(), 'gridmerit-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const given = new Set();

/// A TCP port that nobody listens on, and that no other test of this file was given.
export async function freePort() {
  for (;;) {
    const found = await new Promise((resolve, reject) => {
      const server = createServer();
      server.on('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
    });
    if (!given.has(found)) {
      given.add(found);
      return found;
    }
  }
}

/// Runs the node to its end: what it printed and how it ended. Killed after `seconds`.
export function run(args, { seconds = 240, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(BINARY, args, { env: { ...process.env, RUST_BACKTRACE: '0' } });
    const output = { stdout: '', stderr: '' };
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    running.add(child);
    child.stdout.on('data', (data) => (output.stdout += data));
    child.stderr.on('data', (data) => (output.stderr += data));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ ...output, code, signal });
    });
  });
}

/// Where a node runs: its addresses for the network and for RPC, the command that goes there, and what the node
/// has to be told for that.
const HERE = { network: '127.0.0.1', rpc: '127.0.0.1', enter: [], options: [] };

export class Node {
  /// Starts a node, or a program that becomes one, and waits until its RPC answers. It ends with the test `t` at the
  /// latest.
  static async start(t, args, { rpcPort, port, prometheusPort, program = BINARY, place = HERE } = {}) {
    const node = new Node();
    node.place = place;
    node.rpcPort = rpcPort ?? (await freePort());
    node.port = port ?? (await freePort());
    const all = [
      ...withRawSpec(args),
      '--rpc-port', node.rpcPort,
      '--listen-addr', `/ip4/${place.network}/tcp/${node.port}`,
      ...(prometheusPort ? ['--prometheus-port', prometheusPort] : ['--no-prometheus']),
      '--no-mdns', '--allow-private-ip', ...place.options,
    ].map(String);
    node.log = '';
    const [first, ...before] = [...place.enter, program];
    node.child = spawn(first, [...before, ...all], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(node.child);
    node.ended = new Promise((resolve) => node.child.on('exit', resolve));
    for (const stream of [node.child.stdout, node.child.stderr]) {
      stream.on('data', (data) => (node.log += data));
    }
    t.after(() => node.stop());
    await node.ready();
    return node;
  }

  async ready() {
    await until(async () => {
      if (this.child.exitCode !== null) throw new Fatal(`node ended:\n${this.log}`);
      return this.request('system_health').then(() => true, () => false);
    }, { what: () => `RPC on port ${this.rpcPort}\n${this.log}`, seconds: 240 });
  }

  /// One JSON-RPC call over HTTP; an error of the node is thrown with its code.
  async request(method, ...params) {
    const response = await fetch(`http://${this.place.rpc}:${this.rpcPort}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(30_000),
    });
    const { result, error } = await response.json();
    if (error) throw Object.assign(new Error(error.message), error);
    return result;
  }

  /// A polkadot.js client of this node; disconnects with the test `t` or when the node stops.
  async api(t) {
    const provider = new WsProvider(`ws://${this.place.rpc}:${this.rpcPort}`, 500);
    const client = await ApiPromise.create({ provider, noInitWarn: true });
    // Each of them: one that is left tries its node again for ever, and the test does not end.
    t.after(() => client.disconnect());
    this.client = client;
    return client;
  }

  async disconnect() {
    await this.client?.disconnect();
    this.client = undefined;
  }

  async finalized() {
    const header = await this.request('chain_getHeader', await this.request('chain_getFinalizedHead'));
    return Number(header.number);
  }

  async best() {
    return Number((await this.request('chain_getHeader')).number);
  }

  /// Ends the process and waits until it is gone. One that is asked to stop does so without complaint.
  async stop(signal = 'SIGTERM') {
    await this.disconnect();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
      await this.ended;
      clearTimeout(timer);
    }
    running.delete(this.child);
    // Who is disabled tries to build all the same, and BABE refuses by a panic of the runtime.
    const log = this.log.replaceAll(/.*panicked(?=[^]{0,400}is disabled and should not be attempting)/g, '');
    const complaint = signal !== 'SIGKILL' && /.*(Essential task|panicked|still running).*/.exec(log);
    if (complaint) throw new Error(`the node says: ${complaint[0]}`);
  }
}

/// An error that waiting does not mend.
class Fatal extends Error {}

/// Waits until `check` holds, at most `seconds`.
export async function until(check, { what, seconds = 240 }) {
  const deadline = Date.now() + seconds * 1000;
  for (let wait = 20; ; wait = Math.min(2 * wait, 250)) {
    let problem = '';
    try {
      if (await check()) return;
    } catch (error) {
      if (error instanceof Fatal) throw error;
      problem = `: ${error.message}`;
    }
    if (Date.now() > deadline) {
      throw new Error(`gave up after ${seconds} s waiting for ${typeof what === 'function' ? what() : what}${problem}`);
    }
    await sleep(wait);
  }
}

/// The well-known development account `name`. Its options are named, so that lists of names can be mapped with it.
export function account(name, { type = 'sr25519' } = {}) {
  return new Keyring({ type }).addFromUri(`//${name}`);
}

/// The address of an account by its public key.
export function addressOf(key) {
  return new Keyring().encodeAddress(key);
}

/// Sends `extrinsic` and waits until it is in a block (or finalised): the block and its events.
/// A dispatch error is thrown by its name, with what its documentation says.
export function send(api, extrinsic, signer, { finalized = false, seconds = 240, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the transaction was not included')), seconds * 1000);
    const finish = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    extrinsic
      .signAndSend(signer, options, ({ status, events, dispatchError, isError }) => {
        if (isError) finish(reject)(new Error(`the transaction was ${status.type}`));
        else if (status.isFinalized || (status.isInBlock && !finalized)) {
          if (dispatchError) {
            const { section, name, docs } = dispatchError.isModule
              ? api.registry.findMetaError(dispatchError.asModule)
              : { name: dispatchError.toString() };
            finish(reject)(Object.assign(new Error(name), { section, docs: docs?.join(' ') }));
          } else {
            const block = status.isFinalized ? status.asFinalized : status.asInBlock;
            finish(resolve)({ block: block.toHex(), events: events.map(({ event }) => event) });
          }
        }
      })
      .catch(finish(reject));
  });
}

/// Result of a pallet's view function. polkadot.js 16 decodes their metadata and leaves the call to us.
export async function view(api, pallet, name, ...args) {
  const { viewFunctions } = api.runtimeMetadata.asLatest.pallets.find((p) => p.name.eq(pallet));
  const { id, inputs, output } = viewFunctions.find((f) => f.name.eq(name));
  const typeName = (type) => api.registry.createLookupType(type);
  const input = inputs.map(({ type }, i) => api.registry.createType(typeName(type), args[i]).toU8a());
  const query = { prefix: id.slice(0, 16), suffix: id.slice(16) };
  const result = await api.call.runtimeViewFunction.executeViewFunction(query, u8aToHex(u8aConcat(...input)));
  return api.registry.createType(typeName(output), result.asOk.toU8a(true));
}
