// SPDX-License-Identifier: Apache-2.0

// Transactions in the name of the account that was chosen: one at a time, and what becomes of it.

import { useState } from 'preact/hooks';
import { canSign, signerOf, type Account } from '../chain/account';
import type { Chain } from '../chain/link';
import { send, type Progress, type Sendable } from '../chain/send';
import { t } from '../lib/i18n';

export interface Sending {
  progress: Progress | undefined;
  /// Whether one is on its way.
  busy: boolean;
  /// Whether the account can sign at all.
  signs: boolean;
  /// Signs, sends and follows one; whether the chain has done it.
  submit: (call: Sendable) => Promise<boolean>;
}

export function useSending(chain: Chain, who: Account | undefined): Sending {
  const [progress, say] = useState<Progress>();
  const submit = async (call: Sendable) => {
    say({ state: 'signing' });
    try {
      const signer = who && (await signerOf(who, chain.development));
      if (signer) return await send(call, signer, say);
      say({ state: 'failed', why: t('trade.cannotSign') });
    } catch (error) {
      say({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
    return false;
  };
  return {
    progress, submit,
    busy: progress !== undefined && ['signing', 'sent'].includes(progress.state),
    signs: who !== undefined && canSign(who, chain.development),
  };
}

/// What became of the last transaction.
export function Told({ progress }: { progress: Progress | undefined }) {
  if (!progress) return <p class="told" role="status" />;
  const { state } = progress;
  if (state === 'refused' || state === 'failed') return <p class="told bad" role="alert">{t(`send.${state}`, { why: progress.why })}</p>;
  const block = 'block' in progress ? progress.block : '';
  return <p class={`told ${state === 'final' ? 'good' : ''}`} role="status">{t(`send.${state}`, { block })}</p>;
}
