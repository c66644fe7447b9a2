// SPDX-License-Identifier: Apache-2.0

// For which interval an order is: one of those that are open, or another time, of which it says when orders for it are taken.

import { useState } from 'preact/hooks';
import { now, type Chain, type Head } from '../chain/link';
import { BEST, intervalOf, startOf, type Window } from '../chain/market';
import { useRead } from '../chain/read';
import { moment, nextDay, span, startOfDay } from '../lib/format';
import { t } from '../lib/i18n';
import { Shown } from './parts';

/// What was chosen may not be open: not yet, or not any more.
interface Props { chain: Chain; head: Head; list: Window[]; chosen: number | undefined; choose: (interval: number | undefined) => void }

export function When({ chain, head, list, chosen, choose }: Props) {
  const [other, setOther] = useState('');
  const today = startOfDay(now(head).time);
  const dayName = (interval: number) => {
    const begins = startOfDay(startOf(chain, interval));
    return begins === today ? '' : begins === nextDay(today) ? `${t('trade.tomorrow')} ` : `${moment(startOf(chain, interval))}, `;
  };
  // A local time, such as 2018-06-28T12:00; nothing is typed until all of it is.
  const look = (text: string) => {
    setOther(text);
    const at = Date.parse(text);
    choose(Number.isNaN(at) ? undefined : intervalOf(chain, at));
  };
  return (
    <>
      {list.length > 0 && (
        <fieldset class="choice">
          <legend>{t('window')}</legend>
          {list.map(({ interval }) => (
            <label>
              <input type="radio" name="window" checked={interval === chosen} onChange={() => { setOther(''); choose(interval); }} />
              <span>{dayName(interval)}{span(interval, chain.length)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <label class="field">
        <span>{t('trade.another')}</span>
        <input type="datetime-local" name="when" value={other} step={chain.length / 1_000} onInput={({ currentTarget }) => look(currentTarget.value)} />
      </label>
      {chosen !== undefined && !list.some(({ interval }) => interval === chosen) && <Opens {...{ chain, head, interval: chosen }} />}
    </>
  );
}

/// When orders for an interval are taken that takes none now.
function Opens({ chain, head, interval }: { chain: Chain; head: Head; interval: number }) {
  const read = useRead(async ({ api }) => {
    const rules = await api.query.ForwardMarket.Rules.getValue(BEST);
    return (rules.findLast(([from]) => from <= interval) ?? rules[0])?.[1];
  }, [interval]);
  const { time } = now(head);
  return (
    <div role="status">
      <Shown read={read}>{(rules) => {
        if (!rules) return <p class="bad">{t('now.noMarket')}</p>;
        // Round r closes so long before interval r + 1 begins, and the next one opens then.
        const closes = (round: number) => startOf(chain, round + 1) - rules.gate_lead;
        const [from, until] = [closes(interval - rules.lead - rules.windows), closes(interval - rules.lead)];
        const what = { when: moment(startOf(chain, interval)), from: moment(from), until: moment(until) };
        return <p class={time < from ? 'notice' : 'bad'}>{t(time < from ? 'trade.opensLater' : time >= until ? 'trade.closedBefore' : 'now.noWindows', what)}</p>;
      }}</Shown>
    </div>
  );
}
