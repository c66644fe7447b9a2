// SPDX-License-Identifier: Apache-2.0

// A smart meter in JavaScript: what docs/meter.md says it signs.

import { Keyring } from '@polkadot/api';
import { compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const SCHEMES = { ed25519: ['Ed25519', 0], sr25519: ['Sr25519', 1], ecdsa: ['Ecdsa', 2] };

function littleEndian(value, bytes) {
  return Uint8Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

/// A key of a meter or a manufacturer.
export class Key {
  constructor(suri, type = 'sr25519') {
    this.pair = new Keyring({ type }).addFromUri(suri);
    [this.scheme, this.tag] = SCHEMES[type];
  }

  /// As the chain shows it.
  get public() {
    return { [this.scheme]: u8aToHex(this.pair.publicKey) };
  }

  get bytes() {
    return u8aConcat(new Uint8Array([this.tag]), this.pair.publicKey);
  }

  sign(payload) {
    return { [this.scheme]: u8aToHex(this.pair.sign(payload)) };
  }

  /// A manufacturer certifies the key of a device.
  certify(key, from, serial) {
    return this.sign(u8aConcat(stringToU8a('gridmerit:certificate:v1'), key.bytes, littleEndian(from, 4), stringToU8a(serial)));
  }
}

/// A meter that the chain knows by `index`, with registers that only grow.
export class Meter {
  constructor(api, index, key) {
    Object.assign(this, { genesis: api.genesisHash.toU8a(), index, key, counter: 0, importRegister: 0, exportRegister: 0 });
  }

  consent(node, bindings = 0) {
    return this.key.sign(u8aConcat(
      stringToU8a('gridmerit:consent:v1'), this.genesis, this.key.bytes, littleEndian(node, 4), littleEndian(bindings, 4)));
  }

  /// The next reading.
  read(interval, imported, exported) {
    this.counter += 1;
    this.importRegister += imported;
    this.exportRegister += exported;
    const { counter, importRegister, exportRegister } = this;
    return this.signed({ interval, counter, importRegister, exportRegister, import: imported, export: exported });
  }

  signed(reading) {
    const { interval, counter, importRegister, exportRegister } = reading;
    const payload = u8aConcat(
      stringToU8a('gridmerit:reading:v1'), this.genesis, this.key.bytes, littleEndian(interval, 4),
      ...[counter, importRegister, exportRegister, reading.import, reading.export].map((value) => littleEndian(value, 8)));
    return { meter: this.index, reading, signature: this.key.sign(payload) };
  }
}

/// An authorised transaction: general (version 5), unsigned, without an account and so without a fee. All
/// extensions at their defaults: immortal era, nonce 0, no tip, no metadata hash.
export function authorised(call) {
  const extrinsic = u8aConcat(new Uint8Array([0x45, 0, 0, 0, 0, 0]), call.method.toU8a());
  return u8aToHex(u8aConcat(compactToU8a(extrinsic.length), extrinsic));
}

/// Two readings for one interval that contradict each other, unless nothing `more` is in one; as the call takes them.
export function twoReadings(meter, interval, more = 0) {
  const reading = { interval, counter: 50, importRegister: 9_000, exportRegister: 0, import: 1, export: 0 };
  const [first, second] = [reading, { ...reading, importRegister: 9_000 + more }].map((one) => meter.signed(one));
  return [[first.reading, first.signature], [second.reading, second.signature]];
}
