import { expect, test } from 'vitest';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import { createFrontTab, graceMs, mustBeConnected } from './front-tab.ts';

test.each([
  [{ isVisible: true, isLast: true, isBusy: false }, true],
  [{ isVisible: true, isLast: false, isBusy: false }, true],
  [{ isVisible: false, isLast: true, isBusy: false }, true],
  [{ isVisible: false, isLast: false, isBusy: true }, true],
  [{ isVisible: false, isLast: false, isBusy: false }, false],
])('a tab that is %o is connected: %s', (place, connected) => {
  expect(mustBeConnected(place)).toBe(connected);
});

/** Locks of one name, as the Web Locks API grants, queues and steals them. */
function fakeLocks() {
  interface Request {
    readonly run: () => Promise<unknown>;
    readonly done: (fault?: Error) => void;
  }
  let held: Request | undefined;
  let waiting: Request[] = [];
  async function hold(request: Request): Promise<void> {
    await Promise.resolve();
    await request.run();
    if (held !== request) return;
    held = undefined;
    request.done();
    const next = waiting.shift();
    if (next !== undefined) grant(next);
  }
  function grant(request: Request): void {
    held = request;
    void hold(request);
  }
  const request = (
    _: string,
    options: { steal?: boolean; signal?: AbortSignal },
    run: () => Promise<unknown>,
  ) =>
    new Promise<unknown>((resolve, reject) => {
      const mine: Request = {
        run,
        done: (fault) => (fault === undefined ? resolve(undefined) : reject(fault)),
      };
      options.signal?.addEventListener('abort', () => {
        if (!waiting.includes(mine)) return;
        waiting = waiting.filter((one) => one !== mine);
        mine.done(new Error('aborted'));
      });
      if (held === undefined) return grant(mine);
      if (options.steal !== true) return void waiting.push(mine);
      held.done(new Error('stolen'));
      grant(mine);
    });
  return { request } as Pick<LockManager, 'request'>;
}

type Hear = (event: { readonly data: unknown }) => void;

function world() {
  const clock = createManualClock(0);
  const locks = fakeLocks();
  const channels = new Set<{ hear: Hear }>();
  const settle = () => new Promise<void>((done) => setTimeout(done));

  async function tab(visible: boolean) {
    let isVisible = visible;
    let isBusy = false;
    let changed = (): void => undefined;
    const heard: string[] = [];
    const front = createFrontTab({
      name: 'front',
      locks,
      clock,
      channel: () => {
        const mine: { hear: Hear } = { hear: () => undefined };
        channels.add(mine);
        return {
          postMessage: (data: unknown) => {
            for (const other of channels) if (other !== mine) other.hear({ data });
          },
          addEventListener: (_, listener) => (mine.hear = listener),
          close: () => void channels.delete(mine),
        };
      },
      page: {
        isVisible: () => isVisible,
        onVisible: (listener) => {
          changed = listener;
          return () => (changed = () => undefined);
        },
      },
      isBusy: () => isBusy,
      onConnected: (connected) => heard.push(connected ? 'connected' : 'rests'),
      onUnread: (count) => heard.push(`${count} unread`),
    });
    await settle();
    return {
      heard,
      front,
      busy: (busy: boolean) => (isBusy = busy),
      async show(shown: boolean) {
        isVisible = shown;
        changed();
        await settle();
      },
      async close() {
        front.close();
        await settle();
      },
    };
  }
  return { tab, wait: (ms: number) => clock.advance(ms, settle), clock };
}

test('a tab that is alone stays connected, however long it is hidden', async () => {
  const { tab, wait } = world();
  const only = await tab(true);
  await only.show(false);
  await wait(graceMs * 100);
  expect(only.heard).toEqual([]);
});

test('a hidden tab rests once another one is in front, and not before its grace is over', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  await wait(graceMs - 1);
  expect(first.heard).toEqual([]);
  await wait(1);
  expect([first.heard, second.heard]).toEqual([['rests'], []]);
});

test('a tab that is shown again is connected at once, and the other one rests', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  await wait(graceMs);
  await second.show(false);
  await first.show(true);
  expect(first.heard).toEqual(['rests', 'connected']);
  await wait(graceMs);
  expect([first.heard, second.heard]).toEqual([['rests', 'connected'], ['rests']]);
});

test('whoever only looks something up finds the tab as it was', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  await wait(graceMs / 2);
  await second.show(false);
  await first.show(true);
  await wait(graceMs * 3);
  expect(first.heard).toEqual([]);
});

test('two windows beside one another are both connected', async () => {
  const { tab, wait } = world();
  const [left, right] = [await tab(true), await tab(true)];
  await wait(graceMs * 3);
  expect([left.heard, right.heard]).toEqual([[], []]);
});

test('when the tab in front is closed, one that rests takes over', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  await wait(graceMs);
  await second.close();
  expect(first.heard).toEqual(['rests', 'connected']);
});

test('[W3] what has yet to leave leaves before the tab rests', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  first.busy(true);
  await first.show(false);
  await tab(true);
  await wait(graceMs * 10);
  expect(first.heard).toEqual([]);
  first.busy(false);
  await wait(graceMs);
  expect(first.heard).toEqual(['rests']);
});

test('a tab that rests hears what the one in front counts, also what it counted before', async () => {
  const { tab, wait } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  second.front.tellUnread(2);
  expect(first.heard).toEqual([]);
  await wait(graceMs);
  second.front.tellUnread(3);
  expect(first.heard).toEqual(['rests', '2 unread', '3 unread']);
});

test('[W8] nothing of a tab that was closed goes on', async () => {
  const { tab, wait, clock } = world();
  const first = await tab(true);
  await first.show(false);
  const second = await tab(true);
  await first.close();
  await second.close();
  expect(clock.waiting()).toBe(0);
  await wait(graceMs * 3);
  expect(first.heard).toEqual([]);
});
