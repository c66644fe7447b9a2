// SPDX-License-Identifier: Apache-2.0

// The parachain's blob with the client behind polkadot.js: beside the solochain's, and after a long sleep.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import { Node } from '../client/support/node.js';
import { end } from './support/chain.js';
import { start } from './support/development.js';
import { faces } from './support/face.js';
import { CHAIN_SPEC, UPGRADE, run } from './support/programs.js';

const HOUR = 3_600_000;

/** The pallets that both chains have, and that clients use. */
const SHARED = [
  'System', 'Timestamp', 'Balances', 'TransactionPayment', 'Authorship', 'Session', 'Sudo', 'Utility', 'Proxy', 'Multisig',
  'MultiBlockMigrations', 'TeRegistry', 'Ledger', 'TrustStaking', 'ForwardMarket', 'Clearing', 'Settlement',
  'MeterAttestation', 'Authorities',
];
/** Those whose calls hold any call, and so differ by those of other pallets; what a session key is differs, too. */
const OF_ANY_CALL = ['System', 'Session', 'Sudo', 'Utility', 'Proxy', 'Multisig'];

describe('the parachain', { timeout: 1_500_000 }, () => {
  after(end);

  it('shows a client the pallets that a solochain shows, at the same places', async (t) => {
    const { api } = await start(t);
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant']);
    const [here, there] = [faces(api), faces(await node.api(t))];
    const different = [];
    for (const name of SHARED) {
      const [{ face, values }, other] = [here.get(name), there.get(name)];
      if (OF_ANY_CALL.includes(name)) assert.equal(face.index, other.face.index, name);
      else for (const part of Object.keys(face)) assert.deepEqual(face[part], other.face[part], `${name}: ${part}`);
      for (const [constant, value] of Object.entries(values)) {
        if (value !== other.values[constant]) different.push(`${name}.${constant}`);
      }
    }
    // What a block can prove is less than what it can compute.
    assert.deepEqual(different.filter((name) => !name.startsWith('System.')), [
      'Timestamp.MinimumPeriod', 'Session.KeyDeposit', 'TeRegistry.MaxNodes', 'TrustStaking.MaxTrustWeight',
      'Clearing.MaxClearingWeight', 'Settlement.MaxNodes', 'Settlement.MaxDisputeWindow', 'Settlement.MaxLookedAt',
      'Settlement.MaxSettlementWeight', 'MeterAttestation.MaxBatch', 'MeterAttestation.MaxCharges',
      'MeterAttestation.MaxSeries', 'MeterAttestation.LaneWeight',
    ]);
    assert.equal((await api.call.getParachainInfo.parachainId()).toNumber(), 2100);
  });

  it('is upgraded on its own state, amid the market, by whoever wants to know beforehand', async (t) => {
    const { chain, api } = await start(t);
    const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
    const round = (await api.query.forwardMarket.currentRound()).unwrap().number.toNumber();
    const orders = [1, 2].map((lead) => [round + lead, { Demand: { quantity: 1_000, limit: null } }]);
    await api.tx.forwardMarket.post(round, orders, true).signAndSend(bob);
    await chain.block();
    const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const json = join(folder, 'report.json');
    // Chopsticks makes blocks without the root of their state.
    await assert.rejects(run(UPGRADE, ['try', '--url', chain.url]), ({ stderr }) => /^Error: .*storage root mismatch/.test(stderr));
    const { stdout } = await run(UPGRADE, ['try', '--url', chain.url, '--unverified', '--json', json]);
    assert.match(stdout, /^gridmerit-parachain at block \d+: spec_version 1$/m);
    const report = JSON.parse(readFileSync(json));
    assert.deepEqual(report.unknown, {});
    assert.ok(report.pallets.ForwardMarket.all.keys_before > 5 && report.limit.proof_size < 2 ** 24);
    assert.ok(report.checks.some(({ what, failed }) => what === 'try_state of ParachainSystem' && failed === null));
    assert.equal(report.issuance.after, (await api.query.balances.totalIssuance()).toString());
    assert.match((await run(UPGRADE, ['changes', chain.url, 'tree:gridmerit-parachain'])).stdout, /^Nothing is different$/m);
  });

  it('begins as a consortium wants it', async (t) => {
    const keyring = new Keyring({ type: 'sr25519' });
    const [operator, collator] = ['//Operator', '//Collator'].map((uri) => keyring.addFromUri(uri).address);
    const folder = mkdtempSync(join(tmpdir(), 'gridmerit-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const script = (...more) => run(CHAIN_SPEC, ['--id', 'street', '--name', 'Street', '--operator', operator, '--out', folder, ...more]);
    const network = ['--parachain', '2042', '--relay-chain', 'paseo'];
    await script(...network, '--authority', `${collator},${collator}`, '--endow', `${collator}=5`);
    const spec = JSON.parse(readFileSync(join(folder, 'street-raw.json')));
    assert.deepEqual([spec.para_id, spec.relay_chain, spec.chainType], [2042, 'paseo', 'Live']);

    const { api } = await start(t, spec);
    assert.equal((await api.query.sudo.key()).unwrap().toString(), operator);
    assert.deepEqual((await api.query.session.validators()).map(String), [collator]);
    assert.equal((await api.call.getParachainInfo.parachainId()).toNumber(), 2042);
    const { data } = await api.query.system.account(collator);
    assert.equal(data.free.toBigInt(), 5_000_000_000n);

    const refused = async (reason, ...options) => assert.rejects(script(...options), ({ stderr }) => stderr.includes(reason));
    await refused('ADDRESS,AURA', ...network, '--authority', `${collator},${collator},${collator}`);
    await refused('--parachain is a number', '--parachain', 'street', '--authority', `${collator},${collator}`);
    await refused('not for a parachain', ...network, '--authority', `${collator},${collator}`, '--owner', `${collator}=x`);
  });

  it('wakes after a day without a block: what nobody could deliver is void, and the market goes on', async (t) => {
    const { chain, api } = await start(t);
    const keyring = new Keyring({ type: 'sr25519' });
    const [bob, charlie] = ['//Bob', '//Charlie'].map((uri) => keyring.addFromUri(uri));
    const round = async () => (await api.query.forwardMarket.currentRound()).unwrap().number.toNumber();
    const post = async (signer, order) => {
      const number = await round();
      const orders = [1, 2, 3, 4].map((lead) => [number + lead, order]);
      await api.tx.forwardMarket.post(number, orders, true).signAndSend(signer);
    };
    const offer = { Offer: { capacity: 2_000, ask: 100_000 } };
    const demand = { Demand: { quantity: 1_000, limit: null } };
    const locked = async ({ address }) => {
      const status = (await api.call.marketApi.node(address)).unwrap();
      return status.locked.toBigInt();
    };

    await post(bob, demand);
    await post(charlie, offer);
    await chain.block();
    assert.ok((await locked(bob)) > 0n);
    const slept = await round();
    const money = (await api.query.balances.totalIssuance()).toBigInt();

    await chain.jump(24 * HOUR);
    assert.ok((await locked(bob)) > 0n, 'nobody has had time to deliver a reading yet');
    // Deadlines count intervals in which there was a block, and some blocks.
    for (let intervals = 0; intervals < 6; intervals++) await chain.jump(HOUR / 4);
    for (let blocks = 0; blocks < 34; blocks++) await chain.block();
    const now = Math.floor((await chain.time()) / (HOUR / 4));
    assert.ok((await round()) >= now, `round ${await round()}, and it is interval ${now}`);
    assert.equal(await locked(bob), 0n);
    for (const lead of [1, 2, 3, 4]) {
      const result = await api.query.clearing.results(slept + lead, slept);
      assert.ok(result.isNone || result.unwrap().traded.toNumber() === 0, `${lead}: ${result}`);
    }

    // It trades as before.
    const woken = await round();
    await post(bob, demand);
    await post(charlie, offer);
    await chain.block();
    const { gate } = (await api.query.forwardMarket.currentRound()).unwrap();
    await chain.jump(gate.toNumber() - (await chain.time()));
    for (let blocks = 0; blocks < 3; blocks++) await chain.block();
    const result = (await api.query.clearing.results(woken + 1, woken)).unwrap();
    assert.equal(result.traded.toNumber(), 1_000);
    assert.equal((await api.query.balances.totalIssuance()).toBigInt(), money);
  });
});
