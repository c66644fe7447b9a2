// SPDX-License-Identifier: Apache-2.0

// What this browser remembers of its user: language, node, account. Nothing leaves it, and nothing is needed.

const name = (key: string) => `gridmerit.${key}`;

export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(name(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string | undefined) {
  try {
    if (value === undefined) localStorage.removeItem(name(key));
    else localStorage.setItem(name(key), value);
  } catch {
    // Private windows may refuse: then it is forgotten with the page.
  }
}
