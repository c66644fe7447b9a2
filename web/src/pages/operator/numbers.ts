// SPDX-License-Identifier: Apache-2.0

// Tariffs as people read and type them.

import type { Chain } from '../../chain/link';
import { number, parsePrice, perKwh } from '../../lib/format';
import { NUMBERS, type NumberName, type Tariff } from '../../lib/tariff';

/// Minutes of a day as a time of day.
export const minute = (of: number) => `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;

/// The minute of the day that somebody has typed; none if it is none.
export function parseMinute(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  return hours === undefined || Number(hours) > 23 || Number(minutes) > 59 ? undefined : Number(hours) * 60 + Number(minutes);
}

export const offset = (minutes: number) => `UTC${minutes < 0 ? '−' : '+'}${minute(Math.abs(minutes))}`;

/// A number of a tariff: alpha as a part of 1, prices in tokens per kWh.
export const shown = (name: NumberName, tariff: Tariff, chain: Chain) =>
  (name === 'alpha_ppm' ? number(tariff.alpha_ppm / 1e6, 6) : number(perKwh(tariff[name], chain.token), 6, 2));

export type Typed = Partial<Record<NumberName, string>>;

/// A number as it was typed, or as it was before where nothing is typed; none if it is no number.
export function valueOf(name: NumberName, typed: Typed, before: Tariff, { token }: Chain): bigint | undefined {
  const one = typed[name];
  if (one === undefined || one.trim() === '') return BigInt(before[name]);
  return parsePrice(one, name === 'alpha_ppm' ? { ...token, decimals: 9 } : token);
}

/// All of a tariff; none if something is no number.
export function tariffOf(typed: Typed, before: Tariff, chain: Chain): Tariff | undefined {
  const values = NUMBERS.map((name) => [name, valueOf(name, typed, before, chain)] as const);
  if (values.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(values.map(([name, value]) => [name, name === 'alpha_ppm' ? Number(value) : value])) as unknown as Tariff;
}
