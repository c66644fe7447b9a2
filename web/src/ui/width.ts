// SPDX-License-Identifier: Apache-2.0

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/// How wide the place of a picture is, so that its words are as large as all others, on a phone too.
export function useWidth<E extends Element>(first = 640) {
  const place = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth((before) => Math.round(element.clientWidth) || before);
    measure();
    const watched = new ResizeObserver(measure);
    watched.observe(element);
    return () => watched.disconnect();
  }, []);
  return { place, width };
}
