// SPDX-License-Identifier: Apache-2.0

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { headers } from './build/policy.js';

export default defineConfig({
  // Relative, so that the files can lie in any folder of any server.
  base: './',
  resolve: {
    alias: [
      { find: '@descriptors', replacement: fileURLToPath(new URL('.papi/descriptors/dist/index.js', import.meta.url)) },
      // Only an error's class of it is asked for, and 2 MB of a light client would come with it a second time.
      { find: /^@polkadot-api\/smoldot$/, replacement: 'smoldot/no-auto-bytecode' },
    ],
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 4_000, sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', port: 9980, strictPort: true, headers },
});
