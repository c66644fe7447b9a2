// SPDX-License-Identifier: Apache-2.0

// What a page does with its time and its memory.

/// In the page: gaps between frames, and tasks that keep the page busy, both from 50 ms on, since they were taken last.
/// And when the first figures were there, in ms since the page was opened.
function watch() {
  const seen = (globalThis.__load = { gaps: [], tasks: [], first: undefined });
  let last = performance.now();
  const tick = (now) => {
    if (now - last > 50) seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  const look = new MutationObserver(() => {
    if (!document.querySelector('[data-first], dl.facts dd')) return;
    look.disconnect();
    // When it is painted, not only there.
    requestAnimationFrame(() => requestAnimationFrame((now) => (seen.first = now)));
  });
  look.observe(document, { subtree: true, childList: true, attributes: true });
}

export const observe = (page) => page.addInitScript(watch);

/// Gaps and tasks since the last time, and forgets them.
export const take = (page) => page.evaluate(() => {
  const { gaps, tasks } = globalThis.__load;
  return { gaps: gaps.splice(0), tasks: tasks.splice(0) };
});

/// When the first figures were painted, in ms since the page was opened.
export async function firstPicture(page) {
  await page.waitForFunction(() => globalThis.__load.first !== undefined, null, { timeout: 60_000 });
  return page.evaluate(() => globalThis.__load.first);
}

/// What the page holds when all garbage is gone: bytes of JavaScript's heap, and how many elements.
export async function memory(session) {
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heap: usedSize, elements: nodes, listeners: jsEventListeners };
}

/// What the page's own thread was busy with while `during` ran: the longest task, in ms by the clock and of the
/// processor, and what was longest in it.
export async function trace(browser, page, during) {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await during();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`));
  const tasks = traceEvents.filter(({ name, ph, pid, tid }) => ph === 'X' && name === 'RunTask' && main.has(`${pid}/${tid}`));
  const ms = (micros) => (micros ?? 0) / 1_000;
  const worst = tasks.reduce((all, { dur, tdur }) => ({ wall: Math.max(all.wall, ms(dur)), cpu: Math.max(all.cpu, ms(tdur)) }), { wall: 0, cpu: 0 });
  return { tasks: tasks.length, measured: tasks.some(({ tdur }) => tdur > 0), ...worst };
}

/// What counts, asked of the node: frames of the WebSocket that the page sends.
export function requests(page) {
  const sent = { count: 0, methods: new Map() };
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => {
    sent.count++;
    const method = /"method":"([^"]+)"/.exec(String(payload))?.[1] ?? '?';
    sent.methods.set(method, (sent.methods.get(method) ?? 0) + 1);
  }));
  return sent;
}
