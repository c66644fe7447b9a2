// SPDX-License-Identifier: Apache-2.0

// Telegrams that somebody has recorded at a meter, moved on: the meter's time and its registers say what they are told,
// everything else stays as it was, and the checksum is computed anew.

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
