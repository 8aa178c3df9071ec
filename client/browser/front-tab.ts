/**
 * Of several tabs of one person the one in front holds the connections: a tab that is hidden lets go after a while
 * once another one took over, and comes back the moment it is shown. A tab that is alone keeps them, so that sounds
 * and counts come. Loaded after the page.
 */
import * as v from 'valibot';
import type { Clock } from '../../conversation/peer/clock.ts';

/** What is known of this tab. */
export interface Place {
  /** Two windows beside one another are both visible, and both connected. */
  readonly isVisible: boolean;
  /** It was in front last, of all tabs of this person that are open. */
  readonly isLast: boolean;
  /** Something of it has yet to leave: a message, a file. */
  readonly isBusy: boolean;
}

export const mustBeConnected = ({ isVisible, isLast, isBusy }: Place): boolean =>
  isVisible || isLast || isBusy;

/** Whoever only looks something up in another tab finds this one as it was. */
export const graceMs = 5_000;

export interface FrontTab {
  /** Tells the tabs that rest how much is unread; nothing, where this one rests. */
  tellUnread(count: number): void;
  close(): void;
}

export interface FrontTabOptions {
  /** Of the lock and the channel, which the tabs of one person share. */
  readonly name: string;
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: (name: string) => Pick<BroadcastChannel, 'postMessage' | 'close'> & {
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  };
  readonly page: {
    isVisible(): boolean;
    /** @returns the undo */
    onVisible(listener: () => void): () => void;
  };
  readonly clock: Pick<Clock, 'after'>;
  isBusy(): boolean;
  /** At each change; it begins connected. */
  onConnected(connected: boolean): void;
  /** What the tab in front counts, while this one rests. */
  onUnread(count: number): void;
}

const unread = v.object({ unread: v.pipe(v.number(), v.integer(), v.minValue(0)) });

export function createFrontTab(options: FrontTabOptions): FrontTab {
  const { name, locks, page, clock } = options;
  const channel = options.channel(name);
  let isLast = false;
  let isConnected = true;
  let isOver = false;
  let letGo = (): void => undefined;
  let queued: AbortController | undefined;
  let cancelGrace = (): void => undefined;
  let counted: number | undefined;

  function hold(): Promise<void> {
    queued = undefined;
    if (isOver) return Promise.resolve();
    isLast = true;
    decide();
    return new Promise((resolve) => (letGo = resolve));
  }

  function lost(): void {
    isLast = false;
    if (isOver) return;
    // Once nobody is in front any more, somebody has to be.
    queue();
    decide();
  }

  /** Others wait for their turn; the tab that is shown takes it. */
  function take(): void {
    if (isLast || isOver) return;
    queued?.abort();
    queued = undefined;
    void locks.request(name, { steal: true }, hold).then(
      () => undefined,
      // Another tab took it: that is what `steal` does to the one before it.
      () => lost(),
    );
  }

  function queue(): void {
    const mine = new AbortController();
    queued = mine;
    void locks.request(name, { signal: mine.signal }, hold).then(
      () => undefined,
      () => {
        if (!mine.signal.aborted) lost();
      },
    );
  }

  const place = (): Place => ({
    isVisible: page.isVisible(),
    isLast,
    isBusy: options.isBusy(),
  });

  function decide(): void {
    cancelGrace();
    const { isVisible, isLast: wasLast } = place();
    if (isVisible || wasLast) become(true);
    else if (isConnected) cancelGrace = clock.after(graceMs, rest);
  }

  function rest(): void {
    // What has yet to leave is looked at again after a while.
    if (mustBeConnected(place())) return decide();
    become(false);
    channel.postMessage({ asks: true });
  }

  function become(connected: boolean): void {
    if (connected === isConnected || isOver) return;
    isConnected = connected;
    options.onConnected(connected);
  }

  channel.addEventListener('message', ({ data }) => {
    const told = v.safeParse(unread, data);
    if (!told.success) {
      // A tab that just began to rest wants to know.
      if (isLast && counted !== undefined) channel.postMessage({ unread: counted });
    } else if (!isConnected) options.onUnread(told.output.unread);
  });
  const stop = page.onVisible(() => {
    if (page.isVisible()) take();
    decide();
  });
  if (page.isVisible()) take();
  else queue();
  decide();

  return {
    tellUnread(count) {
      counted = count;
      if (isLast) channel.postMessage({ unread: count });
    },
    close() {
      isOver = true;
      stop();
      cancelGrace();
      queued?.abort();
      letGo();
      channel.close();
    },
  };
}
