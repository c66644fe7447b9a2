// SPDX-License-Identifier: Apache-2.0

import { render } from 'preact';
import { App } from './app';
import { connect, firstSource } from './chain/link';

connect(firstSource());
render(<App />, document.getElementById('page')!);
