// SPDX-License-Identifier: Apache-2.0

// smoldot in a thread of its own: its timers go on when it has ended, and with them a program that waits for them.

import { parentPort, workerData } from 'node:worker_threads';
import { compileBytecode } from 'smoldot/bytecode';
import { run } from 'smoldot/worker';

parentPort.postMessage(await compileBytecode());
await run(workerData);
