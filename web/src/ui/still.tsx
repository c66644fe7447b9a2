// SPDX-License-Identifier: Apache-2.0

import { Component, type FunctionComponent } from 'preact';

/// The same component, drawn anew only if something that it is given is another thing than before: with each block the
/// whole page is drawn, and most of what it shows has not changed.
export function still<P extends object>(Draw: FunctionComponent<P>): FunctionComponent<P> {
  class Still extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>) {
      return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== this.props[name]);
    }
    override render() {
      return <Draw {...this.props} />;
    }
  }
  return Still as unknown as FunctionComponent<P>;
}
