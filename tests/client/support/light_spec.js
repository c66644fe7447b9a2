// SPDX-License-Identifier: Apache-2.0

// scripts/light-spec.sh.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../scripts/light-spec.sh', import.meta.url));

/// Runs it to its end: what it printed and how it ended.
export function script(args, options) {
  return new Promise((resolve) => {
    execFile(SCRIPT, args, { timeout: 120_000, ...options }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}
