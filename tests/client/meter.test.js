// SPDX-License-Identifier: Apache-2.0

// The test vectors of what meters sign: every payload rebuilt from its fields as docs/meter.md lays it out,
// every signature verified by @polkadot/util-crypto. Needs no node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { bnToU8a, compactStripLength, hexToU8a, stringToU8a, u8aConcat, u8aEq, u8aToHex } from '@polkadot/util';
import {
  blake2AsU8a, cryptoWaitReady, ed25519PairFromSeed, ed25519Sign, ed25519Verify, secp256k1PairFromSeed, secp256k1Recover,
  secp256k1Sign, sr25519PairFromSeed, sr25519Verify,
} from '@polkadot/util-crypto';
import { TypeRegistry } from '@polkadot/types';
import { Key, Meter } from './support/meter.js';

const file = JSON.parse(readFileSync(new URL('../../meter/vectors.json', import.meta.url), 'utf8'));

const SCHEMES = { Ed25519: 0, Sr25519: 1, Ecdsa: 2 };
const NUMBERS = ['counter', 'importRegister', 'exportRegister', 'import', 'export'];

const tagged = (value) => {
  const [[scheme, hex], ...more] = Object.entries(value);
  assert.deepEqual(more, []);
  return [scheme, hexToU8a(hex)];
};
const number = (value, bits) => bnToU8a(BigInt(value), { bitLength: bits, isLe: true });
const hash = (payload) => blake2AsU8a(payload, 256);

function payloadOf({ kind, genesis, key, reading, node, bindings, from, serial }) {
  const [scheme, bytes] = tagged(key);
  const tag = stringToU8a(`gridmerit:${kind}:v1`);
  const keyBytes = u8aConcat([SCHEMES[scheme]], bytes);
  switch (kind) {
    case 'reading':
      return u8aConcat(tag, genesis, keyBytes, number(reading.interval, 32), ...NUMBERS.map((name) => number(reading[name], 64)));
    case 'consent':
      return u8aConcat(tag, genesis, keyBytes, number(node, 32), number(bindings, 32));
    case 'certificate':
      return u8aConcat(tag, keyBytes, number(from, 32), hexToU8a(serial));
    default:
      throw new Error(`what is ${kind}?`);
  }
}

function verifies({ signer, signature }, payload) {
  const [[scheme, key], [signed, bytes]] = [tagged(signer), tagged(signature)];
  if (scheme !== signed) return false;
  try {
    switch (scheme) {
      case 'Ed25519': return ed25519Verify(payload, bytes, key);
      case 'Sr25519': return sr25519Verify(payload, bytes, key);
      // In JavaScript: its Wasm traps where no key can be recovered.
      case 'Ecdsa': return u8aEq(secp256k1Recover(hash(payload), bytes.subarray(0, 64), bytes[64], 'blake2', true), key);
      default: throw new Error(`what is ${scheme}?`);
    }
  } catch (error) {
    // What is no signature at all.
    assert.match(error.message, /ristretto255|bad point/);
    return false;
  }
}

function check(vector) {
  const payload = payloadOf(vector);
  assert.equal(u8aToHex(payload), vector.payload, `${vector.name}: payload`);
  const [scheme] = tagged(vector.signer);
  assert.equal(u8aToHex(scheme === 'Ecdsa' ? hash(payload) : payload), vector.message, `${vector.name}: message`);
  assert.equal(verifies(vector, payload), vector.valid, `${vector.name}: signature`);
}

const altered = (vector, change) => {
  const copy = structuredClone(vector);
  change(copy);
  return copy;
};
const flipped = (hex) => hex.slice(0, -1) + (parseInt(hex.at(-1), 16) ^ 1).toString(16);

describe('what meters sign', () => {
  before(cryptoWaitReady);

  it('is of layout v1, right and wrong, of every scheme and kind', () => {
    assert.equal(file.layout, 'v1');
    const cases = new Set(file.vectors.map(({ signer, kind, valid }) => `${tagged(signer)[0]} ${kind} ${valid}`));
    assert.equal(cases.size, 3 * 3 * 2);
  });

  it('verifies, or does not, as the vectors say', () => {
    for (const vector of file.vectors) check(vector);
  });

  it('is noticed if it is altered', () => {
    for (const vector of file.vectors) {
      const [scheme] = tagged(vector.signature);
      const wrong = [(v) => { v.payload = flipped(v.payload); }, (v) => { v.valid = !v.valid; }, (v) => { v.message = flipped(v.message); }];
      if (vector.valid) wrong.push((v) => { v.signature[scheme] = flipped(v.signature[scheme]); });
      for (const change of wrong) assert.throws(() => check(altered(vector, change)), assert.AssertionError, vector.name);
    }
  });

  it('is signed with the keys of the seeds, the same each time but for sr25519', () => {
    const pairs = { Ed25519: ed25519PairFromSeed, Sr25519: sr25519PairFromSeed, Ecdsa: secp256k1PairFromSeed };
    const secrets = new Map(file.keys.map(({ seed, signer }) => {
      const [scheme, key] = tagged(signer);
      const pair = pairs[scheme](hexToU8a(seed));
      assert.equal(u8aToHex(pair.publicKey), u8aToHex(key));
      return [u8aToHex(key), pair];
    }));
    const sign = { Ed25519: ed25519Sign, Ecdsa: (payload, pair) => secp256k1Sign(payload, pair, 'blake2') };
    for (const { name, signer, payload, signature, valid } of file.vectors) {
      const [[scheme, key], [, bytes]] = [tagged(signer), tagged(signature)];
      if (!valid || scheme === 'Sr25519') continue;
      assert.equal(u8aToHex(sign[scheme](hexToU8a(payload), secrets.get(u8aToHex(key)))), u8aToHex(bytes), name);
    }
  });

  it('has fields as polkadot.js takes them', () => {
    const registry = new TypeRegistry();
    const [u32, u64] = ['Compact<u32>', 'Compact<u64>'];
    const numbers = Object.fromEntries(NUMBERS.map((name) => [name, u64]));
    registry.register({
      Key: { _enum: { Ed25519: '[u8; 32]', Sr25519: '[u8; 32]', Ecdsa: '[u8; 33]' } },
      Signature: { _enum: { Ed25519: '[u8; 64]', Sr25519: '[u8; 64]', Ecdsa: '[u8; 65]' } },
      Reading: { interval: u32, ...numbers },
      SignedReading: { meter: u32, reading: 'Reading', signature: 'Signature' },
    });
    for (const { kind, key, reading, serial, signature, payload } of file.vectors) {
      const [scheme, bytes] = tagged(key);
      assert.deepEqual(registry.createType('Key', key).toU8a(), u8aConcat([SCHEMES[scheme]], bytes));
      if (kind === 'certificate') {
        assert.deepEqual(compactStripLength(registry.createType('Bytes', serial).toU8a())[1], hexToU8a(serial));
      }
      if (kind !== 'reading') continue;
      const encoded = registry.createType('SignedReading', { meter: 3, reading, signature });
      // What polkadot.js shows is what `verify` of the tool takes.
      const shown = encoded.toJSON();
      for (const name of NUMBERS) assert.equal(BigInt(shown.reading[name]), BigInt(reading[name]));
      assert.equal(shown.reading.interval, reading.interval);
      assert.equal(shown.signature[tagged(signature)[0].toLowerCase()], Object.values(signature)[0]);
      assert.equal(u8aToHex(payloadOf({ ...vectorOf(payload), key, reading: shown.reading })), payload);
    }
  });

  it('is what the meter of the other tests signs', () => {
    const suris = new Map(file.keys.map(({ suri, signer }) => [JSON.stringify(signer), suri]));
    let compared = 0;
    for (const { kind, genesis, key, reading, node, bindings, from, serial, signer, signature, valid } of file.vectors) {
      const [scheme] = tagged(signer);
      if (!valid || scheme === 'Sr25519') continue;
      const own = new Key(suris.get(JSON.stringify(signer)), scheme.toLowerCase());
      const meter = new Meter({ genesisHash: { toU8a: () => hexToU8a(genesis ?? '0x') } }, 0, own);
      const [keyScheme, keyBytes] = tagged(key);
      const signed = {
        reading: () => meter.signed(reading).signature,
        consent: () => meter.consent(node, bindings),
        certificate: () => own.certify({ bytes: u8aConcat([SCHEMES[keyScheme]], keyBytes) }, from, String.fromCharCode(...hexToU8a(serial))),
      };
      // It takes serials as text.
      if (kind === 'certificate' && hexToU8a(serial).some((byte) => byte > 127)) continue;
      assert.deepEqual(signed[kind](), signature);
      compared += 1;
    }
    assert.ok(compared > 20);
  });
});

// What a reading's payload says of its chain.
function vectorOf(payload) {
  return { kind: 'reading', genesis: u8aToHex(hexToU8a(payload).subarray(20, 52)) };
}
