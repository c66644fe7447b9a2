// SPDX-License-Identifier: Apache-2.0

// What `polkadot-api/smoldot/worker` does. That package says of itself that loading it does nothing, so a bundler
// leaves it out.

import { compileBytecode } from 'smoldot/bytecode';
import { run } from 'smoldot/worker';

compileBytecode().then((bytecode) => postMessage(bytecode));
onmessage = ({ data }) => run(data);
