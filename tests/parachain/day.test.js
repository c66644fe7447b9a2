// SPDX-License-Identifier: Apache-2.0

// The market paper's day on a parachain: the agent plays it as on a node, and it has to come out the same.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { end, parachain } from './support/chain.js';
import { AGENT, SCENARIO, SPEC, run } from './support/programs.js';

describe('a parachain', { timeout: 2_700_000 }, () => {
  after(end);

  it('plays the day as a solochain does, to the planck', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const base = file('base.json', (await run(SPEC, ['--preset', 'development'])).stdout);
    const day = await run(AGENT, ['spec', SCENARIO, '--base', base]);
    const start = Date.parse(/--sealing-start (\S+)/.exec(day.stderr)[1]);
    const raw = JSON.parse((await run(SPEC, ['--raw', file('day.json', day.stdout)])).stdout);

    const chain = await parachain(raw, start);
    t.after(() => chain.close());
    const report = join(folder, 'report');
    await run(AGENT, ['replay', SCENARIO, '--url', chain.url, '--report', report]);
    const { stdout, stderr } = await run(AGENT, ['compare', join(report, 'report.json'), SCENARIO]);
    assert.match(stdout + stderr, /Equal to the expectation: 21 clearings, 171 transactions/);
  });
});
