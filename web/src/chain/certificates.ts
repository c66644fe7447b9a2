// SPDX-License-Identifier: Apache-2.0

// Certificates of a node, as the chain answers in pieces.

import { byInterval, monthOf, type Certificate, type Row } from '../lib/certificates';
import type { Api, Chain } from './link';
import { BEST, invoices, startOf } from './market';

type Of<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;
export type Plant = NonNullable<Of<Api['apis']['CertificatesApi']['plant']>>;
export type Stock = NonNullable<Of<Api['apis']['CertificatesApi']['stock']>>;

/// What plants were issued for intervals that are done does not change while a chain is looked at.
const known = new WeakMap<Chain, Map<string, bigint>>();

async function issued(chain: Chain, node: number, intervals: number[]): Promise<Map<number, bigint>> {
  const before = known.get(chain) ?? new Map<string, bigint>();
  known.set(chain, before);
  const key = (interval: number) => `${node}/${interval}`;
  await Promise.all(intervals.filter((interval) => !before.has(key(interval))).map(async (interval) => {
    before.set(key(interval), (await chain.api.apis.CertificatesApi.issued(interval, node, BEST))?.energy ?? 0n);
  }));
  return new Map(intervals.map((interval) => [interval, before.get(key(interval)) ?? 0n]));
}

export interface Certified {
  mine: Certificate[];
  rows: Row[];
  /// Drawn in the calendar month (UTC) of the first interval as far as it is settled for good, and cancelled for that.
  month: { drawn: bigint; cancelled: bigint };
}

/// All of a node from one interval to another, as far as certificates are issued: before interval `until`.
export async function certified(chain: Chain, node: number, first: number, last: number, until: number): Promise<Certified> {
  const { CertificatesApi } = chain.api.apis;
  const mine: Certificate[] = [];
  for (let from: number | undefined = first; from !== undefined && from <= last;) {
    const [some, next]: Of<typeof CertificatesApi.certificates_of> = await CertificatesApi.certificates_of(node, from, last, BEST);
    mine.push(...some);
    from = next !== undefined && next > from ? next : undefined;
  }
  const settled = (await invoices(chain, node, first, Math.min(last, until - 1)))
    .filter(([, { basis }]) => basis.type === 'Reading' || basis.type === 'Spare');
  const drawn = new Map(settled.map(([interval, { metered }]) => [interval, metered.import]));
  const fed = settled.filter(([, { metered }]) => metered.export > 0n).map(([interval]) => interval);
  return {
    mine,
    rows: byInterval(node, mine, await issued(chain, node, fed), drawn),
    month: await CertificatesApi.consumed(node, monthOf(startOf(chain, first)), BEST),
  };
}
