// SPDX-License-Identifier: Apache-2.0

// The frame: where one is, which chain this is and how it is, and the page that was chosen.

import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { followForgiven } from './chain/forgiven';
import { connect, isNode, lightSource, link, type Chain, type Head, type Link, type Source } from './chain/link';
import { moment, number } from './lib/format';
import { LANGUAGES, language, speak, t, type Key, type Language } from './lib/i18n';
import { useStore } from './lib/store';
import { ChainPage } from './pages/chain';
import { Grid } from './pages/grid';
import { Home } from './pages/home';
import { Now } from './pages/now';
import { Operator } from './pages/operator';
import { Trade } from './pages/trade';
import { Trust } from './pages/trust';
import { Details } from './ui/parts';

interface Shown { chain: Chain; head: Head }
const PAGES: Record<string, (shown: Shown) => JSX.Element> = {
  now: Now, home: Home, trade: Trade, grid: Grid, trust: Trust, chain: ChainPage, operator: Operator,
};

const here = () => {
  const name = location.hash.replace(/^#\/?/, '');
  return name in PAGES ? name : 'now';
};

export function App() {
  const [page, setPage] = useState(here);
  const [spoken, setSpoken] = useState<Language>(language());
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);

  useLayoutEffect(() => {
    const go = () => {
      moved.current = true;
      setPage(here());
    };
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, []);
  // Before it is painted, so that whoever types or listens is on the new page at once.
  useLayoutEffect(() => {
    document.title = `${t(`page.${page}` as Key)} – Gridmerit`;
    document.documentElement.lang = spoken;
    if (moved.current) heading.current?.focus();
  }, [page, spoken]);

  const state = useStore(link);
  const live = state.state === 'live' ? state.chain : undefined;
  useEffect(() => live && followForgiven(live), [live]);
  const Page = PAGES[page]!;
  return (
    <div key={spoken}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); heading.current?.focus(); }}>{t('skip')}</a>
      <header class="no-print">
        <div class="top">
          <a class="brand" href="#/now"><img src="icon.svg" alt="" width="28" height="28" /> Gridmerit</a>
          <Status state={state} />
          <label class="language">
            <span class="hidden">{t('language')}</span>
            <select onChange={({ currentTarget }) => {
              speak(currentTarget.value as Language);
              setSpoken(currentTarget.value as Language);
            }}>
              {Object.entries(LANGUAGES).map(([code, name]) => <option value={code} selected={code === spoken} lang={code}>{name}</option>)}
            </select>
          </label>
        </div>
        <nav aria-label={t('pages')}>
          <ul>
            {Object.keys(PAGES).map((name) => (
              <li><a href={`#/${name}`} aria-current={name === page ? 'page' : undefined}>{t(`page.${name}` as Key)}</a></li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main">
        <h1 ref={heading} tabIndex={-1}>{t(`title.${page}` as Key)}</h1>
        <Notices state={state} page={page} />
        {state.chain && state.head && <Page chain={state.chain} head={state.head} />}
      </main>
      <footer class="no-print"><Node state={state} /><p class="soft">{t('privacy')}</p></footer>
    </div>
  );
}

function Status({ state }: { state: Link }) {
  const { chain, head } = state;
  return (
    <p class={`status ${state.state}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span>
        {t(`link.${state.state}`)}
        {chain && head && <span class="soft"> {chain.name}, {t('block', { number: number(head.number) })}</span>}
      </span>
    </p>
  );
}

/// What keeps the page from showing the chain as it is.
function Notices({ state, page }: { state: Link; page: string }) {
  switch (state.state) {
    case 'connecting':
      return <p class="notice" role="status">{t(state.light ? 'notice.light' : 'notice.connecting', { url: state.url })}</p>;
    case 'lost':
      return (
        <div class="notice warn" role="alert">
          <p>{state.head
            ? t('notice.stale', { url: state.url, time: moment(state.head.time) })
            : t('notice.lost', { url: state.url })}</p>
        </div>
      );
    case 'foreign':
      return <p class="notice warn" role="alert">{t('notice.foreign', { url: state.url, name: state.name })}</p>;
    case 'other':
      return (
        <div class="notice warn" role="alert">
          <p>{t('notice.other', { url: state.url, before: state.before, now: state.now })}</p>
          <button type="button" onClick={state.accept}>{t('notice.goOn')}</button>
        </div>
      );
    case 'live': {
      const { chain, head, misses } = state;
      if (misses.includes(page)) return <p class="notice warn" role="alert">{t('notice.misses', { spec: head.runtime.spec })}</p>;
      if (head.runtime.spec !== chain.runtime.spec) {
        return <p class="notice" role="status">{t('notice.upgraded', { before: chain.runtime.spec, now: head.runtime.spec })}</p>;
      }
      return null;
    }
  }
}

function Node({ state }: { state: Link }) {
  const [problem, setProblem] = useState<Key>();
  const choose = (source: Source) => {
    // What is chosen here holds, not what the address had named.
    history.replaceState(null, '', `${location.pathname}${location.hash}`);
    connect(source);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const url = String(new FormData(event.currentTarget as HTMLFormElement).get('node')).trim();
    setProblem(isNode(url) ? undefined : 'node.noUrl');
    if (isNode(url)) choose({ url });
  };
  const begin = async (file: File | undefined) => {
    if (!file) return;
    // A checkpoint makes a spec of some kB; the runtime in a raw one is some MB of text.
    const source = file.size < 2e7 ? lightSource(await file.text()) : undefined;
    setProblem(source ? undefined : 'light.noSpec');
    if (source) choose(source);
  };
  return (
    <>
      <form class="line" onSubmit={submit}>
        <label class="field wide">
          <span>{t('node.url')}</span>
          <input name="node" key={state.url} defaultValue={isNode(state.url) ? state.url : ''} spellcheck={false} autocomplete="off" />
        </label>
        <button>{t('node.connect')}</button>
      </form>
      <Details summary={t('light.title')}>
        <p class="soft">{t('light.hint')}</p>
        <label class="field wide">
          <span>{t('light.spec')}</span>
          <input type="file" accept=".json,application/json" onChange={({ currentTarget }) => begin(currentTarget.files?.[0])} />
        </label>
      </Details>
      {problem && <p class="bad" role="alert">{t(problem)}</p>}
    </>
  );
}
