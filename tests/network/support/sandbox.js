// SPDX-License-Identifier: Apache-2.0

// A world of its own for a file of tests: network, mounts and processes that are gone when it ends, however it
// ends. Import it before anything else: the file runs again inside, and here it only waits.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const INSIDE = 'GRIDMERIT_SANDBOX';

if (!process.env[INSIDE]) {
  const root = process.getuid() === 0;
  const unshare = [
    'unshare', ...(root ? [] : ['--user', '--map-root-user']),
    '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc',
  ];
  const [first, ...others] = unshare;
  const { status, stderr } = spawnSync(first, [...others, 'true']);
  if (status !== 0) {
    console.error(`Error: tests of networks make network namespaces, and need root for that: ${stderr}`);
    process.exit(1);
  }
  // Should this process be killed, the others are: unshare by the kernel, and by unshare all the rest.
  const ended = spawnSync(
    'setpriv', ['--pdeathsig', 'KILL', ...unshare, process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, [INSIDE]: 'yes' } });
  process.exit(ended.status ?? 1);
}

/// Runs a program to its end: what it printed. Throws with what it complained about.
export function command(program, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args.map(String), { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

// Names of namespaces are files; these stay in here, and so do those of the tests.
const FILES = '/mnt';
mkdirSync('/run/netns', { recursive: true });
for (const folder of ['/run/netns', FILES]) command('mount', '-t', 'tmpfs', 'gridmerit', folder);
process.env.TMPDIR = FILES;
command('ip', 'link', 'set', 'lo', 'up');
