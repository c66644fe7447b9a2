// SPDX-License-Identifier: Apache-2.0

// What a user of polkadot.js does first, on a development chain. Its nodes wait for their slots at the same time.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WsProvider } from '@polkadot/api';
import { Node, account, directory, freePort, send, until, view } from './support/node.js';

const UNIT = 1_000_000_000n;

describe('a development node', { timeout: 1_200_000, concurrency: true }, () => {
  // One after the other: the transactions are one account's.
  describe('that builds and finalises blocks by consensus', { concurrency: 1 }, () => {
    const cleanup = [];
    const t = { after: (end) => cleanup.push(end) };
    let node, prometheusPort, api, alice, bob;

    after(async () => {
      for (const end of cleanup.reverse()) await end();
    });

    before(async () => {
      prometheusPort = await freePort();
      node = await Node.start(t, ['--dev', '--base-path', directory(t)], { prometheusPort });
      api = await node.api(t);
      [alice, bob] = [account('Alice'), account('Bob')];
    });

    it('tells its chain, token and runtime', async () => {
      assert.equal((await api.rpc.system.chain()).toString(), 'Gridmerit Development');
      const properties = await node.request('system_properties');
      assert.deepEqual(properties, { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'UNIT' });
      assert.equal(api.runtimeVersion.specName.toString(), 'gridmerit');
      assert.equal(api.consts.balances.existentialDeposit.toBigInt(), UNIT / 1000n);
      const pallets = api.runtimeMetadata.asLatest.pallets.map(({ name }) => name.toString());
      assert.deepEqual(pallets.sort(), [
        'Authorities', 'Authorship', 'Babe', 'Balances', 'Carbon', 'Certificates', 'Clearing', 'Committees',
        'ForwardMarket', 'Grandpa', 'Grid', 'Ledger', 'MeterAttestation', 'MultiBlockMigrations', 'Multisig', 'Offences', 'Proposals',
        'Proxy', 'Session', 'Settlement', 'Subsidies', 'Sudo', 'System', 'TeRegistry', 'Timestamp',
        'TransactionPayment', 'Transmission', 'TrustStaking', 'Utility', 'Validators',
      ]);
    });

    it('lists the transaction extensions in the order they are checked', () => {
      assert.deepEqual(api.registry.signedExtensions, [
        'AuthorizeCall', 'CheckNonZeroSender', 'CheckSpecVersion', 'CheckTxVersion', 'CheckGenesis',
        'CheckMortality', 'CheckNonce', 'CheckWeight', 'ChargeTransactionPayment', 'CheckMetadataHash',
        'WeightReclaim',
      ]);
    });

    it('serves the RPC methods of polkadot.js, PAPI and subxt, BABE and GRANDPA', async () => {
      const { methods } = await node.request('rpc_methods');
      for (const method of [
        'author_submitAndWatchExtrinsic', 'state_subscribeStorage', 'system_accountNextIndex',
        'payment_queryInfo', 'chainHead_v1_follow', 'chainSpec_v1_genesisHash',
        'transaction_v1_broadcast', 'transactionWatch_v1_submitAndWatch', 'babe_epochAuthorship',
        'grandpa_roundState', 'grandpa_proveFinality',
      ]) assert.ok(methods.includes(method), method);
    });

    it('is followed by a light-client API as PAPI does', async () => {
      const provider = new WsProvider(`ws://127.0.0.1:${node.rpcPort}`);
      t.after(() => provider.disconnect());
      await provider.isReady;
      const { event, finalizedBlockHashes } = await new Promise((resolve, reject) => {
        provider.subscribe('chainHead_v1_followEvent', 'chainHead_v1_follow', [true], (error, value) =>
          error ? reject(error) : resolve(value)).catch(reject);
      });
      assert.equal(event, 'initialized');
      assert.equal(await provider.send('chainSpec_v1_genesisHash', []), api.genesisHash.toHex());
      assert.ok(finalizedBlockHashes.length > 0);
    });

    it('gives its metrics to Prometheus', async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${prometheusPort}/metrics`)).text();
      assert.match(metrics, /^substrate_block_height\{.*status="finalized"/m);
      assert.match(metrics, /^substrate_sub_txpool_/m);
    });

    it('has no sealing methods: consensus builds the blocks', async () => {
      const { methods } = await node.request('rpc_methods');
      assert.deepEqual(methods.filter((name) => /^(sealing|engine)_/.test(name)), []);
      await assert.rejects(node.request('sealing_jump', 6000), { code: -32601 });
    });

    it('finalises a transfer, and its fee goes to reward trust, to builders and to the treasury', async () => {
      const treasury = '5EYCAe5gvpDbNPQmUb7J4JiNSyQqCpURDMCdXDDspWE4FKS7';
      const builders = '5EYCAe5gvpDbNPHWqhMyGx5ciUPB8Ugfofk8JPtVsggC6A3o';
      const free = async (who) => (await api.query.system.account(who)).data.free.toBigInt();
      const rewards = (await view(api, 'TrustStaking', 'pots'))[1].toString();
      const [bobBefore, treasuryBefore, rewardsBefore, buildersBefore] =
        [await free(bob.address), await free(treasury), await free(rewards), await free(builders)];
      const issuance = (await api.query.balances.totalIssuance()).toBigInt();
      const transfer = api.tx.balances.transferKeepAlive(bob.address, UNIT);
      const quoted = (await transfer.paymentInfo(alice)).partialFee.toBigInt();

      const { block, events } = await send(api, transfer, alice, { finalized: true });

      const paid = events.find((event) => api.events.transactionPayment.TransactionFeePaid.is(event));
      const fee = paid.data.actualFee.toBigInt();
      assert.ok(fee > 0n && fee <= quoted && fee < UNIT / 10_000n, `fee ${fee}, quoted ${quoted}`);
      assert.equal(await free(bob.address), bobBefore + UNIT);
      assert.equal(await free(rewards), rewardsBefore + fee / 2n);
      assert.equal(await free(builders), buildersBefore + fee / 4n);
      assert.equal(await free(treasury), treasuryBefore + fee - fee / 2n - fee / 4n);
      assert.equal((await api.query.balances.totalIssuance()).toBigInt(), issuance);
      const number = (await api.rpc.chain.getHeader(block)).number.toNumber();
      assert.ok((await node.finalized()) >= number);
    });

    it('answers a view function', async () => {
      const transfer = api.tx.balances.transferKeepAlive(bob.address, UNIT).method;
      const remark = api.tx.system.remark('0x00').method;
      assert.equal((await view(api, 'Proxy', 'check_permissions', transfer, 'Any')).isTrue, true);
      assert.equal((await view(api, 'Proxy', 'check_permissions', transfer, 'NonTransfer')).isTrue, false);
      assert.equal((await view(api, 'Proxy', 'check_permissions', remark, 'NonTransfer')).isTrue, true);
    });

    it('refuses a bad signature', async () => {
      const signed = await api.tx.balances.transferKeepAlive(bob.address, UNIT).signAsync(alice);
      const bytes = signed.toU8a();
      bytes[bytes.length - 1] ^= 1;
      await assert.rejects(api.rpc.author.submitExtrinsic(bytes), /bad signature/);
    });

    it('refuses a stale nonce', async () => {
      const transfer = api.tx.balances.transferKeepAlive(bob.address, UNIT);
      const stale = await transfer.signAsync(alice, { nonce: 0 });
      await assert.rejects(api.rpc.author.submitExtrinsic(stale), /outdated/);
    });

    it('refuses a fee that cannot be paid', async () => {
      const transfer = api.tx.balances.transferKeepAlive(bob.address, UNIT);
      const unpayable = await transfer.signAsync(account('nobody'), { nonce: 0 });
      await assert.rejects(api.rpc.author.submitExtrinsic(unpayable), /Inability to pay some fees/);
    });
  });

  it('names what a failed call ran into', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant']);
    const api = await node.api(t);
    const [alice, bob] = [account('Alice'), account('Bob')];
    const all = api.tx.balances.transferKeepAlive(bob.address, 10_000_000n * UNIT);
    await assert.rejects(send(api, all, alice), /FundsUnavailable/);
    const foreign = api.tx.sudo.sudo(api.tx.system.remark('0x00'));
    await assert.rejects(send(api, foreign, bob), /RequireSudo/);
  });

  it('goes on with the chain after a restart on the same base path', async (test) => {
    const basePath = directory(test);
    const args = ['--dev', '--base-path', basePath];
    const first = await Node.start(test, args);
    const genesis = await first.request('chain_getBlockHash', 0);
    await until(async () => (await first.finalized()) >= 1, { what: 'a finalised block' });
    const [best, hash] = [await first.best(), await first.request('chain_getBlockHash', 1)];
    await first.stop();

    const second = await Node.start(test, args);
    assert.equal(await second.request('chain_getBlockHash', 0), genesis);
    assert.equal(await second.request('chain_getBlockHash', 1), hash);
    assert.ok((await second.best()) >= best);
    await until(async () => (await second.best()) > best, { what: 'a block after the restart' });
    await second.stop();
  });
});
