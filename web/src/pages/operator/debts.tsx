// SPDX-License-Identifier: Apache-2.0

// Who owes what to whom, and what is forgiven.

import { useState } from 'preact/hooks';
import { forgiven } from '../../chain/forgiven';
import { entries } from '../../chain/entries';
import type { Chain } from '../../chain/link';
import { useRead } from '../../chain/read';
import { money, parseMoney } from '../../lib/format';
import { t } from '../../lib/i18n';
import { useStore } from '../../lib/store';
import { Empty, nodeName, Section, Shown, Table } from '../../ui/parts';
import { WordsForm } from '../../ui/reason';
import type { Do } from '.';

const RESERVE = 4_294_967_295;

interface Debt { debtor: number; creditor: number; amount: bigint }
interface Props { chain: Chain; act: Do; busy: boolean; operates: boolean; signs: boolean; node: number | undefined }

export function Debts({ chain, act, busy, operates, signs, node }: Props) {
  const [chosen, choose] = useState<{ debtor: number; creditor: number }>();
  const read = useRead(async (on) => {
    const { list, cut } = await entries(on, on.api.query.Ledger.Debts, ['number', 'number']);
    // What was paid meanwhile is none.
    const debts = list.map(({ keyArgs: [debtor, creditor], value }) => ({ debtor, creditor, amount: value })).filter(({ amount }) => amount > 0n);
    return { debts, cut };
  });
  const { genesis, all } = useStore(forgiven);
  const noted = genesis === chain.genesis ? all : [];
  const name = (of: number) => (of === RESERVE ? t('debts.reserve') : nodeName(chain, of));
  const may = (creditor: number) => operates || (signs && creditor === node);
  return (
    <Section title={t('debts')}>
      <Shown read={read}>{({ debts, cut }) => {
        // What was chosen may have been paid meanwhile.
        const debt = debts.find(({ debtor, creditor }) => debtor === chosen?.debtor && creditor === chosen.creditor);
        return debts.length === 0 ? <Empty>{t('debts.none')}</Empty> : (
          <>
            <Table caption={t('debts.table')} rows={debts} columns={[
              { title: t('debts.debtor'), cell: ({ debtor }) => name(debtor) },
              { title: t('debts.creditor'), left: true, cell: ({ creditor }) => name(creditor) },
              { title: t('bill.amount'), cell: ({ amount }) => money(amount, chain.token) },
              { title: t('trade.do'), left: true, cell: (one) => (
                <button type="button" disabled={busy || !may(one.creditor)} onClick={() => choose(one)}>{t('debts.forgive')}</button>
              ) },
            ]} />
            {cut && <p class="soft">{t('table.more', { most: debts.length })}</p>}
            {debt && (
              <Forgive key={`${debt.debtor}/${debt.creditor}`} {...{ chain, debt, name }} disabled={busy || !may(debt.creditor)} cancel={() => choose(undefined)}
                submit={async (amount, reason) => {
                  const call = chain.api.tx.Ledger.forgive({ debtor: debt.debtor, creditor: debt.creditor, amount, reason });
                  if (await act(call, debt.creditor !== node || !signs)) choose(undefined);
                }} />
            )}
          </>
        );
      }}</Shown>
      {noted.length === 0 ? <Empty>{t('debts.noneForgiven')}</Empty> : (
        <Table caption={t('debts.forgiven')} rows={noted.slice().reverse()} columns={[
          { title: t('debts.debtor'), cell: ({ debtor }) => name(debtor) },
          { title: t('debts.creditor'), left: true, cell: ({ creditor }) => name(creditor) },
          { title: t('bill.amount'), cell: ({ amount }) => money(amount, chain.token) },
          { title: t('debts.left'), cell: ({ left }) => money(left, chain.token) },
          { title: t('debts.because'), left: true, cell: ({ reason }) => reason },
        ]} />
      )}
    </Section>
  );
}

interface ForgiveProps {
  chain: Chain; debt: Debt; name: (node: number) => string; disabled: boolean;
  submit: (amount: bigint | undefined, reason: Uint8Array) => void; cancel: () => void;
}

function Forgive({ chain, debt, name, disabled, submit, cancel }: ForgiveProps) {
  const [typed, setTyped] = useState('');
  const all = typed.trim() === '';
  const amount = all ? debt.amount : parseMoney(typed, chain.token);
  const wrong = amount === undefined || amount > debt.amount;
  return (
    <WordsForm title={t('debts.forgiveTitle', { debtor: name(debt.debtor), creditor: name(debt.creditor) })} label={t('debts.because')} most={128}
      button={t('debts.forgiveButton')} disabled={disabled || wrong} cancel={cancel} submit={(reason) => submit(all ? undefined : amount, reason)}>
      <p class="soft">{t('debts.forgiveHint')}</p>
      <label class="field wide">
        <span>{t('debts.howMuch', { symbol: chain.token.symbol })}</span>
        <input name="amount" inputMode="decimal" autocomplete="off" value={typed} placeholder={money(debt.amount, chain.token)} aria-invalid={wrong}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
      </label>
      <p role="status" class={wrong ? 'bad' : 'soft'}>
        {wrong ? t(amount === undefined ? 'trade.badNumber' : 'error.Ledger.MoreThanOwed') : t('debts.leaves', { left: money(debt.amount - amount, chain.token) })}
      </p>
    </WordsForm>
  );
}
