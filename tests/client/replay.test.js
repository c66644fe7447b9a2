// SPDX-License-Identifier: Apache-2.0

// `gridmerit-agent replay --keep`: the played day's chain, looked at with polkadot.js. GRIDMERIT_AGENT is
// the agent's program.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { account, directory, freePort, send, until } from './support/node.js';

const SCENARIO = fileURLToPath(new URL('../../scenarios/ieee33', import.meta.url));
const AGENT = process.env.GRIDMERIT_AGENT ?? join(process.env.GRIDMERIT_NODE, '..', 'gridmerit-agent');

describe('a replay that keeps its chain', { timeout: 1_200_000 }, () => {
  it('leaves the whole day to be read, and takes transactions', async (t) => {
    const [report, port] = [directory(t), await freePort()];
    const args = ['replay', SCENARIO, '--node', process.env.GRIDMERIT_NODE, '--report', report, '--keep', '--rpc-port', port];
    const agent = spawn(AGENT, args.map(String));
    let said = '';
    for (const stream of [agent.stdout, agent.stderr]) stream.on('data', (data) => (said += data));
    const ended = new Promise((resolve) => agent.on('exit', (code, signal) => resolve(code ?? signal)));
    // Whatever waits for the chain would wait for ever without the agent.
    const whileItRuns = (waiting) =>
      Promise.race([waiting, ended.then((how) => Promise.reject(new Error(`the agent ended (${how}):\n${said}`)))]);
    t.after(() => agent.kill('SIGKILL'));
    await until(() => /stays up/.test(said) || agent.exitCode !== null, { what: () => `the day\n${said}`, seconds: 900 });
    assert.match(said, /Equal to the expectation: 21 clearings, 171 transactions/);
    assert.match(said, new RegExp(`stays up at ws://127.0.0.1:${port}`));

    const provider = new WsProvider(`ws://127.0.0.1:${port}`, 500);
    t.after(() => provider.disconnect());
    const api = await whileItRuns(ApiPromise.create({ provider, noInitWarn: true }));
    const day = JSON.parse(readFileSync(join(report, 'report.json')));
    assert.equal(api.genesisHash.toHex(), day.chain.genesis);
    const [first, last] = [day.slots[0].interval, day.slots.at(-1).interval];
    for (const { bus, node } of day.participants) {
      const statement = await whileItRuns(api.call.marketApi.statement(node, first, last));
      const bills = day.bills.filter((bill) => bill.node === node);
      const sum = (field) => bills.reduce((total, bill) => total + BigInt(bill[field]), 0n);
      assert.equal(statement.totals.withoutReading.toNumber(), 0, `bus ${bus}`);
      assert.equal(
        statement.paid.toBigInt(),
        sum('purchases') + sum('utility_cost') - sum('sales') - sum('utility_revenue'), `bus ${bus}`);
      assert.equal(statement.paidAlone.toBigInt(), sum('alone_cost') - sum('alone_revenue'), `bus ${bus}`);
    }
    await whileItRuns(send(api, api.tx.system.remark('0x00'), account('Bus//6')));
    await api.disconnect();

    agent.kill('SIGTERM');
    await until(() => agent.exitCode !== null || agent.signalCode !== null, { what: () => `the agent to end\n${said}`, seconds: 60 });
    await until(() => fetch(`http://127.0.0.1:${port}`).then(() => false, () => true), { what: 'the node to end', seconds: 20 });
  });
});
