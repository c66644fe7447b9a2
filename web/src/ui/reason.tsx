// SPDX-License-Identifier: Apache-2.0

// Asks for words that the chain keeps for everybody to read, before something is done.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../lib/i18n';

export const bytesOf = (words: string) => new TextEncoder().encode(words.trim());

interface Props {
  title: string;
  label: string;
  /// The most bytes that the chain keeps.
  most: number;
  button: string;
  disabled: boolean;
  /// What else is asked, before the words.
  children?: ComponentChildren;
  submit: (words: Uint8Array) => void;
  cancel?: () => void;
}

export function WordsForm({ title, label, most, button, disabled, children, submit, cancel }: Props) {
  const [words, setWords] = useState('');
  const bytes = bytesOf(words);
  const long = bytes.length > most;
  return (
    <form class="words" noValidate onSubmit={(event) => { event.preventDefault(); if (!disabled && bytes.length > 0 && !long) submit(bytes); }}>
      <h3>{title}</h3>
      {children}
      <label class="field wide">
        <span>{label}</span>
        <input name="words" autocomplete="off" value={words} aria-invalid={long} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </label>
      {long && <p class="bad" role="alert">{t('words.long', { most, count: bytes.length })}</p>}
      <p class="buttons">
        <button class="main" disabled={disabled || bytes.length === 0 || long}>{button}</button>
        {cancel && <button type="button" onClick={cancel}>{t('words.cancel')}</button>}
      </p>
    </form>
  );
}
