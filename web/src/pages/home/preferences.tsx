// SPDX-License-Identifier: Apache-2.0

// From whom a household would rather buy, and a way to say so.

import { useState } from 'preact/hooks';
import { Enum } from 'polkadot-api';
import type { Account } from '../../chain/account';
import type { Chain } from '../../chain/link';
import { BEST, nodes, type Registered } from '../../chain/market';
import { useRead } from '../../chain/read';
import { t } from '../../lib/i18n';
import { Empty, nodeName, Section, Shown } from '../../ui/parts';
import { Told, useSending, type Sending } from '../../ui/sending';
import { sourceName } from './certificates';

type Choice = Awaited<ReturnType<Chain['api']['view']['ForwardMarket']['choices_of']>>[number];

/// As many as the chain keeps of a node.
const MOST = 8;
const SOURCES = ['Solar', 'Wind', 'Hydro', 'Geothermal', 'Biodiesel', 'Storage', 'Other'] as const;
const KINDS = ['Source', 'Node', 'Bus'] as const;

const keyOf = (choice: Choice) => `${choice.type}/${choice.type === 'Source' ? choice.value.type : choice.value}`;

export function Preferences({ chain, who, node, bus }: { chain: Chain; who: Account; node: number; bus: number }) {
  const sending = useSending(chain, who);
  const read = useRead(async (on) => {
    const choices = await on.api.view.ForwardMarket.choices_of(node, BEST);
    const named = choices.flatMap((choice) => (choice.type === 'Node' ? [choice.value] : []));
    return { choices, known: await nodes(on, named) };
  }, [node]);
  return (
    <Section title={t('prefer')} id="prefer">
      <p class="soft">{t('prefer.means')}</p>
      <Shown read={read}>{({ choices, known }) => {
        const name = (choice: Choice) => choiceText(chain, choice, known, bus);
        return (
          <>
            {choices.length === 0 ? <Empty>{t('prefer.nobody')}</Empty> : (
              <ol class="choices">{choices.map((choice) => <li>{name(choice)}</li>)}</ol>
            )}
            {sending.signs
              ? <Editor key={choices.map(keyOf).join()} {...{ chain, node, present: choices, name, sending }} />
              : <p class="soft no-print">{t('trade.cannotSign')}</p>}
          </>
        );
      }}</Shown>
      <Told progress={sending.progress} />
    </Section>
  );
}

function choiceText(chain: Chain, choice: Choice, known: Map<number, Registered>, own: number): string {
  switch (choice.type) {
    case 'Node': return nodeName(chain, choice.value, known.get(choice.value)?.account);
    case 'Bus': return t(choice.value === own ? 'prefer.ownBus' : 'bus', { bus: choice.value });
    case 'Source': return sourceName(choice.value.type);
  }
}

interface EditorProps { chain: Chain; node: number; present: Choice[]; name: (choice: Choice) => string; sending: Sending }

function Editor({ chain, node, present, name, sending: { busy, submit } }: EditorProps) {
  const [draft, setDraft] = useState(present);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('Source');
  const [source, setSource] = useState<(typeof SOURCES)[number]>('Solar');
  const [typed, setTyped] = useState('');
  const index = /^\d{1,7}$/.test(typed.trim()) ? Number(typed.trim()) : undefined;
  const next: Choice | undefined = kind === 'Source' ? Enum('Source', Enum(source))
    : index === undefined ? undefined : kind === 'Node' ? Enum('Node', index) : index <= 65_535 ? Enum('Bus', index) : undefined;
  const twice = next !== undefined && draft.some((choice) => keyOf(choice) === keyOf(next));
  const itself = next?.type === 'Node' && next.value === node;
  const same = draft.map(keyOf).join() === present.map(keyOf).join();
  const problem = itself ? 'error.ForwardMarket.ChoosesItself' : twice ? 'error.ForwardMarket.ChosenTwice'
    : draft.length >= MOST ? 'prefer.full' : kind !== 'Source' && typed !== '' && next === undefined ? 'prefer.badNumber' : undefined;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (!next || problem) return;
    setDraft([...draft, next]);
    setTyped('');
  };
  const up = (place: number) => setDraft(draft.with(place - 1, draft[place]!).with(place, draft[place - 1]!));
  const save = (choices: Choice[]) => submit(chain.api.tx.ForwardMarket.prefer({ choices }));
  return (
    <div class="no-print">
      <h3>{t('prefer.change')}</h3>
      {draft.length > 0 && (
        <ol class="choices">
          {draft.map((choice, place) => (
            <li>
              <span>{name(choice)}</span>{' '}
              <button type="button" disabled={place === 0} aria-label={t('prefer.upName', { name: name(choice) })} onClick={() => up(place)}>{t('prefer.up')}</button>{' '}
              <button type="button" aria-label={t('prefer.removeName', { name: name(choice) })} onClick={() => setDraft(draft.filter((_, i) => i !== place))}>{t('prefer.remove')}</button>
            </li>
          ))}
        </ol>
      )}
      <form class="line" onSubmit={add} noValidate>
        <label class="field">
          <span>{t('prefer.kind')}</span>
          <select name="kind" onChange={({ currentTarget }) => setKind(KINDS.find((one) => one === currentTarget.value)!)}>
            {KINDS.map((one) => <option value={one} selected={one === kind}>{t(`prefer.${one}`)}</option>)}
          </select>
        </label>
        {kind === 'Source' ? (
          <label class="field">
            <span>{t('source')}</span>
            <select name="source" onChange={({ currentTarget }) => setSource(SOURCES.find((one) => one === currentTarget.value)!)}>
              {SOURCES.map((one) => <option value={one} selected={one === source}>{sourceName(one)}</option>)}
            </select>
          </label>
        ) : (
          <label class="field">
            <span>{t(kind === 'Node' ? 'prefer.nodeNumber' : 'prefer.busNumber')}</span>
            <input name="seller" inputMode="numeric" autocomplete="off" value={typed} aria-invalid={problem !== undefined}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
          </label>
        )}
        <button disabled={!next || problem !== undefined}>{t('prefer.add')}</button>
      </form>
      {problem && <p class="bad" role="status">{t(problem)}</p>}
      <p class="buttons">
        <button type="button" class="main" disabled={busy || same || draft.length === 0} onClick={() => save(draft)}>{t('prefer.save')}</button>
        {present.length > 0 && <button type="button" disabled={busy} onClick={() => save([])}>{t('prefer.clear')}</button>}
      </p>
    </div>
  );
}
