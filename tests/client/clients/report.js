// SPDX-License-Identifier: Apache-2.0

// What a client saw, as JSON: for each look what was seen, or `{ failed }` and why.

import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for one thing: to be final takes half a minute on a network. */
const SECONDS = 120;

/** What a client throws where nobody can catch it ends what is looked at, not all. */
const thrown = () => new Promise((_, failed) => {
  process.removeAllListeners('uncaughtException').once('uncaughtException', failed);
});
const within = (look) => Promise.race([
  look(), thrown(), sleep(SECONDS * 1000).then(() => { throw new Error(`nothing for ${SECONDS} s`); }),
]);
const why = (error) => error?.message ?? `${error}`;

/** Connects, looks at one thing after the other, and goes on if a look fails; prints what was seen, and ends. */
export const report = async (connect) => {
  let seen = {};
  try {
    for (const [name, look] of Object.entries(await within(connect))) {
      seen[name] = await within(look).catch((error) => ({ failed: why(error) }));
    }
  } catch (error) {
    seen = { failed: why(error) };
  }
  console.log(JSON.stringify(seen));
  process.exit(0);
};

/** Waits for a second block of those that come in. */
export const second = async (blocks) => {
  while (blocks.length < 2) await sleep(100);
  return true;
};
