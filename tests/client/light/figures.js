// SPDX-License-Identifier: Apache-2.0

// What a light client takes that was a day behind, beside a full node: scripts/light-figures.sh. A table in Markdown.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AGENT, play } from '../support/agent.js';
import { Node, account, directory, freePort, until } from '../support/node.js';
import { Past } from '../support/past.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = async (name, args) => (await promisify(execFile)(name, args.map(String), { timeout: 300_000 })).stdout;
const FOLLOW = 120;
const TIMES = 5;
const SLOTS_A_DAY = 14_400;

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`;

/// What a full node has received from the network, and what memory it has.
async function full(node, prometheus) {
  const text = await (await fetch(`http://127.0.0.1:${prometheus}/metrics`)).text();
  const received = Number(/^substrate_sub_libp2p_network_bytes_total\{[^}]*direction="in"[^}]*\} (\S+)$/m.exec(text)[1]);
  const [, rss] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'));
  return { received, rss: rss * 1024 };
}

/// Length of a block as nodes send it: header and body.
async function blockLength(node, number) {
  const { block } = await node.request('chain_getBlock', await node.request('chain_getBlockHash', number));
  const parts = [...block.header.digest.logs, ...block.extrinsics].map((hex) => (hex.length - 2) / 2);
  return parts.reduce((sum, length) => sum + length, 3 * 32 + 4);
}

const ends = [];
const suite = { after: (end) => ends.push(end) };
try {
  const past = await Past.start(suite, 24, { compress: true });
  const folder = directory(suite);
  const spec = async (name, ...options) => {
    const file = join(folder, `${name}.json`);
    const boot = past.addresses.flatMap((address) => ['--bootnode', address]);
    await program(here('../../../scripts/light-spec.sh'), ['--url', past.url, '--out', file, ...boot, ...options]);
    return file;
  };
  const [day, now] = [await spec('day', '--at', past.first + 1), await spec('now')];

  const light = async (file, seconds) => JSON.parse(await program('node', [here('process.js'), file, seconds]));
  const runs = { now: [], day: [] };
  for (let time = 0; time < TIMES; time++) {
    runs.now.push((await light(now, 0)).caughtUp);
    runs.day.push((await light(day, 0)).caughtUp);
  }
  const received = (which) => middle(runs[which].map((run) => run.received));
  const behind = received('day') - received('now');
  const following = await light(now, FOLLOW);
  const aDay = (after, before) => (after.received - before.received) / FOLLOW * 86_400;

  const python = process.env.GRIDMERIT_PYTHON;
  const native = python && JSON.parse(await program(python, [here('native.py'), day, 60]));

  // The agent, unoptimised: it ends by itself, or is asked to after a while.
  const rulebook = join(folder, 'home.toml');
  writeFileSync(rulebook, `[node]\nlight = "${now}"\nsuri = "//Bob"\n[run]\ndry_run = true\nunmetered = true\n`);
  const begun = Date.now();
  const asked = await play(AGENT, ['status', '--light', now, '--account', account('Bob').address]);
  asked.seconds = (Date.now() - begun) / 1000;
  const traded = await play(AGENT, ['run', '--rulebook', rulebook], { seconds: FOLLOW });
  for (const { code, stderr } of [asked, traded]) if (code !== 0) throw new Error(stderr);

  // A full node that begins at the genesis, and follows.
  const prometheusPort = await freePort();
  const args = ['--chain', past.spec, '--base-path', directory(suite), '--sync', 'full', '--bootnodes', ...past.addresses];
  const newcomer = await Node.start(suite, args, { prometheusPort });
  const head = await past.nodes[0].finalized();
  await until(async () => (await newcomer.finalized()) >= head, { what: 'the full node' });
  await sleep(10_000);
  const before = await full(newcomer, prometheusPort);
  await sleep(FOLLOW * 1000);
  const after = await full(newcomer, prometheusPort);
  ends.push(() => newcomer.stop('SIGKILL'));

  const best = await past.nodes[0].best();
  const lengths = await Promise.all(Array.from({ length: 20 }, (_, i) => blockLength(past.nodes[0], best - i)));

  const code = (JSON.parse(readFileSync(past.spec)).genesis.raw.top['0x3a636f6465'].length - 2) / 2;
  console.log(`| | |
|---|---|
| chain spec with a checkpoint, four validators | ${(readFileSync(now).length / 1000).toFixed(1)} kB |
| to be able to answer, begun at now | ${middle(runs.now.map((run) => run.seconds)).toFixed(1)} s, ${mib(received('now'))}, of which the runtime ${mib(code)} |
| the same, begun a day of 24 sessions ago | ${middle(runs.day.map((run) => run.seconds)).toFixed(1)} s, ${mib(received('day'))}: ${kib(behind)} more |
| its Wasm memory, in Node.js | ${mib(middle(runs.day.map((run) => run.wasm)))} |
| memory of a process with it as native code, less that of Python | ${native ? `${mib(native.followed.rss - native.before.rss)}, at most ${mib(native.followed.most - native.before.rss)}` : 'not measured'} |
| \`gridmerit-agent status --light\`, unoptimised | ${asked.seconds.toFixed(1)} s, ${mib(asked.most)} of memory at most |
| \`gridmerit-agent run\` with \`node.light\`, unoptimised, ${FOLLOW} s | ${mib(traded.most)} of memory at most |
| the blocks of that day, which a full node fetches: ${SLOTS_A_DAY} empty ones | ${mib(middle(lengths) * SLOTS_A_DAY)} |
| to follow each block for a day | ${mib(aDay(following.followed, following.caughtUp))} |
| a full node that follows, empty blocks | ${mib(aDay(after, before))} a day, ${mib(after.rss)} of memory |`);
  console.error(JSON.stringify({ runs, following, native, agent: [asked.most, traded.most], before, after, lengths }));
} finally {
  for (const end of ends.reverse()) await end();
}
process.exit(0);
