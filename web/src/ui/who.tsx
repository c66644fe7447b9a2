// SPDX-License-Identifier: Apache-2.0

// Which account this is about.

import { useState } from 'preact/hooks';
import { account, accountsOf, choose, developmentAccounts, extensions, isAddress, type Account } from '../chain/account';
import type { Chain } from '../chain/link';
import { t } from '../lib/i18n';
import { useStore } from '../lib/store';

const keyOf = ({ kind, address }: Account) => `${kind}/${address}`;

export function Who({ chain }: { chain: Chain }) {
  const chosen = useStore(account);
  const [wallet, setWallet] = useState<Account[]>([]);
  const [problem, setProblem] = useState<string>();
  const development = chain.development ? developmentAccounts : [];
  const all = [...development, ...wallet];
  const offered = chosen && !all.some((one) => keyOf(one) === keyOf(chosen)) ? [chosen, ...all] : all;

  const connect = async (name: string) => {
    try {
      const found = await accountsOf(name);
      setWallet((before) => [...before.filter(({ extension }) => extension !== name), ...found]);
      setProblem(found.length === 0 ? t('who.noAccounts', { name }) : undefined);
      if (found[0]) choose(found[0]);
    } catch (error) {
      setProblem(t('who.refused', { name, error: error instanceof Error ? error.message : String(error) }));
    }
  };

  const watch = (event: SubmitEvent) => {
    event.preventDefault();
    const address = new FormData(event.currentTarget as HTMLFormElement).get('address');
    const text = String(address).trim();
    if (isAddress(text)) {
      setProblem(undefined);
      choose({ kind: 'watched', address: text });
    } else setProblem(t('who.noAddress'));
  };

  const label = ({ kind, name, address, extension }: Account) =>
    kind === 'watched' ? t('who.watched', { address }) : `${name ?? address}${extension ? ` · ${extension}` : ''}`;

  return (
    <details class="who no-print" open={!chosen}>
      <summary>{chosen ? `${t('who.is')} ${label(chosen)}` : t('who.choose')}</summary>
      {offered.length > 0 && (
        <label class="field">
          <span>{t('who.account')}</span>
          <select onChange={({ currentTarget }) => choose(offered.find((one) => keyOf(one) === currentTarget.value))}>
            <option value="" selected={!chosen}>{t('who.nobody')}</option>
            {offered.map((one) => <option value={keyOf(one)} selected={chosen && keyOf(one) === keyOf(chosen)}>{label(one)}</option>)}
          </select>
        </label>
      )}
      <p class="buttons">
        {extensions().map((name) => <button type="button" onClick={() => connect(name)}>{t('who.connect', { name })}</button>)}
      </p>
      <form class="line" onSubmit={watch}>
        <label class="field wide">
          <span>{t('who.address')}</span>
          <input name="address" autocomplete="off" spellcheck={false} />
        </label>
        <button>{t('who.watch')}</button>
      </form>
      {problem && <p class="bad" role="alert">{problem}</p>}
    </details>
  );
}
