// SPDX-License-Identifier: Apache-2.0

// A book as two staircases: offers from the cheapest, demand from the highest limit. Where they cross it would clear.

import type { Book, Outcome } from '../lib/clearing';
import { kwh, number, perKwh, price, type Token } from '../lib/format';
import { t } from '../lib/i18n';
import { ticks } from '../lib/ticks';
import { useWidth } from './width';

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [300, 58, 44, 14, 22];

/// Corners of a staircase: the energy up to which each price holds.
function stairs(steps: [bigint, bigint][]): [number, number][] {
  const corners: [number, number][] = [];
  let energy = 0;
  for (const [at, more] of steps) {
    corners.push([energy, Number(at)]);
    energy += Number(more);
    corners.push([energy, Number(at)]);
  }
  return corners;
}

/// A line through points, without those that nobody could tell from the one before: the book of thousands of nodes has
/// as many corners, and the picture some hundred points in width.
function line(points: [number, number][]): string {
  let [before, path]: [[number, number] | undefined, string] = [undefined, ''];
  for (const [i, [x, y]] of points.entries()) {
    if (before && i < points.length - 1 && Math.abs(x - before[0]) < 0.5 && Math.abs(y - before[1]) < 0.5) continue;
    path += `${before ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = [x, y];
  }
  return path;
}

export function Merit({ book, outcome, cap, floor, token }: { book: Book; outcome: Outcome; cap: bigint; floor: bigint; token: Token }) {
  const { place, width } = useWidth<SVGSVGElement>();
  const supply = stairs(book.supply);
  // Who buys at any price buys at the cap.
  const demand = stairs([...(book.demand > 0n ? [[cap, book.demand] as [bigint, bigint]] : []), ...book.limited]);
  const most = Math.max(supply.at(-1)?.[0] ?? 0, demand.at(-1)?.[0] ?? 0, 1) * 1.06;
  // Asks ascend.
  const dearest = Math.max(Number(cap), supply.at(-1)?.[1] ?? 0) * 1.08;
  const cheapest = Math.min(Number(floor), dearest) * 0.85;
  const x = (energy: number) => LEFT + (energy / most) * (width - LEFT - RIGHT);
  const y = (at: number) => HEIGHT - BOTTOM - ((at - cheapest) / Math.max(1, dearest - cheapest)) * (HEIGHT - BOTTOM - TOP);
  const path = (corners: [number, number][]) => line(corners.map(([energy, at]) => [x(energy), y(at)]));
  // Demand falls to the floor where it ends.
  const falls = demand.length > 0 ? [...demand, [demand.at(-1)![0], cheapest] as [number, number]] : [];
  const clears = 'price' in outcome ? outcome : undefined;
  const label = clears
    ? t('merit.label', { price: price(clears.price, token), energy: kwh(clears.traded) })
    : t(`status.${outcome.status}`);
  return (
    <svg class="merit" ref={place} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {ticks(perKwh(BigInt(Math.round(cheapest)), token), perKwh(BigInt(Math.round(dearest)), token), 5).map((of) => ({ of, at: (of * 10 ** token.decimals) / 1_000 })).map(({ of, at }) => (
        <g>
          <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(at)} y2={y(at)} />
          <text class="tick" x={LEFT - 6} y={y(at) + 4} text-anchor="end">{number(of, 4)}</text>
        </g>
      ))}
      {ticks(0, most, width < 480 ? 4 : 7).map((energy) => (
        <text class="tick" x={x(energy)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">{number(energy / 1_000, 3)}</text>
      ))}
      <text class="tick" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 6} text-anchor="middle">kWh</text>
      <line class="bound" x1={LEFT} x2={width - RIGHT} y1={y(Number(cap))} y2={y(Number(cap))} />
      <path class="supply" d={path(supply)} />
      <path class="demand" d={path(falls)} />
      {clears && (
        <g class="clears">
          <line x1={LEFT} x2={x(Number(clears.traded))} y1={y(Number(clears.price))} y2={y(Number(clears.price))} />
          <line x1={x(Number(clears.traded))} x2={x(Number(clears.traded))} y1={y(Number(clears.price))} y2={HEIGHT - BOTTOM} />
          <circle cx={x(Number(clears.traded))} cy={y(Number(clears.price))} r="6" />
        </g>
      )}
    </svg>
  );
}
