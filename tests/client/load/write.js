// SPDX-License-Identifier: Apache-2.0

// Puts what was measured into web/README.md, between the marks of its name: `node write.js NAME FILE`.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('../../../web/README.md', import.meta.url));
const [name, file] = process.argv.slice(2);
const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
const text = readFileSync(README, 'utf8');
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
assert.ok(from >= 0 && from < to, `web/README.md has no place for ${name}`);
writeFileSync(README, `${text.slice(0, from + begin.length)}\n\n${readFileSync(file, 'utf8').trim()}\n\n${text.slice(to)}`);
