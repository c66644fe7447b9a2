// SPDX-License-Identifier: Apache-2.0

// Words in the language of the reader. src/messages has a file a language, all with the same keys.

import de from '../messages/de.json';
import en from '../messages/en.json';
import { remembered, remember } from './memory';

export type Key = keyof typeof en;
export type Language = 'en' | 'de';
export const LANGUAGES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const messages: Record<Language, Record<Key, string>> = { en, de };

function preferred(): Language {
  const chosen = remembered('language');
  if (chosen === 'en' || chosen === 'de') return chosen;
  const first = navigator.languages.find((one) => /^(en|de)\b/.test(one));
  return first?.startsWith('de') ? 'de' : 'en';
}

let current: Language = preferred();
export const language = (): Language => current;

export function speak(next: Language) {
  current = next;
  remember('language', next);
}

/// A message with the values that it names as `{name}`.
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return messages[current][key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/// The message of a word of the chain, such as the name of an error; none if there is none.
export function maybe(key: string): string | undefined {
  return key in messages[current] ? messages[current][key as Key] : undefined;
}
