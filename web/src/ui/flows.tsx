// SPDX-License-Identifier: Apache-2.0

// Who sends energy to whom: on the feeder's map where there is a grid, else sellers beside buyers.

import { useMemo } from 'preact/hooks';
import { kwh } from '../lib/format';
import { t } from '../lib/i18n';
import { useWidth } from './width';

export interface Flow { seller: number; buyer: number; energy: bigint }
export interface LineShown { bus: number; parent: number; loading?: number; zone?: number }

interface Props {
  /// At most as many as `largest` leaves.
  flows: Flow[];
  /// All that was traded, in Wh.
  traded: bigint;
  name: (node: number) => string;
  /// On which bus a node hangs.
  bus: (node: number) => number | undefined;
  lines: LineShown[];
}

/// What stands for no limit, as `Line::NO_LIMIT` of crates/grid.
const NO_LIMIT = 2n ** 60n;

/// What a line may carry.
export const limit = (energy: bigint) => (energy >= NO_LIMIT - 1n ? t('grid.unlimited') : kwh(energy));

/// More are drawn as one picture would be black.
const MOST = 60;

/// Who sends most to whom, over all trades between the two: as many as a picture shows.
export function largest(trades: Flow[]): Flow[] {
  const together = new Map<string, Flow>();
  for (const { seller, buyer, energy } of trades) {
    const key = `${seller}/${buyer}`;
    together.set(key, { seller, buyer, energy: energy + (together.get(key)?.energy ?? 0n) });
  }
  return [...together.values()].sort((a, b) => (a.energy > b.energy ? -1 : a.energy < b.energy ? 1 : 0)).slice(0, MOST);
}

export function FlowPicture({ flows, traded, name, bus, lines }: Props) {
  const most = flows.reduce((all, { energy }) => (energy > all ? energy : all), 1n);
  const width = (energy: bigint) => 1 + 6 * (Number(energy) / Number(most));
  const label = t('flows.label', { count: flows.length, energy: kwh(traded) });
  return lines.length > 0
    ? <OnFeeder {...{ shown: flows, width, label, name, bus, lines }} />
    : <Beside {...{ shown: flows, width, label, name }} />;
}

interface Drawn { shown: Flow[]; width: (energy: bigint) => number; label: string; name: (node: number) => string }

function Beside({ shown, width, label, name }: Drawn) {
  const sums = (side: 'seller' | 'buyer') => {
    const energies = new Map<number, bigint>();
    for (const flow of shown) energies.set(flow[side], (energies.get(flow[side]) ?? 0n) + flow.energy);
    return [...energies].sort(([a], [b]) => a - b);
  };
  const [sellers, buyers] = [sums('seller'), sums('buyer')];
  const rows = Math.max(sellers.length, buyers.length, 1);
  const height = Math.max(120, rows * 46 + 30);
  const { place, width: room } = useWidth<SVGSVGElement>();
  const [left, right] = [Math.max(96, room * 0.26), Math.min(room - 96, room * 0.74)];
  const at = (list: [number, bigint][], node: number) => 24 + ((list.findIndex(([one]) => one === node) + 0.5) * (height - 30)) / list.length;
  return (
    <svg class="flows" ref={place} viewBox={`0 0 ${room} ${height}`} role="img" aria-label={label}>
      <text class="tick" x={left - 12} y="14" text-anchor="end">{t('flows.sells')}</text>
      <text class="tick" x={right + 12} y="14">{t('flows.buys')}</text>
      {shown.map(({ seller, buyer, energy }) => {
        const [from, to, middle] = [at(sellers, seller), at(buyers, buyer), room / 2];
        return <path class="trade" stroke-width={width(energy)} d={`M${left} ${from}C${middle} ${from} ${middle} ${to} ${right} ${to}`} />;
      })}
      {sellers.map(([node, energy]) => (
        <g>
          <circle class="seller" cx={left} cy={at(sellers, node)} r="7" />
          <text x={left - 12} y={at(sellers, node)} text-anchor="end">{name(node)}</text>
          <text class="tick" x={left - 12} y={at(sellers, node) + 15} text-anchor="end">{kwh(energy)}</text>
        </g>
      ))}
      {buyers.map(([node, energy]) => (
        <g>
          <circle class="buyer" cx={right} cy={at(buyers, node)} r="7" />
          <text x={right + 12} y={at(buyers, node)}>{name(node)}</text>
          <text class="tick" x={right + 12} y={at(buyers, node) + 15}>{kwh(energy)}</text>
        </g>
      ))}
    </svg>
  );
}

/// Where the buses of a tree are drawn: each as far from the substation as lines lie between, branches below each other.
function layout(lines: LineShown[]) {
  const children = new Map<number, number[]>();
  for (const { bus, parent } of lines) {
    const own = children.get(parent);
    if (own) own.push(bus);
    else children.set(parent, [bus]);
  }
  const places = new Map<number, { x: number; y: number }>();
  let row = 0;
  // By a list of its own: a feeder of a thousand buses in a row would be too deep for a function that calls itself.
  const open: [number, number][] = [[0, 0]];
  const order: [number, number][] = [];
  while (open.length > 0) {
    const [bus, depth] = open.pop()!;
    order.push([bus, depth]);
    for (const child of [...(children.get(bus) ?? [])].reverse()) open.push([child, depth + 1]);
  }
  for (const [bus, depth] of order) {
    const own = children.get(bus) ?? [];
    places.set(bus, { x: depth, y: row });
    if (own.length === 0) row += 1;
  }
  const deepest = order.reduce((most, [, depth]) => Math.max(most, depth), 1);
  return { places, rows: Math.max(1, row), deepest };
}

function OnFeeder({ shown, width, label, name, bus, lines }: Drawn & { bus: (node: number) => number | undefined; lines: LineShown[] }) {
  const { places, rows, deepest } = useMemo(() => layout(lines), [lines]);
  const { place: svg, width: room } = useWidth<SVGSVGElement>();
  const trades = shown.length > 0;
  const top = trades ? 84 : 34;
  const height = Math.min(900, Math.max(130, top + 40 + (rows - 1) * 34));
  const place = (at: number | undefined) => {
    const found = at === undefined ? undefined : places.get(at);
    return found && { x: 34 + (found.x / deepest) * (room - 70), y: top + (rows > 1 ? (found.y / (rows - 1)) * (height - top - 40) : 0) };
  };
  // Who is drawn, by bus.
  const sellers = new Set(shown.map(({ seller }) => seller));
  const drawn = new Map<number | undefined, number[]>();
  for (const node of new Set(shown.flatMap(({ seller, buyer }) => [seller, buyer]))) drawn.set(bus(node), [...(drawn.get(bus(node)) ?? []), node]);
  return (
    <svg class="flows" ref={svg} viewBox={`0 0 ${room} ${height}`} role="img" aria-label={label}>
      {lines.map(({ bus: end, parent, loading }) => {
        const [a, b] = [place(parent), place(end)];
        if (!a || !b) return null;
        const level = loading === undefined ? 'none' : loading >= 1 ? 'full' : loading >= 0.8 ? 'high' : 'low';
        return <path class={`wire ${level}`} d={`M${a.x} ${a.y}L${(a.x + b.x) / 2} ${b.y}L${b.x} ${b.y}`} />;
      })}
      {shown.map(({ seller, buyer, energy }) => {
        const [a, b] = [place(bus(seller)), place(bus(buyer))];
        if (!a || !b) return null;
        const lift = Math.min(2 * (top - 12), 26 + Math.abs(a.x - b.x) * 0.2);
        return <path class="trade" stroke-width={width(energy)} d={`M${a.x} ${a.y}Q${(a.x + b.x) / 2} ${Math.min(a.y, b.y) - lift} ${b.x} ${b.y}`} />;
      })}
      {[...places.keys()].map((at) => {
        const spot = place(at)!;
        const here = drawn.get(at) ?? [];
        const sells = here.some((node) => sellers.has(node));
        return (
          <g>
            <circle class={here.length === 0 ? 'bus' : sells ? 'seller' : 'buyer'} cx={spot.x} cy={spot.y} r={here.length ? 6 : 3.5}>
              <title>{t('bus', { bus: at })}{here.map((node) => `, ${name(node)}`).join('')}</title>
            </circle>
            {(here.length > 0 || at === 0) && <text class="tick" x={spot.x} y={spot.y + 18} text-anchor="middle">{at}</text>}
          </g>
        );
      })}
    </svg>
  );
}
