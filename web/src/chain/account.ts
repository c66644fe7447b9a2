// SPDX-License-Identifier: Apache-2.0

// Whose home is shown, and who signs: an account that is only watched, one of a wallet extension, or, on a development
// chain, one whose key everybody has.

import { type PolkadotSigner } from 'polkadot-api';
import { connectInjectedExtension, getInjectedExtensions, type InjectedExtension } from 'polkadot-api/pjs-signer';
import { remember, remembered } from '../lib/memory';
import { store } from '../lib/store';

export interface Account {
  kind: 'watched' | 'development' | 'extension';
  address: string;
  name?: string;
  /// Of which extension.
  extension?: string;
}

const DEVELOPMENT: [string, string][] = [
  ['Alice', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'],
  ['Bob', '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'],
  ['Charlie', '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y'],
  ['Dave', '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy'],
  ['Eve', '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw'],
  ['Ferdie', '5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL'],
];
export const developmentAccounts: Account[] = DEVELOPMENT.map(([name, address]) => ({ kind: 'development', name, address }));

/// Whether a text can be an address: whether it is one only decoding it would show.
export const isAddress = (text: string) => /^[1-9A-HJ-NP-Za-km-z]{46,50}$/.test(text);

function before(): Account | undefined {
  try {
    const { kind, address, name, extension } = JSON.parse(remembered('account') ?? '{}') as Partial<Account>;
    return kind && address && isAddress(address) ? { kind, address, name, extension } : undefined;
  } catch {
    return undefined;
  }
}

export const account = store<Account | undefined>(before());

export function choose(next: Account | undefined) {
  remember('account', next && JSON.stringify(next));
  account.set(next);
}

/// The names of wallet extensions that this browser has.
export const extensions = (): string[] => getInjectedExtensions();

const connected = new Map<string, Promise<InjectedExtension>>();

/// Asks an extension for its accounts; its user may refuse.
export async function accountsOf(extension: string): Promise<Account[]> {
  const asked = connected.get(extension) ?? connectInjectedExtension(extension, 'Gridmerit');
  connected.set(extension, asked);
  try {
    const accounts = (await asked).getAccounts();
    return accounts.map(({ address, name }) => ({ kind: 'extension', address, name, extension }));
  } catch (error) {
    connected.delete(extension);
    throw error;
  }
}

/// Who signs for an account; none if it is only watched.
export async function signerOf(of: Account, development: boolean): Promise<PolkadotSigner | undefined> {
  if (of.kind === 'extension' && of.extension) {
    await accountsOf(of.extension);
    const wallet = await connected.get(of.extension)!;
    return wallet.getAccounts().find(({ address }) => address === of.address)?.polkadotSigner;
  }
  if (of.kind === 'development' && development) {
    const { developmentSigner } = await import('./development');
    return developmentSigner(of.name!);
  }
  return undefined;
}

export const canSign = (of: Account, development: boolean) => of.kind === 'extension' || (of.kind === 'development' && development);
