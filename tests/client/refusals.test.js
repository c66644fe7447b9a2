// SPDX-License-Identifier: Apache-2.0

// Bad input to the node: one clear line, a non-zero exit, no panic.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { directory, run } from './support/node.js';

/// What the node says beside its log.
const lines = (text) => text.split('\n').filter((line) => line && !/^\d{4}-\d\d-\d\d /.test(line));

async function refuses(args, reason) {
  const { code, stdout, stderr } = await run(args);
  assert.ok(code > 0, `exit ${code}`);
  assert.deepEqual(lines(stdout), []);
  const [line, ...more] = lines(stderr);
  assert.deepEqual(more, []);
  assert.match(line, reason);
  assert.doesNotMatch(stdout + stderr, /panicked|stack backtrace/);
}

async function spec(t, change) {
  const { stdout } = await run(['export-chain-spec', '--chain', 'dev']);
  const json = JSON.parse(stdout);
  change(json);
  const path = join(directory(t), 'spec.json');
  writeFileSync(path, JSON.stringify(json));
  return path;
}

describe('the node refuses', { timeout: 1_200_000 }, () => {
  it('an unknown chain', () => refuses(['--chain', 'nowhere'], /unknown chain `nowhere`.*dev, local, consortium/));

  it('no chain at all', () => refuses([], /no chain chosen.*--dev/));

  it('a chain spec that is no JSON', async (t) => {
    const path = join(directory(t), 'spec.json');
    writeFileSync(path, '{ "name": ');
    await refuses(['--chain', path], /chain spec `.*` is malformed: .*line 1/);
  });

  it('a chain spec that lacks a field', async (t) => {
    const path = join(directory(t), 'spec.json');
    writeFileSync(path, '{ "name": "Empty", "id": "empty" }');
    await refuses(['--chain', path], /malformed: .*missing field/);
  });

  it('a genesis with a value that does not exist', async (t) => {
    const path = await spec(t, (json) => {
      json.genesis.runtimeGenesis.patch.babe.epochConfig.allowed_slots = 'Every';
    });
    await refuses(['--chain', path, '--tmp'], /unknown variant `Every`/);
  });

  it('a genesis with one account twice', async (t) => {
    const path = await spec(t, (json) => {
      const { balances } = json.genesis.runtimeGenesis.patch.balances;
      balances.push(balances[0]);
    });
    await refuses(['--chain', path, '--tmp'], /duplicate balances in genesis/);
  });

  it('a genesis without authorities', () =>
    refuses(['--chain', 'consortium', '--tmp'], /names no authorities.*chain-spec\.sh/));

  it('a base path that cannot be written to', () =>
    refuses(['--dev', '--base-path', '/dev/null/here'], /cannot write to base path .*--base-path/));

  for (const [what, option] of [['RPC', '--rpc-port'], ['network', '--port'], ['Prometheus', '--prometheus-port']]) {
    it(`a busy ${what} port`, async (t) => {
      const server = createServer();
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      t.after(() => server.close());
      const { port } = server.address();
      await refuses(['--dev', '--tmp', option, port], new RegExp(`${what} address .*:${port}: .*in use.*${option}`));
    });
  }

  it('a network backend that is not built in', () =>
    refuses(['--dev', '--tmp', '--network-backend', 'libp2p'], /litep2p/));

  it('sealing on a chain that is not for development', async (t) => {
    const path = await spec(t, (json) => (json.chainType = 'Live'));
    await refuses(['--chain', path, '--tmp', '--sealing', 'instant'], /chains of type Development or Local/);
  });

  it('sealing without the keys of all authorities', async (t) => {
    const path = await spec(t, (json) => {
      // A key that is nobody's: the account of the treasury.
      json.genesis.runtimeGenesis.patch.session.keys[0][2].babe = '5EYCAe5gvpDbNPQmUb7J4JiNSyQqCpURDMCdXDDspWE4FKS7';
    });
    await refuses(['--chain', path, '--tmp', '--sealing', 'instant'], /key of authority 5EYC.* is not in this node's keystore/);
  });

  it('a start of the clock before there were slots', () =>
    refuses(['--dev', '--tmp', '--sealing', 'manual', '--sealing-start', '1970-01-01T00:00:05Z'], /too early/));

  it('a way of sealing that does not exist', async () => {
    const { code, stderr } = await run(['--dev', '--tmp', '--sealing', 'sometimes']);
    assert.equal(code, 2);
    assert.match(stderr, /expected `manual`, `instant` or a number of milliseconds/);
  });
});
