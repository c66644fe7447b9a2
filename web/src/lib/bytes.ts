// SPDX-License-Identifier: Apache-2.0

/// Bytes that the chain keeps of a name or a reason, as text.
export function text(bytes: Uint8Array | string): string {
  if (typeof bytes !== 'string') return new TextDecoder().decode(bytes);
  if (!/^0x([0-9a-f]{2})*$/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes.slice(2).match(/../g) ?? [], (two) => parseInt(two, 16)));
}
