// SPDX-License-Identifier: Apache-2.0

// How a household stands, and why.

import type { Chain } from '../../chain/link';
import { BEST } from '../../chain/market';
import { useRead } from '../../chain/read';
import { money, part } from '../../lib/format';
import { t } from '../../lib/i18n';
import { after, dayOf, History, proven, readSlashes, SlashTable, type Conduct, type Folded } from '../../ui/history';
import { Empty, Facts, Section, Shown } from '../../ui/parts';

export function TrustOf({ chain, node }: { chain: Chain; node: number }) {
  const read = useRead(async (on) => {
    const { view } = on.api;
    const [standing, history] = await Promise.all([view.TrustStaking.standing(node, BEST), view.TrustStaking.history(node, BEST)]);
    const slashes = standing && standing.pending > 0 ? (await readSlashes(on)).slashes.filter((slash) => slash.node === node) : [];
    return { standing, history, slashes };
  }, [node]);
  return (
    <Section title={t('trust')} id="trust">
      <Shown read={read}>{({ standing, history, slashes }) => (!standing ? <Empty>{t('trust.none')}</Empty> : (
        <>
          <p class="soft">{t('trust.means')}</p>
          <Facts facts={[
            { name: t('trust.index'), value: part(standing.index, 2) },
            { name: t('trust.effective'), value: part(standing.effective, 2) },
            { name: t('trust.bonded'), value: money(standing.bonded, chain.token) },
            { name: t('trust.backed'), value: money(standing.backed, chain.token) },
            { name: t('trust.owed'), value: money(standing.owed, chain.token) },
            standing.pending > 0 && { name: t('trust.pending'), value: String(standing.pending), mark: 'bad' },
          ]} />
          <Why {...{ chain, history, conduct: standing.conduct }} />
          {slashes.length > 0 && <SlashTable {...{ chain, slashes }} />}
          <History {...{ chain, history }} />
        </>
      ))}</Shown>
    </Section>
  );
}

/// Why it is what it is, in sentences: the last fall, what fades, and what the session at hand will bring.
function Why({ chain, history, conduct }: { chain: Chain; history: Folded[]; conduct: Conduct }) {
  const fall = history.findLast(({ changes }) => changes.fallen > 0);
  const last = history.at(-1);
  const coming = proven(conduct, chain.token);
  const fades = last !== undefined && last.changes.faded > 0 && last.changes.fallen === 0;
  return (
    <div class="why">
      {fall && (
        <p class="bad">{t('trust.fell', {
          day: dayOf(fall), from: part(fall.changes.before, 2), to: part(after(fall), 2),
          points: part(fall.changes.fallen, 2), why: proven(fall.conduct, chain.token) || '–',
        })}</p>
      )}
      {fades && <p>{t('trust.fades', { points: part(last.changes.faded, 3) })}</p>}
      {coming && <p class="bad">{t('trust.coming', { why: coming })}</p>}
      {!fall && !coming && history.length > 0 && <p>{t('trust.neverFell')}</p>}
    </div>
  );
}
