// SPDX-License-Identifier: Apache-2.0

// The paper's day goes by under an open page, as scripts/run.sh --watch plays it. GRIDMERIT_AGENT is the agent's program.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AGENT } from './support/agent.js';
import { directory, freePort, until } from './support/node.js';
import { facts, launch, open, rows, serve, tells } from './support/web.js';

const SCENARIO = fileURLToPath(new URL('../../scenarios/ieee33', import.meta.url));

describe('a day that is watched', { timeout: 1_200_000 }, () => {
  it('goes by on the page, hour by hour, and is all there in the end', async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const { site, close } = await serve();
    t.after(close);
    const [report, port] = [directory(t), await freePort()];
    const { page, complaints } = await open(t, browser, { site, port });
    const args = ['replay', SCENARIO, '--node', process.env.GRIDMERIT_NODE, '--report', report, '--keep', '--rpc-port', port, '--pace', 2];
    const agent = spawn(AGENT, args.map(String));
    let said = '';
    for (const stream of [agent.stdout, agent.stderr]) stream.on('data', (data) => (said += data));
    t.after(() => agent.kill('SIGTERM'));

    // Books fill and clear while the clock goes on.
    const [times, books, prices] = [new Set(), new Set(), new Set()];
    await until(async () => {
      assert.equal(agent.exitCode, null, said);
      const shown = await facts(page);
      if (shown.Time) times.add(shown.Time);
      const price = Object.entries(shown).find(([name]) => name.startsWith('Last price between neighbours ('));
      if (price) prices.add(price.join(' '));
      const book = await rows(page, 'All open orders');
      if (book?.length > 0) books.add(JSON.stringify(book));
      return /stays up/.test(said);
    }, { what: () => `the day\n${said}`, seconds: 900 });
    assert.ok(times.size > 8 && books.size > 8 && prices.size > 3, `${times.size} times, ${books.size} books, ${prices.size} prices`);

    const day = JSON.parse(readFileSync(join(report, 'report.json')));
    const traded = day.slots.filter(({ rounds }) => rounds.some((round) => Number(round.traded) > 0));
    assert.ok(traded.length > 8);
    await tells(page, 'Intervals in which neighbours traded', (all) => all.length === traded.length);
    const energy = traded.map(({ rounds }) => rounds.reduce((sum, round) => sum + Number(round.traded), 0) / 1_000);
    const shown = (await rows(page, 'Intervals in which neighbours traded')).map((row) => Number(row[2].replace(',', '').replace(' kWh', '')));
    assert.deepEqual(shown.reverse(), energy);
    assert.deepEqual(complaints.filter((line) => !/ERR_CONNECTION_REFUSED|WebSocket/.test(line)), []);
  });
});
