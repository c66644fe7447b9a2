// SPDX-License-Identifier: Apache-2.0

// The bridge on a meter's port, and the checksum of P1.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { freePort, until } from './node.js';

const programs = dirname(process.env.GRIDMERIT_NODE);

/// A program that was built with the node.
export const program = (name) => join(programs, name);

/// CRC-16 as DSMR P1 has it: x^16 + x^15 + x^2 + 1, the lowest bit first.
export function crc16(text) {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/// Starts the bridge, which ends with the test `t`; `log` grows.
export function bridge(t, args, env = {}) {
  const child = spawn(program('gridmerit-meter'), ['bridge', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env },
  });
  const running = { child, log: '', ended: new Promise((resolve) => child.on('exit', resolve)) };
  child.stderr.on('data', (data) => (running.log += data));
  running.kill = async () => {
    child.kill('SIGKILL');
    await running.ended;
  };
  t.after(running.kill);
  return running;
}

/// A meter's port on the network: whoever connects hears what the meter sends from then on.
export async function port(t) {
  const listeners = new Set();
  const server = createServer((socket) => {
    listeners.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => listeners.delete(socket));
  });
  const number = await freePort();
  await new Promise((resolve) => server.listen(number, '127.0.0.1', resolve));
  t.after(() => {
    listeners.forEach((socket) => socket.destroy());
    server.close();
  });
  const heard = () => until(() => listeners.size > 0, { what: 'the bridge to connect', seconds: 60 });
  const left = () => until(() => listeners.size === 0, { what: 'the bridge to be gone', seconds: 60 });
  const send = (telegram) => listeners.forEach((socket) => socket.write(telegram));
  return { number, heard, left, send };
}
