// SPDX-License-Identifier: Apache-2.0

// What scripts/web.sh has built: its size, what it may load, and its words in both languages.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Node } from './support/node.js';
import { WEB, launch, open, says, serve } from './support/web.js';

const DIST = join(WEB, 'dist');
const files = readdirSync(DIST, { recursive: true }).filter((path) => statSync(join(DIST, path)).isFile());
const text = (path) => readFileSync(join(DIST, path), 'utf8');
const messages = (language) => JSON.parse(readFileSync(join(WEB, `src/messages/${language}.json`), 'utf8'));

describe('the built page', { timeout: 600_000 }, () => {
  let browser, site, close;
  before(async () => {
    browser = await launch();
    ({ site, close } = await serve());
  });
  after(async () => {
    await browser?.close();
    await close?.();
  });

  it('has at most 500 kB, compressed', () => {
    // The light client comes when somebody asks for it.
    const light = files.filter((path) => /assets\/light-/.test(path));
    assert.equal(light.length, 2, `${files}`);
    const bytes = files.filter((path) => !light.includes(path)).reduce((sum, path) => sum + gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length, 0);
    assert.ok(bytes > 50_000 && bytes <= 500_000, `${bytes} bytes`);
  });

  it('names no other server', () => {
    // Names of XML's formats are no places, and where to report a fault of smoldot is only said.
    const said = new Set(['www.w3.org', 'github.com']);
    for (const path of files.filter((name) => /\.(html|css|js|svg)$/.test(name))) {
      const hosts = [...text(path).matchAll(/(?:https?|wss?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(([, host]) => host);
      assert.deepEqual(hosts.filter((host) => !said.has(host) && host !== '127.0.0.1'), [], path);
      assert.doesNotMatch(text(path), /(?:src|href)=["'](?:https?:)?\/\//, path);
      assert.doesNotMatch(text(path), /@import|url\(["']?(?:https?:)?\/\//, path);
    }
  });

  it('asks its own server and the node, and nobody else', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
    const { page, requests, complaints } = await open(t, browser, { site, port: node.rpcPort });
    await says(page, 'Gridmerit Development');
    for (const name of ['home', 'trade', 'grid', 'trust', 'chain', 'operator']) {
      await page.locator(`nav a[href="#/${name}"]`).click();
      await says(page, 'Gridmerit Development');
    }
    const places = new Set(requests.map((url) => new URL(url).host));
    assert.deepEqual([...places].sort(), [`127.0.0.1:${node.rpcPort}`, new URL(site).host].sort());
    assert.deepEqual(complaints, []);
  });

  it('is served with a policy that lets nothing else in, and keeps it by itself', async (t) => {
    const { headers } = await fetch(site);
    const policy = headers.get('content-security-policy');
    const inside = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text('index.html'))[1];
    assert.equal(policy, `${inside}; frame-ancestors 'none'`);
    assert.match(policy, /^default-src 'none';/);
    assert.doesNotMatch(policy.replace("'wasm-unsafe-eval'", ''), /unsafe|\*|https?:|data:/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');

    const { page, complaints } = await open(t, browser, { site, port: 1 });
    await says(page, 'No node answers');
    complaints.length = 0;
    // What an attacker would try, were there a way in.
    const done = await page.evaluate(async (other) => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.intruded = true';
      document.body.append(script);
      const fetched = await fetch(other).then(() => true, () => false);
      const image = await new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve(true);
        picture.onerror = () => resolve(false);
        picture.src = `${other}/icon.svg`;
      });
      return { intruded: Boolean(globalThis.intruded), fetched, image };
    }, site.replace('127.0.0.1', 'localhost'));
    assert.deepEqual(done, { intruded: false, fetched: false, image: false });
    assert.ok(complaints.filter((line) => /Content Security Policy/.test(line)).length >= 3, complaints.join('\n'));
  });

  it('says everything in both languages', () => {
    const [en, de] = [messages('en'), messages('de')];
    assert.deepEqual(Object.keys(de), Object.keys(en));
    const names = (message) => [...message.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    for (const key of Object.keys(en)) {
      assert.ok(en[key] && de[key], key);
      assert.deepEqual(names(de[key]), names(en[key]), key);
    }
  });

  it('has no message that nothing says, and a message for all that the chain can refuse of an order', async (t) => {
    const node = await Node.start(t, ['--dev', '--tmp', '--sealing', 'instant', '--sealing-start', '2018-06-27T00:00:00Z']);
    const api = await node.api(t);
    const en = messages('en');
    const pallet = (name) => api.runtimeMetadata.asLatest.pallets.find((one) => one.name.eq(name));
    const errors = (name) => api.registry.lookup.getSiType(pallet(name).errors.unwrap().type).def.asVariant.variants.map((one) => one.name.toString());
    for (const name of errors('ForwardMarket')) assert.ok(en[`error.ForwardMarket.${name}`], name);
    const known = { ForwardMarket: errors('ForwardMarket'), Ledger: errors('Ledger'), TeRegistry: errors('TeRegistry') };
    for (const key of Object.keys(en).filter((one) => one.startsWith('error.'))) {
      const [, name, error] = key.split('.');
      if (known[name]) assert.ok(known[name].includes(error), key);
    }
    const source = readdirSync(join(WEB, 'src'), { recursive: true }).filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(join(WEB, 'src', path), 'utf8')).join('\n');
    const families = [...source.matchAll(/`([a-z]+)\.\$\{/g)].map(([, family]) => `${family}.`);
    for (const key of Object.keys(en)) {
      assert.ok(source.includes(`'${key}'`) || families.some((family) => key.startsWith(family)), `${key} is said by nothing`);
    }
  });
});
