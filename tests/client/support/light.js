// SPDX-License-Identifier: Apache-2.0

// A light client: smoldot, which asks the network and verifies the answers, and polkadot.js on top of it.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ApiPromise, ScProvider } from '@polkadot/api';
import { startWithBytecode } from 'smoldot/no-auto-bytecode';

export class LightClient {
  /// Starts one with a spec, an object. It ends with the test `t`.
  static async start(t, spec) {
    const light = new LightClient();
    Object.assign(light, { log: '', finals: [], waiting: new Map(), id: 0, spec: JSON.stringify(spec) });
    const { port1, port2 } = new MessageChannel();
    light.worker = new Worker(new URL('light_worker.js', import.meta.url), { workerData: port2, transferList: [port2] });
    t.after(() => light.stop());
    const [bytecode] = await once(light.worker, 'message');
    const logCallback = (level, target, message) => (light.log += `${level} ${target}: ${message}\n`);
    light.smoldot = startWithBytecode({ bytecode, portToWorker: port1, maxLogLevel: 3, logCallback });
    light.chain = await light.smoldot.addChain({ chainSpec: light.spec });
    light.listen();
    light.request('chain_subscribeFinalizedHeads');
    return light;
  }

  async listen() {
    for await (const text of this.chain.jsonRpcResponses) {
      const { id, result, error, method, params } = JSON.parse(text);
      if (method === 'chain_finalizedHead') this.finals.push(Number(params.result.number));
      const { resolve, reject } = this.waiting.get(id) ?? {};
      this.waiting.delete(id);
      if (error) reject?.(Object.assign(new Error(error.message), error));
      else resolve?.(result);
    }
  }

  /// One JSON-RPC call that smoldot answers.
  request(method, ...params) {
    const id = ++this.id;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  /// The last block that it has found to be final.
  get finalized() {
    return this.finals.at(-1) ?? 0;
  }

  /// A polkadot.js client of it.
  async api() {
    const addChain = async (chainSpec, respond) => {
      const chain = await this.smoldot.addChain({ chainSpec });
      (async () => { for await (const text of chain.jsonRpcResponses) respond(text); })().catch(() => {});
      return { sendJsonRpc: (text) => chain.sendJsonRpc(text), remove: () => chain.remove() };
    };
    const provider = new ScProvider({ WellKnownChain: {}, createScClient: () => ({ addChain }) }, this.spec);
    await provider.connect();
    this.client = await ApiPromise.create({ provider, noInitWarn: true });
    return this.client;
  }

  async stop() {
    await this.client?.disconnect();
    // An answer that is still on its way when smoldot has ended is of a chain that it no longer knows, and it throws.
    this.chain?.remove();
    await this.smoldot?.terminate();
    await this.worker.terminate();
  }
}
