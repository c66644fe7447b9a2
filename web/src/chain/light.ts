// SPDX-License-Identifier: Apache-2.0

// A light client: smoldot in a thread of its own. It asks many nodes and checks what they answer, so none is trusted.
// Loaded only by those who use it.

import { getSmProvider } from 'polkadot-api/sm-provider';
import { startWithBytecode, type SmoldotBytecode } from 'smoldot/no-auto-bytecode';

/// Its provider, and what ends it.
export function lightProvider(spec: string) {
  const worker = new Worker(new URL('./light-worker.ts', import.meta.url), { type: 'module', name: 'light' });
  // What is compiled comes from the thread that runs it.
  const bytecode = new Promise<SmoldotBytecode>((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port1, [port1]);
  const smoldot = startWithBytecode({ bytecode, portToWorker: port2, maxLogLevel: 2 });
  const provider = getSmProvider(() => smoldot.addChain({ chainSpec: spec }));
  const end = () => {
    smoldot.terminate().catch(() => {}).finally(() => worker.terminate());
  };
  return { provider, end };
}
