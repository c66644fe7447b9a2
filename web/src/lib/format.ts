// SPDX-License-Identifier: Apache-2.0

// Units as people read them. The chain has Wh, planck and planck per Wh.

import { language } from './i18n';

export interface Token { symbol: string; decimals: number }

const formats = new Map<string, Intl.NumberFormat>();

export function number(value: number, most = 3, least = 0): string {
  const key = `${language()}/${least}/${most}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language(), { minimumFractionDigits: least, maximumFractionDigits: most });
    formats.set(key, format);
  }
  return format.format(Object.is(value, -0) ? 0 : value);
}

const NARROW = '\u202f';

/// Energy in kWh, from Wh.
export const kwh = (wh: bigint | number): string => `${number(Number(wh) / 1_000)}${NARROW}kWh`;

/// Planck as a number of tokens.
export const tokens = (planck: bigint, { decimals }: Token): number => Number(planck) / 10 ** decimals;

/// Money with the token's symbol. Small amounts keep the places that they need.
export function money(planck: bigint, token: Token): string {
  const value = tokens(planck, token);
  const most = value !== 0 && Math.abs(value) < 0.01 ? 6 : 4;
  return `${number(value, most, 2)}${NARROW}${token.symbol}`;
}

/// A price as tokens per kWh, from planck per Wh.
export const perKwh = (price: bigint, { decimals }: Token): number => (Number(price) * 1_000) / 10 ** decimals;

export const price = (value: bigint, token: Token): string => `${number(perKwh(value, token), 4, 2)}${NARROW}${token.symbol}/kWh`;

/// Planck per Wh of a price that somebody has typed, in tokens per kWh; none if it is no price.
export function parsePrice(text: string, { decimals }: Token): bigint | undefined {
  const value = parseNumber(text);
  return value === undefined || value < 0 ? undefined : BigInt(Math.round((value * 10 ** decimals) / 1_000));
}

/// Wh of an energy that somebody has typed, in kWh; none if it is none.
export function parseKwh(text: string): bigint | undefined {
  const value = parseNumber(text);
  return value === undefined || value <= 0 ? undefined : BigInt(Math.round(value * 1_000));
}

/// Planck of an amount that somebody has typed; none if it is none.
export function parseMoney(text: string, { decimals }: Token): bigint | undefined {
  const value = parseNumber(text);
  return value === undefined || value <= 0 ? undefined : BigInt(Math.round(value * 10 ** decimals));
}

/// A number with a point or a comma before its decimals, and nothing else: what separates thousands here separates
/// decimals elsewhere.
function parseNumber(text: string): number | undefined {
  const plain = text.trim();
  return /^\d{1,12}([.,]\d{1,9})?$/.test(plain) ? Number(plain.replace(',', '.')) : undefined;
}

/// Billionths as a percentage.
export const part = (billionths: number | bigint, most = 1): string => `${number(Number(billionths) / 1e7, most)}${NARROW}%`;

const times = new Map<string, Intl.DateTimeFormat>();

function time(ms: number, options: Intl.DateTimeFormatOptions, key: string): string {
  const name = `${language()}/${key}`;
  let format = times.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'de', options);
    times.set(name, format);
  }
  return format.format(ms);
}

export const clock = (ms: number) => time(ms, { hour: '2-digit', minute: '2-digit' }, 'clock');
export const day = (ms: number) => time(ms, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, 'day');
export const month = (ms: number) => time(ms, { month: 'long', year: 'numeric' }, 'month');
/// Day and time, with the zone of this browser.
export const moment = (ms: number) =>
  time(ms, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }, 'moment');
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/// From when to when an interval is, such as 14:15–14:30.
export const span = (interval: number, length: number) => `${clock(interval * length)}–${clock((interval + 1) * length)}`;

/// How long, as m:ss, or h:mm:ss.
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/// The first moment of the day, or month, in which a moment lies, by the clocks of this browser.
export function startOfDay(ms: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
export function nextDay(ms: number, days = 1): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
export function startOfMonth(ms: number, months = 0): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth() + months, 1).getTime();
}

/// An address, shortened for tables; the whole is in its title.
export const short = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;
