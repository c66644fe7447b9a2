// SPDX-License-Identifier: Apache-2.0

// docs/polkadot-js.md, carried out: every block and every row of its tables, in order, on a real node.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import * as types from '@polkadot/types';
import * as util from '@polkadot/util';
import * as hashing from '@polkadot/util-crypto';
import { Node, account, directory, until } from './support/node.js';

const DOCUMENT = process.env.GRIDMERIT_WALKTHROUGH ?? new URL('../../docs/polkadot-js.md', import.meta.url);
const METER = process.env.GRIDMERIT_METER ?? join(dirname(process.env.GRIDMERIT_NODE), 'gridmerit-meter');
const AsyncFunction = (async () => {}).constructor;

/// What the JavaScript page of polkadot.js offers; its keyring makes ed25519 pairs unless told otherwise.
const OFFERED = ['api', 'console', 'hashing', 'keyring', 'types', 'util'];
/// What it hides, and what only Node.js has.
const HIDDEN = ['window', 'document', 'fetch', 'setTimeout', 'setInterval', 'alert', 'process', 'global'];

/// What a walkthrough may not leave out.
const CALLS = [
  'forwardMarket.post', 'forwardMarket.cancel', 'ledger.deposit', 'ledger.withdraw',
  'meterAttestation.settleWith', 'meterAttestation.deliver', 'trustStaking.bond', 'trustStaking.back',
  'trustStaking.unbond',
];
const READS = [
  'query.forwardMarket.rules', 'query.clearing.results', 'call.marketApi.windows', 'call.marketApi.node',
  'call.marketApi.quote', 'call.marketApi.depth', 'call.marketApi.transactions', 'call.marketApi.invoices',
  'call.marketApi.statement', 'call.marketApi.zones', 'query.trustStaking.stakes',
];
const REFUSALS = [
  'forwardMarket.WrongRound', 'forwardMarket.IntervalNotOpen', 'forwardMarket.NoOrder', 'ledger.NotFree',
  'trustStaking.NotRegistered',
];

/// The steps of the document: code blocks, rows of tables of transactions, and the names in its text.
function parse(text) {
  const steps = [];
  let [title, block, header] = ['the beginning', undefined, ''];
  for (const [i, line] of text.split('\n').entries()) {
    const at = { title, line: i + 1 };
    if (block) {
      if (line === '```') block = undefined;
      else block.code.push(line);
    } else if (line.startsWith('```')) {
      block = { ...at, kind: line.slice(3), code: [] };
      steps.push(block);
    } else if (line.startsWith('## ')) {
      title = line.slice(3);
    } else {
      const cells = line.startsWith('|') ? line.split('|').slice(1, -1).map((cell) => cell.trim()) : [];
      const spans = [...line.matchAll(/`([^`]+)`/g)].map(([, span]) => span);
      if (cells.length === 0) header = '';
      else if (header === '') header = cells.join();
      else if (header === 'account,call,fields,you see' && !cells[0].startsWith('-')) {
        const [call, fields, ...seen] = spans;
        steps.push({ ...at, kind: 'row', who: cells[0], call, fields, seen });
      }
      steps.push(...spans.map((span) => ({ ...at, kind: 'name', span })));
    }
  }
  assert.equal(block, undefined, 'a code block has no end');
  return steps;
}

/// What a block of JavaScript says it prints: after each `console.log` a comment that begins with an arrow.
function promised(code) {
  const values = [];
  let open = false;
  for (const line of code) {
    const arrow = line.startsWith('// → ');
    if (arrow) values.push(line.slice(5));
    else if (open && line.startsWith('// ')) values.push(`${values.pop()}${line.slice(3)}`);
    open = arrow || (open && line.startsWith('// '));
  }
  return values.map(decoded);
}

/// As the JavaScript page prints a value.
function printed(value) {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  return value === undefined || value === null ? String(value) : value.toString();
}

function decoded(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/// The development account that polkadot.js shows as `name`.
const person = (name) => account(name[0] + name.slice(1).toLowerCase().replace('_', '//'));

/// The names of the errors that an event tells of.
function errorsOf(api, { data }) {
  const errors = data.filter((part) => part.isModule).map((part) => api.registry.findMetaError(part.asModule));
  return errors.map(({ section, name }) => `${section}.${name}`);
}

/// A person who walks through the document, on one chain.
class Walk {
  lines = new Map();
  rows = [];
  called = new Set();
  seen = new Set();
  read = '';

  constructor(t) {
    this.t = t;
    this.directory = directory(t);
  }

  /// Carries out one step; `next` is the one after.
  async take(step, next) {
    if (step.kind === 'sh') return this.shell(step.code.join('\n'));
    assert.ok(this.api, 'the first step starts the node');
    if (step.kind === 'row') {
      this.rows.push(step);
      const more = next?.kind === 'row' && next.line === step.line + 1;
      if (more || next?.code?.join().includes('signAndSend')) return undefined;
      return this.transactions(() => this.send(this.rows));
    }
    assert.equal(step.kind, 'js', 'a block is of sh or js');
    return this.transactions(() => this.javascript(step.code));
  }

  /// A command for the terminal. The first starts the chain, the others ask it and play its meters.
  async shell(text) {
    const start = /^scripts\/node\.sh (.*)$/.exec(text);
    if (start) {
      assert.equal(this.node, undefined, 'there is one chain');
      this.node = await Node.start(this.t, ['--dev', '--tmp', ...start[1].split(' ')]);
      this.api = await this.node.api(this.t);
      return;
    }
    const script = text
      .replaceAll('127.0.0.1:9944', `127.0.0.1:${this.node.rpcPort}`)
      .replaceAll('cargo run -p gridmerit-meter --', `'${METER}'`);
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: this.directory, timeout: 300_000, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (output[name] += data));
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(status, 0, output.stderr);
    const results = output.stdout.trim().split('\n');
    for (const result of results) assert.equal(JSON.parse(result).error, undefined, result);
    const readings = results.filter((line) => JSON.parse(line).signature);
    const meters = [...text.matchAll(/\/\/Meter\/\/(\w+)/g)].map(([, name]) => name);
    assert.equal(readings.length, meters.length, output.stdout);
    for (const [i, name] of meters.entries()) this.lines.set(name, readings[i]);
  }

  /// Puts what the meters printed where the document says so.
  filled(text) {
    const printedBy = (place, name) => this.lines.get(name) ?? assert.fail(`no meter printed ${place}`);
    return text.replace(/<(\w+)'s line>/g, printedBy);
  }

  /// A block for the JavaScript page, which prints what it says.
  async javascript(code) {
    const logs = [];
    const scope = {
      api: this.api,
      console: { log: (...values) => logs.push(values.map(printed).join(' ')) },
      hashing, keyring: new Keyring({ type: 'ed25519' }), types, util,
    };
    const text = this.filled(code.join('\n'));
    const block = new AsyncFunction(...OFFERED, ...HIDDEN, text);
    await block(...OFFERED.map((name) => scope[name]), ...HIDDEN.map(() => null));
    assert.deepEqual(logs.map(decoded), promised(code), 'what the block prints');
    this.read += text;
  }

  /// Sends the rows of a table as the form does.
  async send(rows) {
    for (const row of rows) {
      const { call, values } = this.form(row);
      const { address } = person(row.who);
      // polkadot.js takes the nonce from the state, so the account's next one must not follow at once.
      const nonce = async () => (await this.api.query.system.account(address)).nonce.toNumber();
      const before = await nonce();
      await call(...values).signAndSend(person(row.who));
      await until(async () => (await nonce()) > before, { what: `${row.call} to be in a block`, seconds: 20 });
    }
  }

  /// The call of a row, with the values of its fields, which are those of the chain by name and order.
  form(row) {
    const [section, method] = row.call.split('.');
    const call = this.api.tx[section]?.[method] ?? assert.fail(`there is no call ${row.call}`);
    const fields = new Function(`return { ${this.filled(row.fields)} }`)();
    assert.deepEqual(Object.keys(fields), call.meta.args.map(({ name }) => name.toString()), `fields of ${row.call}`);
    return { call, values: Object.values(fields) };
  }

  /// Does `work` and compares the transactions it led to with the rows of the table above it.
  async transactions(work) {
    const before = await this.node.best();
    await work();
    const empty = async () => (await this.node.request('author_pendingExtrinsics')).length === 0;
    await until(empty, { what: 'the transactions to be in blocks', seconds: 20 });
    const rows = this.rows;
    this.rows = [];
    let sent = [];
    await until(async () => (sent = await this.sent(before)).length >= rows.length, {
      what: () => `${rows.length} transactions; ${sent.length} are in blocks`, seconds: 20,
    });
    assert.equal(sent.length, rows.length, 'transactions, and rows of the table');
    for (const [i, row] of rows.entries()) this.compare(sent[i], row);
  }

  /// The signed transactions in the blocks after `before`, with their events.
  async sent(before) {
    const sent = [];
    for (let number = before + 1; number <= (await this.node.best()); number++) {
      const hash = await this.node.request('chain_getBlockHash', number);
      const [{ block }, at] = await Promise.all([this.api.rpc.chain.getBlock(hash), this.api.at(hash)]);
      const events = await at.query.system.events();
      for (const { event } of events) this.seen.add(`${event.section}.${event.method}`);
      for (const [i, extrinsic] of block.extrinsics.entries()) {
        const own = events.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(i));
        if (extrinsic.isSigned) sent.push({ extrinsic, events: own.map(({ event }) => event) });
      }
    }
    return sent;
  }

  /// A transaction is what its row says, and the row tells of its events and of every refusal.
  compare({ extrinsic, events }, row) {
    const { call, values } = this.form(row);
    const what = `${row.who}: ${row.call} ${row.fields}`;
    assert.equal(extrinsic.signer.toString(), person(row.who).address, what);
    assert.deepEqual(extrinsic.method.toHuman(), call(...values).method.toHuman(), what);
    const named = new Set(events.map(({ section, method }) => `${section}.${method}`));
    const errors = events.flatMap((event) => errorsOf(this.api, event));
    const seen = [...named, ...errors];
    for (const name of row.seen) assert.ok(seen.includes(name), `${what}: saw no ${name}, but ${seen.join(', ')}`);
    for (const name of errors) assert.ok(row.seen.includes(name), `${what}: ${name}`);
    assert.ok(!named.has('system.ExtrinsicFailed') || errors.length > 0, `${what}: refused by no pallet`);
    this.called.add(row.call);
    for (const name of errors) this.seen.add(name);
  }

  /// A name in the text is one of the chain's, with the chain's fields if it lists them: of a call, an item of
  /// storage, an RPC and so on (`pallet.name`), or of a field. An event or error has been seen.
  known(span) {
    const { api } = this;
    const name = /^([a-z]\w*)(?:\.(\w+))?(?:\(([^)]*)\))?$/.exec(span);
    if (!name) return;
    const [, section, method, fields] = name;
    const parts = [api.tx, api.query, api.consts, api.events, api.errors, api.call, api.rpc]
      .filter((kind) => Object.keys(kind).includes(section))
      .map((kind) => kind[section]);
    if (method === undefined) {
      assert.ok(parts.length > 0 || this.fields().has(section), `the chain has no ${span}`);
      return;
    }
    assert.ok(parts.some((part) => Object.keys(part).includes(method)), `the chain has no ${span}`);
    const shown = api.events[section]?.[method] ?? api.errors[section]?.[method];
    if (shown) assert.ok(this.seen.has(span), `no step shows ${span}`);
    if (fields !== undefined) {
      const params = api.call[section][method].meta.params.map((param) => util.stringCamelCase(param.name));
      assert.deepEqual(fields.split(', ').filter(Boolean), params, `fields of ${section}.${method}`);
    }
  }

  /// All fields of the chain's types, as polkadot.js names them.
  fields() {
    return new Set(this.api.runtimeMetadata.asLatest.lookup.types
      .filter(({ type }) => type.def.isComposite)
      .flatMap(({ type }) => type.def.asComposite.fields.filter(({ name }) => name.isSome))
      .map(({ name }) => util.stringCamelCase(name.unwrap())));
  }
}

describe('docs/polkadot-js.md', { timeout: 1_200_000 }, () => {
  it('does what it says, and names what there is', async (t) => {
    const steps = parse(readFileSync(DOCUMENT, 'utf8'));
    const walk = new Walk(t);
    const inStep = async ({ title, line }, work) => {
      try {
        await work();
      } catch (error) {
        throw new Error(`step "${title}", line ${line}: ${error.message}`, { cause: error });
      }
    };
    const actions = steps.filter(({ kind }) => kind !== 'name');
    for (const [i, step] of actions.entries()) await inStep(step, () => walk.take(step, actions[i + 1]));
    for (const step of steps) if (step.kind === 'name') await inStep(step, () => walk.known(step.span));

    for (const call of CALLS) assert.ok(walk.called.has(call), `no step calls ${call}`);
    for (const read of READS) assert.ok(walk.read.includes(`api.${read}(`), `no step reads ${read}`);
    for (const name of REFUSALS) assert.ok(walk.seen.has(name), `no step shows ${name}`);
  });
});
