// SPDX-License-Identifier: Apache-2.0

// What all pages are made of: sections, tables, figures, and what stands where there is nothing to show yet.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { Read } from '../chain/read';
import type { Chain } from '../chain/link';
import { developmentAccounts } from '../chain/account';
import { number, short } from '../lib/format';
import { t } from '../lib/i18n';

/// A part of a page with a heading.
export function Section({ title, children, id }: { title: string; children: ComponentChildren; id?: string }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} id={id}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}

/// What was read, or that it is still on its way, or why it is not there.
export function Shown<T>({ read, children }: { read: Read<T>; children: (value: T) => ComponentChildren }) {
  if (read.state === 'loading') return <p class="loading" role="status">{t('state.loading')}</p>;
  if (read.state === 'failed') return <p class="bad" role="alert">{t('state.failed', { error: read.error })}</p>;
  return <>{children(read.value)}</>;
}

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>;

export interface Column<R> { title: string; cell: (row: R) => ComponentChildren; left?: boolean }

/// As many rows as a table shows at once: a day of quarters of an hour, and no more than a browser draws in a frame.
const PAGE = 100;

/// From which row on a table is shown, and how one goes on. On paper it is shown whole.
function usePages(all: number) {
  const [wanted, from] = useState(0);
  const [printed, print] = useState(false);
  useEffect(() => {
    const [before, after] = [() => print(true), () => print(false)];
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  const last = Math.max(0, Math.ceil(all / PAGE) - 1) * PAGE;
  const first = printed ? 0 : Math.min(wanted, last);
  return { first, end: printed ? all : Math.min(all, first + PAGE), last, from };
}

/// A table; on a phone a card a row, with the name of each column. The first column names the row.
export function Table<R>({ caption, columns, rows, foot }: { caption: string; columns: Column<R>[]; rows: R[]; foot?: ComponentChildren }) {
  const [name, ...others] = columns;
  const { first, end, last, from } = usePages(rows.length);
  const table = (
    <table class="cards">
      <caption>{caption}</caption>
      <thead>
        <tr>{columns.map(({ title, left }) => <th scope="col" class={left ? 'left' : undefined}>{title}</th>)}</tr>
      </thead>
      <tbody>
        {rows.slice(first, end).map((row) => (
          <tr>
            <th scope="row">{name!.cell(row)}</th>
            {others.map(({ title, cell, left }) => (
              <td data-label={title} class={left ? 'left' : undefined}><span>{cell(row)}</span></td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot}
    </table>
  );
  return (
    <>
      {table}
      {rows.length > PAGE && (
        <p class="buttons no-print">
          <button type="button" disabled={first === 0} onClick={() => from(first - PAGE)}>{t('table.before')}</button>
          <button type="button" disabled={first >= last} onClick={() => from(first + PAGE)}>{t('table.after')}</button>
          <span role="status">{t('table.rows', { first: number(first + 1), last: number(end), all: number(rows.length) })}</span>
        </p>
      )}
    </>
  );
}

export interface Fact { name: string; value: ComponentChildren; mark?: 'good' | 'bad' }

/// Figures with their names.
export function Facts({ facts }: { facts: (Fact | false | undefined)[] }) {
  return (
    <dl class="facts">
      {facts.filter((fact): fact is Fact => Boolean(fact)).map(({ name, value, mark }) => (
        <div>
          <dt>{name}</dt>
          <dd class={mark}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/// Whoever acts for a node: by its name on a development chain, else by its number.
export function nodeName(chain: Chain, node: number, account?: string): string {
  const known = chain.development && developmentAccounts.find(({ address }) => address === account);
  return known ? `${known.name} (${node})` : t('node', { node });
}

export const Address = ({ of }: { of: string }) => <code title={of}>{short(of)}</code>;

/// What parts of a picture that overlap say in a table, for those who want figures or cannot see it.
export function Details({ summary, children }: { summary: string; children: ComponentChildren }) {
  return (
    <details>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
