// SPDX-License-Identifier: Apache-2.0

// Figures as tables of Markdown.

export const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
export const kb = (bytes) => `${Math.round(bytes / 1e3)} kB`;
export const ms = (value) => `${Math.round(value)} ms`;
export const most = (values) => values.reduce((all, one) => Math.max(all, one), 0);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/// By how much a value grows from one place to the next, by least squares.
export function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const [above, below] = values.reduce(([a, b], one, i) => [a + (i - middle) * (one - mean), b + (i - middle) ** 2], [0, 0]);
  return below === 0 ? 0 : above / below;
}
