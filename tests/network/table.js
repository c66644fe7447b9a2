// SPDX-License-Identifier: Apache-2.0

// Prints what faults have cost as a table, or puts it into a page: node table.js ROWS MACHINE [PAGE]. Rows of the
// page that were not measured now stay as they are.

import { readFileSync, writeFileSync } from 'node:fs';

const [rowsFile, machine, page] = process.argv.slice(2);
const HEAD = ['fault', 'blocks missed', 'finality lag, blocks', 'seconds to recover', 'orders and readings', 'lost'];
const line = (cells) => `| ${cells.join(' | ')} |`;

const day = new Date().toISOString().slice(0, 10);
const measured = readFileSync(rowsFile, 'utf8').split('\n').filter(Boolean).map((text) => {
  const { fault, missed, lag, seconds, again, lost, orders, readings } = JSON.parse(text);
  const sent = `${orders} and ${readings}${again ? `, ${again} sent again` : ''}`;
  return [fault, line([fault, missed, lag, seconds, sent, lost])];
});

const MARKS = /(<!-- faults -->\n)(.*?)(<!-- \/faults -->)/s;
let rows = new Map(measured);
if (page) {
  const before = MARKS.exec(readFileSync(page, 'utf8'));
  if (!before) throw new Error(`${page} has no marks for the table`);
  const kept = before[2].split('\n').filter((row) => /^\| (?!fault|-)/.test(row)).map((row) => [row.split(' | ')[0].slice(2), row]);
  rows = new Map([...kept, ...measured]);
}
const table = [
  line(HEAD), `|${'---|'.repeat(HEAD.length)}`, ...rows.values(), '',
  `Last measured on ${day}, on ${machine}.`, '',
].join('\n');
if (page) writeFileSync(page, readFileSync(page, 'utf8').replace(MARKS, (_, open, __, close) => `${open}${table}${close}`));
else console.log(table);
