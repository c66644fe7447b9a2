// SPDX-License-Identifier: Apache-2.0

// What holds for an interval each, over time, by uPlot.

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clock, number } from '../lib/format';
import { language } from '../lib/i18n';

export interface Curve {
  name: string;
  /// A name of a colour in style.css, without `--`.
  colour: string;
  /// Of each interval; none where there is nothing.
  values: (number | null)[];
  dash?: number[];
  width?: number;
  /// Filled, on the axis at the right.
  area?: boolean;
}

interface Props {
  label: string;
  /// When each interval begins, in ms, and how long they are.
  starts: number[];
  length: number;
  curves: Curve[];
  unit: string;
  areaUnit?: string;
  mark?: number;
}

const HEIGHT = 260;

export function Plot({ label, starts, length, curves, unit, areaUnit, mark }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  // Another shape makes another plot; other values only new data.
  const shape = JSON.stringify([language(), unit, areaUnit, mark, ...curves.map(({ name, colour, area }) => [name, colour, area])]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element, curves, unit, areaUnit, mark), data(starts, length, curves), element);
    };
    make();
    const resized = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && plot.current && plot.current.width !== width) plot.current.setSize({ width, height: HEIGHT });
    });
    resized.observe(element);
    // Colours are painted into the picture, so it is painted anew in the dark.
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', make);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', make);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData(data(starts, length, curves));
  }, [starts, curves]);

  return <div class="plot" ref={place} role="img" aria-label={label} />;
}

/// Each value from the beginning of its interval to just before its end, so that one that stands alone is seen.
const data = (starts: number[], length: number, curves: Curve[]) => [
  starts.flatMap((ms) => [ms / 1_000, (ms + length) / 1_000 - 1]),
  ...curves.map(({ values }) => values.flatMap((value) => [value, value])),
] as uPlot.AlignedData;

function options(element: HTMLElement, curves: Curve[], unit: string, areaUnit: string | undefined, mark: number | undefined): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const font = `12px ${style.fontFamily}`;
  const axis = { stroke: colour('soft'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line') }, font };
  return {
    width: Math.max(element.clientWidth, 200),
    height: HEIGHT,
    legend: { live: true },
    cursor: { drag: { x: false, y: false } },
    scales: {
      y: { range: (_, least, most) => [Math.min(0, least ?? 0) * 1.12, Math.max(0, most ?? 1) * 1.12 || 1] },
      energy: { range: (_, __, most) => [0, Math.max(most ?? 1, 0.001) * 1.15] },
    },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((seconds) => clock(seconds * 1_000)) },
      { ...axis, size: 62, label: unit, labelFont: font, labelSize: 20, values: (_, ticks) => ticks.map((value) => number(value, 3)) },
      ...(areaUnit
        ? [{ ...axis, scale: 'energy', side: 1 as const, size: 52, label: areaUnit, labelFont: font, labelSize: 20, grid: { show: false }, values: (_: uPlot, ticks: number[]) => ticks.map((value) => number(value, 3)) }]
        : []),
    ],
    series: [
      { value: (_, seconds) => (seconds === null ? '–' : clock(seconds * 1_000)), label: '' },
      ...curves.map(({ name, colour: of, dash, width, area }): uPlot.Series => ({
        label: name,
        stroke: colour(of),
        width: width ?? 2,
        dash,
        scale: area ? 'energy' : 'y',
        fill: area ? `${colour(of)}44` : undefined,
        points: { show: false },
        value: (_, value) => (value === null || value === undefined ? '–' : number(value, 4)),
      })),
    ],
    hooks: mark === undefined ? {} : {
      draw: [(u) => {
        const x = u.valToPos(mark / 1_000, 'x', true);
        u.ctx.save();
        u.ctx.strokeStyle = colour('accent');
        u.ctx.setLineDash([4, 4]);
        u.ctx.beginPath();
        u.ctx.moveTo(x, u.bbox.top);
        u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
        u.ctx.stroke();
        u.ctx.restore();
      }],
    },
  };
}
