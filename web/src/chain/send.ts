// SPDX-License-Identifier: Apache-2.0

// A transaction on its way: what becomes of it, in words.

import type { PolkadotSigner, TxEvent } from 'polkadot-api';
import { maybe, t } from '../lib/i18n';

export type Progress =
  | { state: 'signing' }
  | { state: 'sent' }
  | { state: 'included'; block: number }
  | { state: 'final'; block: number }
  | { state: 'refused'; why: string }
  | { state: 'failed'; why: string };

/// Any call of the typed API, whatever its arguments.
export interface Sendable {
  signSubmitAndWatch(signer: PolkadotSigner): { subscribe(observer: { next(event: TxEvent): void; error(error: unknown): void }): unknown };
}

interface Named { type?: string; value?: unknown }

/// The chain's refusal in plain words; its name where we have none.
export function refusal(error: unknown): string {
  const names: string[] = [];
  for (let at = error as Named | undefined; at && typeof at === 'object' && typeof at.type === 'string'; at = at.value as Named) {
    if (at.type !== 'Module') names.push(at.type);
  }
  const name = names.join('.');
  return maybe(`error.${name}`) ?? t('send.refusedAs', { name: name || String(error) });
}

interface Result { success: boolean; value: unknown }

/// Why Sudo was refused what it was asked, though its own call was done; nothing if it was not.
function insideSudo(events: { type: string; value: { type: string; value: unknown } }[]): unknown {
  for (const { type, value } of events) {
    if (type !== 'Sudo' || value.type !== 'Sudid') continue;
    const { sudo_result: result } = value.value as { sudo_result: Result };
    if (!result.success) return result.value;
  }
  return undefined;
}

/// Signs, sends, and follows a transaction until it is final, or refused.
export function send(call: Sendable, signer: PolkadotSigner, say: (progress: Progress) => void): Promise<boolean> {
  say({ state: 'signing' });
  return new Promise((resolve) => {
    const failed = (why: string) => {
      say({ state: 'failed', why });
      resolve(false);
    };
    call.signSubmitAndWatch(signer).subscribe({
      next(event) {
        if (event.type === 'broadcasted') say({ state: 'sent' });
        const refused = 'ok' in event && (event.ok ? insideSudo(event.events) : event.dispatchError);
        if (event.type === 'txBestBlocksState' && event.found) {
          if (!refused) say({ state: 'included', block: event.block.number });
          else say({ state: 'refused', why: refusal(refused) });
        }
        if (event.type === 'finalized') {
          if (!refused) say({ state: 'final', block: event.block.number });
          else say({ state: 'refused', why: refusal(refused) });
          resolve(!refused);
        }
      },
      error(error: unknown) {
        const invalid = (error as { error?: unknown }).error;
        if (invalid && typeof invalid === 'object') failed(refusal(invalid));
        else failed(error instanceof Error ? error.message : String(error));
      },
    });
  });
}
