// SPDX-License-Identifier: Apache-2.0

// The token goes to another parachain and comes home, as a wallet sends it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import { end } from './support/chain.js';
import { start } from './support/development.js';

const UNIT = 1_000_000_000n;
const [HERE, SIBLING] = [2100, 2001];
const TOKEN = { parents: 0, interior: 'Here' };
const sibling = { V5: { parents: 1, interior: { X1: [{ Parachain: SIBLING }] } } };

const keyring = new Keyring({ type: 'sr25519' });
const [bob, charlie] = ['//Bob', '//Charlie'].map((uri) => keyring.addFromUri(uri));
const onAccount = ({ publicKey }) => ({ parents: 0, interior: { X1: [{ AccountId32: { network: null, id: publicKey } }] } });
const ofToken = (amount) => ({ id: TOKEN, fun: { Fungible: amount } });

/** The chain with channels to and from the sibling. What is to end with it is handed to `after`. */
const connected = async (after) => {
  const { chain, api } = await start({ after });
  await chain.block({ [SIBLING]: [] });
  const free = async (address) => (await api.query.system.account(address)).data.free.toBigInt();
  const events = async () => (await api.query.system.events()).map(({ event }) => event);
  const sovereign = (await api.call.locationToAccountApi.convertLocation(sibling)).asOk.toString();
  const versioned = (message) => api.registry.createType(api.tx.polkadotXcm.send.meta.args[1].type.toString(), message);
  /** A page of one message. */
  const page = (message) => ({ data: `0x00${versioned({ V5: message }).toHex().slice(2)}` });
  const issued = async () => (await api.query.balances.totalIssuance()).toBigInt();
  return { chain, api, free, events, sovereign, versioned, page, issued };
};

/** The call by which an account sends the token out. */
const out = (api, amount) => api.tx.polkadotXcm.limitedReserveTransferAssets(
  sibling, { V5: onAccount(charlie) }, { V5: [ofToken(amount)] }, 0, 'Unlimited',
);

describe('a parachain among others', { timeout: 900_000 }, () => {
  const ends = [];
  let world;
  before(async () => {
    world = await connected((close) => ends.unshift(close));
  });
  after(async () => {
    for (const close of ends) await close();
    end();
  });

  it('sends the token out for what it said that it costs, and takes it home', async () => {
    const { chain, api, free, events, sovereign, versioned, page, issued } = world;
    const money = await issued();

    // What a wallet asks first.
    const call = out(api, 100n * UNIT);
    const dry = (await api.call.dryRunApi.dryRunCall({ system: { Signed: bob.address } }, call, 5)).asOk;
    assert.ok(dry.executionResult.isOk, `${dry.executionResult}`);
    const [[to, [message]]] = dry.forwardedXcms;
    assert.deepEqual(to.toJSON(), api.registry.createType(to.toRawType(), sibling).toJSON());
    const fee = (await api.call.xcmPaymentApi.queryDeliveryFees(sibling, message, { V5: TOKEN })).asOk;
    const delivery = fee.asV5[0].fun.asFungible.toBigInt();
    assert.deepEqual((await api.call.xcmPaymentApi.queryAcceptablePaymentAssets(5)).asOk.toJSON(), [{ v5: { parents: 0, interior: { here: null } } }]);

    const before = await free(bob.address);
    await call.signAndSend(bob);
    await chain.block();
    const paid = (await events()).find(({ method }) => method === 'TransactionFeePaid').data.actualFee.toBigInt();
    assert.equal(before - (await free(bob.address)), 100n * UNIT + delivery + paid);
    assert.equal(await free(sovereign), 100n * UNIT);
    const [sent, ...more] = await api.query.parachainSystem.hrmpOutboundMessages();
    assert.deepEqual([sent.recipient.toNumber(), more.length], [SIBLING, 0]);
    const program = versioned(sent.data.slice(1)).asV4;
    assert.deepEqual(program.map(({ type }) => type), ['ReserveAssetDeposited', 'ClearOrigin', 'BuyExecution', 'DepositAsset', 'SetTopic']);
    const { id, fun } = program[0].asReserveAssetDeposited[0];
    assert.deepEqual(id.toJSON(), { parents: 1, interior: { x1: [{ parachain: HERE }] } });
    assert.equal(fun.asFungible.toBigInt(), 100n * UNIT);

    // Home, and what that costs.
    const home = [
      { WithdrawAsset: [ofToken(60n * UNIT)] },
      { ClearOrigin: null },
      { BuyExecution: { fees: ofToken(60n * UNIT), weightLimit: 'Unlimited' } },
      { DepositAsset: { assets: { Wild: { AllCounted: 1 } }, beneficiary: onAccount(charlie) } },
    ];
    const weight = (await api.call.xcmPaymentApi.queryXcmWeight({ V5: home })).asOk;
    const execution = (await api.call.xcmPaymentApi.queryWeightToAssetFee(weight, { V5: TOKEN })).asOk.toBigInt();
    assert.ok(execution > 0n);
    const had = await free(charlie.address);
    await chain.block({ [SIBLING]: [page(home)] });
    assert.equal((await free(charlie.address)) - had, 60n * UNIT - execution);
    assert.equal(await free(sovereign), 40n * UNIT);
    assert.equal(await issued(), money);
  });

  it('does nothing else for another parachain, and goes on after bytes that are no message', async () => {
    const { chain, api, free, events, sovereign, page, issued } = world;
    await api.tx.balances.transferKeepAlive(sovereign, 10n * UNIT).signAndSend(bob);
    await chain.block();
    const [money, had] = [await issued(), await free(charlie.address)];
    const outcome = async () => (await events()).filter(({ section }) => section === 'messageQueue' || section === 'polkadotXcm')
      .map(({ method, data }) => [method, `${data.error ?? data.success}`]);

    const takeover = api.tx.sudo.setKey(charlie.address).method.toHex();
    const transact = { Transact: { originKind: 'Superuser', fallbackMaxWeight: null, call: { encoded: takeover } } };
    const pays = [{ WithdrawAsset: [ofToken(UNIT)] }, { BuyExecution: { fees: ofToken(UNIT), weightLimit: 'Unlimited' } }];
    await chain.block({ [SIBLING]: [page([transact])] });
    assert.deepEqual(await outcome(), [['Processed', 'false']]);
    await chain.block({ [SIBLING]: [page([...pays, transact])] });
    assert.deepEqual(await outcome(), [['ProcessXcmError', 'NoPermission'], ['Processed', 'false']]);
    const teleport = [{ ReceiveTeleportedAsset: [ofToken(UNIT)] }, pays[1]];
    await chain.block({ [SIBLING]: [page(teleport)] });
    assert.deepEqual(await outcome(), [['ProcessXcmError', 'UntrustedTeleportLocation'], ['Processed', 'false']]);
    await chain.block({ [SIBLING]: [{ data: '0x00deadbeef' }, { data: '0xff' }, { data: '0x03ffffffff' }] });
    assert.deepEqual(await outcome(), []);

    assert.equal((await api.query.sudo.key()).unwrap().toString(), keyring.addFromUri('//Alice').address);
    assert.equal(await issued(), money);
    assert.equal(await free(charlie.address), had);
    // An account cannot speak for the chain.
    await api.tx.polkadotXcm.send(sibling, { V5: [{ ClearOrigin: null }] }).signAndSend(bob);
    await chain.block();
    const [failed] = (await events()).filter(({ method }) => method === 'ExtrinsicFailed');
    assert.ok(failed.data.dispatchError.isBadOrigin, `${failed}`);
    const home = [...pays, { DepositAsset: { assets: { Wild: { AllCounted: 1 } }, beneficiary: onAccount(charlie) } }];
    await chain.block({ [SIBLING]: [page(home)] });
    assert.deepEqual(await outcome(), [['Processed', 'true']]);
    assert.ok((await free(charlie.address)) > had);
  });
});
