// SPDX-License-Identifier: Apache-2.0

// The agent and the meter's tool, as processes. GRIDMERIT_AGENT and GRIDMERIT_METER name programs; else they stand beside the node.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const program = (name, variable) => process.env[variable] ?? join(process.env.GRIDMERIT_NODE, '..', name);
export const AGENT = program('gridmerit-agent', 'GRIDMERIT_AGENT');
export const METER = program('gridmerit-meter', 'GRIDMERIT_METER');

/// Runs a program to its end, or for some seconds, and then asks it to stop: what it printed, how it ended, and the
/// most memory that it had, in bytes.
export function play(name, args, { seconds = 240, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(name, args.map(String), { env: { ...process.env, RUST_BACKTRACE: '0', ...env } });
    const ended = { stdout: '', stderr: '', most: 0 };
    const look = setInterval(() => {
      try {
        const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
        if (kib) ended.most = Number(kib) * 1024;
      } catch { /* It has just ended. */ }
    }, 50);
    const stop = setTimeout(() => child.kill('SIGTERM'), seconds * 1000);
    const kill = setTimeout(() => child.kill('SIGKILL'), (seconds + 10) * 1000);
    child.stdout.on('data', (data) => (ended.stdout += data));
    child.stderr.on('data', (data) => (ended.stderr += data));
    child.on('close', (code, signal) => {
      clearInterval(look);
      for (const timer of [stop, kill]) clearTimeout(timer);
      resolve({ ...ended, code, signal });
    });
  });
}
