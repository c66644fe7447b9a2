// SPDX-License-Identifier: Apache-2.0

// Telegrams that somebody has recorded at a meter, moved on: the meter's time and its registers say what they are told,
// everything else stays as it was, and the checksums are computed anew.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc16 } from '../support/bridge.js';

const recording = (name) => readFileSync(join(process.env.GRIDMERIT_DUMPS, name));

/// A P1 meter with two tariffs. `at` is in milliseconds since 1970, and energy in Wh.
export class P1 {
  constructor() {
    this.text = recording('template.p1').toString('latin1');
    this.registers = Object.fromEntries(
      [...this.text.matchAll(/^1-0:([12]\.8\.[12])\((\d+\.\d{3})\*kWh\)/gm)].map(([, name, kwh]) => [name, Math.round(kwh * 1_000)]));
    assert.deepEqual(Object.keys(this.registers), ['1.8.1', '1.8.2', '2.8.1', '2.8.2']);
  }

  get import() {
    return this.registers['1.8.1'] + this.registers['1.8.2'];
  }

  get export() {
    return this.registers['2.8.1'] + this.registers['2.8.2'];
  }

  telegram(at) {
    const clock = new Date(at + 2 * 3_600_000).toISOString().replace(/\D/g, '').slice(2, 14);
    let text = this.text.replace(/^0-0:1\.0\.0\(\d{12}[SW]\)/m, `0-0:1.0.0(${clock}S)`);
    for (const [name, wh] of Object.entries(this.registers)) {
      const line = new RegExp(`^(1-0:${name.replaceAll('.', '\\.')}\\()([\\d.]+)`, 'm');
      text = text.replace(line, (_, before, kwh) => before + (wh / 1_000).toFixed(3).padStart(kwh.length, '0'));
    }
    const body = text.slice(0, text.lastIndexOf('!') + 1);
    return `${body}${crc16(body)}\r\n`;
  }
}

/// CRC-16 of ISO 13239, the lowest byte first.
function x25(bytes) {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  crc ^= 0xffff;
  return [crc & 0xff, crc >> 8];
}

/// Where the element of SML ends that begins at a place: lists hold so many elements, others so many bytes.
function end(bytes, at) {
  let first = bytes[at];
  const list = (first & 0x70) === 0x70;
  let length = first & 0x0f;
  let next = at + 1;
  for (; first & 0x80; next++) {
    first = bytes[next];
    length = (length << 4) | (first & 0x0f);
  }
  if (!list) return Math.max(at + length, at + 1);
  for (; length > 0; length--) next = end(bytes, next);
  return next;
}

/// Where its elements begin, of a list that does.
function elements(bytes, at) {
  const places = [at + 1];
  for (let left = (bytes[at] & 0x0f) - 1; left > 0; left--) places.push(end(bytes, places.at(-1)));
  return places;
}

/// An SML meter that counts seconds, and tenths of a Wh in both directions.
export class Sml {
  constructor() {
    const all = recording('template.sml');
    // The first telegram; behind the mark of its end there are three bytes.
    this.bytes = all.subarray(0, all.indexOf(Buffer.from([0x1b, 0x1b, 0x1b, 0x1b, 0x1a])) + 8);
    const number = (at) => {
      assert.equal(this.bytes[at] & 0xf0, 0x60, 'a number without a sign');
      return [at + 1, (this.bytes[at] & 0x0f) - 1];
    };
    const place = (name) => {
      const entry = this.bytes.indexOf(Buffer.from([0x77, 0x07, 1, 0, name, 8, 0, 255]));
      const [, , , unit, , value] = elements(this.bytes, entry);
      assert.equal(this.bytes.subarray(unit, value).toString('hex'), '621e52ff', 'tenths of a Wh');
      return number(value);
    };
    this.places = { import: place(1), export: place(2) };
    // In tenths of a Wh.
    this.registers = {};
    for (const [name, where] of Object.entries(this.places)) this.registers[name] = this.bytes.readUIntBE(...where);
    this.messages = [];
    for (let at = 8; this.bytes[at] === 0x76; at = end(this.bytes, at)) this.messages.push(at);
    // The message in the middle is the list of values; its fourth element is the time, a choice of a count of seconds.
    const [, list] = elements(this.bytes, elements(this.bytes, this.messages[1])[3]);
    this.time = number(elements(this.bytes, elements(this.bytes, list)[3])[1]);
  }

  get seconds() {
    return this.bytes.readUIntBE(...this.time);
  }

  get import() {
    return Math.floor(this.registers.import / 10);
  }

  get export() {
    return Math.floor(this.registers.export / 10);
  }

  telegram(seconds) {
    const bytes = Buffer.from(this.bytes);
    for (const [name, [at, length]] of Object.entries(this.places)) bytes.writeUIntBE(this.registers[name], at, length);
    bytes.writeUIntBE(seconds, ...this.time);
    for (const at of this.messages) {
      const check = elements(bytes, at)[4];
      bytes.set(x25(bytes.subarray(at, check)), check + 1);
    }
    bytes.set(x25(bytes.subarray(0, -2)), bytes.length - 2);
    return bytes;
  }
}
