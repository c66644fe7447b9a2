// SPDX-License-Identifier: Apache-2.0

// Whether a tariff is within what the operator's rules allow, as crates/market and crates/energy check it.

export const NUMBERS = ['tou', 'fit', 'alpha_ppm', 'fee', 'shortfall', 'surplus', 'curtailed'] as const;
export type NumberName = (typeof NUMBERS)[number];
export type Tariff = Record<Exclude<NumberName, 'alpha_ppm'>, bigint> & { alpha_ppm: number };
export interface Bounds { ceiling: Tariff; change: Tariff; notice: number }

const big = (tariff: Tariff, name: NumberName) => BigInt(tariff[name]);

/// The highest price between neighbours: the lower of alpha times TOU and TOU less the fee.
export function capOf({ tou, alpha_ppm, fee }: Pick<Tariff, 'tou' | 'alpha_ppm' | 'fee'>): bigint {
  const [share, rest] = [(tou * BigInt(alpha_ppm)) / 1_000_000n, tou - fee];
  return share < rest ? share : rest;
}

export interface Problem {
  key: 'tariff.aboveCeiling' | 'tariff.changesTooMuch' | 'tariff.badAlpha' | 'tariff.feeAboveTou' | 'tariff.shortfallBelowTou' | 'tariff.shortfallTooHigh' | 'tariff.aboveFit' | 'tariff.shortfallWithinCap';
  name?: NumberName;
}

/// Which numbers are above the ceiling.
export const aboveCeiling = (tariff: Tariff, { ceiling }: Bounds): Problem[] =>
  NUMBERS.filter((name) => big(tariff, name) > big(ceiling, name)).map((name) => ({ key: 'tariff.aboveCeiling', name }));

/// Which numbers change by more than they may from one interval to the next.
export const changesTooMuch = (before: Tariff, after: Tariff, { change }: Bounds): Problem[] =>
  NUMBERS.filter((name) => {
    const [last, value] = [big(before, name), big(after, name)];
    return (value > last ? value - last : last - value) > big(change, name);
  }).map((name) => ({ key: 'tariff.changesTooMuch', name }));

/// What is wrong with a tariff by itself.
export function faults(tariff: Tariff): Problem[] {
  const problems: Problem[] = [];
  const { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed } = tariff;
  if (alpha_ppm < 1 || alpha_ppm > 1_000_000) problems.push({ key: 'tariff.badAlpha' });
  if (fee > tou) problems.push({ key: 'tariff.feeAboveTou' });
  if (shortfall < tou) problems.push({ key: 'tariff.shortfallBelowTou' });
  if (shortfall > 10n * tou && tou > 0n) problems.push({ key: 'tariff.shortfallTooHigh' });
  if (surplus > fit) problems.push({ key: 'tariff.aboveFit', name: 'surplus' });
  if (curtailed > fit) problems.push({ key: 'tariff.aboveFit', name: 'curtailed' });
  if (shortfall >= tou && fee <= tou && shortfall <= capOf(tariff) && capOf(tariff) > fit) problems.push({ key: 'tariff.shortfallWithinCap' });
  return problems;
}

/// What is wrong with a tariff after another one.
export const beyond = (tariff: Tariff, before: Tariff, bounds: Bounds): Problem[] =>
  [...aboveCeiling(tariff, bounds), ...changesTooMuch(before, tariff, bounds), ...faults(tariff)];
