// SPDX-License-Identifier: Apache-2.0

// What the page may load and where it may connect: its own files, and any node that its user names. The same is in
// index.html, for servers that send no headers.

export const policy = [
  "default-src 'none'",
  // A light client is WebAssembly, in a thread of its own.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const headers = {
  // A page in a frame could be laid under another one; only a header can forbid that.
  'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
