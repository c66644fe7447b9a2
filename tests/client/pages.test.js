// SPDX-License-Identifier: Apache-2.0

// What the pages name is there: files, headings, programs, commands and their options.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = dirname(process.env.GRIDMERIT_NODE);
const SKIPPED = new Set(['node_modules', 'target', 'report', '.git', '.papi']);

const pages = readdirSync(ROOT, { recursive: true })
  .filter((path) => path.endsWith('.md') && !path.split('/').some((part) => SKIPPED.has(part)))
  .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]);
const page = new Map(pages);

/// Text without what is code.
const prose = (text) => text.replaceAll(/```.*?```/gs, '').replaceAll(/`[^`\n]*`/g, '');

/// A heading's name in links, as where the repository is shown makes it.
const slug = (heading) => heading.toLowerCase().replaceAll(/[`*]/g, '').replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-');
const headings = (text) => [...text.replaceAll(/```.*?```/gs, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading));

describe('links', () => {
  it('go to files and headings that are there', () => {
    const broken = [];
    for (const [path, text] of pages) {
      for (const [, target] of text.replaceAll(/```.*?```/gs, '').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [file, heading] = target.split('#');
        const to = file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file));
        const there = existsSync(join(ROOT, to));
        if (!there || (heading && page.has(to) && !headings(page.get(to)).includes(heading))) broken.push(`${path}: ${target}`);
      }
    }
    assert.deepEqual(broken, []);
  });

  it('reach every page of docs from the README', () => {
    const all = pages.map(([path]) => path).filter((path) => path.startsWith('docs/'));
    for (const path of all) assert.ok(page.get('README.md').includes(`(${path}`), `README.md does not name ${path}`);
  });

  it('are no code by mistake', () => {
    for (const [path, text] of pages) assert.doesNotMatch(prose(text), /`/, `${path} has a backtick without another`);
  });
});

const helps = new Map();
/// What a command says of itself; nothing if there is no such command.
function help(...command) {
  const key = command.join(' ');
  if (!helps.has(key)) {
    const [program, ...args] = command;
    helps.set(key, new Promise((done) => {
      execFile(join(PROGRAMS, program), [...args, '--help'], { timeout: 60_000 }, (error, stdout) => done(error ? undefined : stdout));
    }));
  }
  return helps.get(key);
}

/// The commands of ours that a page has in code, with the options of each: `[program, words, options]`.
function commands(text) {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code.replaceAll('\\\n', ' '));
  const spans = [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  const found = [];
  for (const code of [...blocks, ...spans]) {
    for (const [, name, rest] of code.matchAll(/(?<![\w/-]|-p |--package )(?:cargo run (?:--release )?-p )?(gridmerit-(?:agent|meter|node|clear))((?: (?!gridmerit-)[^\n;|&<>`'"]*)?)/g)) {
      const words = rest.trim().split(/\s+/).filter((word) => word !== '--' && word !== '');
      found.push([name, words.filter((word) => !word.startsWith('-')), words.filter((word) => /^--\w/.test(word))]);
    }
  }
  return found;
}

describe('commands', { timeout: 600_000 }, () => {
  for (const [path, text] of pages.filter(([path]) => path === 'README.md' || path.startsWith('docs/'))) {
    const named = commands(text);
    if (named.length === 0) continue;
    it(`of ${path} are there, with their options`, async () => {
      for (const [program, words, options] of named) {
        assert.ok(await help(program), `there is no ${program}`);
        // As many words as are commands; what follows are its arguments.
        let command = [program];
        for (const word of words.slice(0, 2)) {
          if (!/^[a-z][a-z-]*$/.test(word) || !new RegExp(`^ +${word}( |$)`, 'm').test(await help(...command))) break;
          command = [...command, word];
        }
        // After the program comes a command of it, or an option.
        const [first] = words;
        const meant = first && /^[a-z][a-z-]+$/.test(first) && program !== 'gridmerit-node';
        if (meant) assert.ok(command.length > 1, `${program} has no command ${first}`);
        for (const option of options) {
          const [, name] = /^(--[\w-]+)/.exec(option);
          if (name === '--help' || name === '--version') continue;
          assert.match(await help(...command), new RegExp(`(^|\\s|\\[|, )${name}\\b`, 'm'), `${command.join(' ')} has no ${name}`);
        }
      }
    });
  }

  it('of scripts are there', () => {
    for (const [path, text] of pages) {
      for (const [, script] of text.matchAll(/(?<![\w/])(scripts\/[\w-]+\.(?:sh|py))/g)) {
        const file = join(ROOT, script);
        assert.ok(existsSync(file) && statSync(file).mode & 0o100, `${path}: ${script}`);
      }
    }
  });
});
