/** Marks as read what a looking reader has before their eyes. */
import { createEffect, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { EntryId } from '../../conversation/protocol/ids.ts';
import type { ThreadState } from './thread.tsx';

/** What is read was painted: signing and storing the word about it would only be in the way of that. */
const readAfterMs = 50;

export interface ReadingOptions {
  readonly state: Accessor<ThreadState>;
  readonly clock: Clock;
  /** Whether somebody has the end of the thread before their eyes. */
  readonly isLooking: Accessor<boolean>;
}

/** Follows until the owner is disposed of. */
export function followReading({ state, clock, isLooking }: ReadingOptions): void {
  let reached: EntryId | undefined;
  let tellRead: (() => void) | undefined;
  createEffect(() => {
    const read = state();
    if (!isLooking() || !read.loaded()) return;
    read.setReading(true);
    onCleanup(() => {
      // What they saw up to now does not become unread because they look away.
      tellRead?.();
      read.setReading(false);
    });
  });
  createEffect(() => {
    const read = state();
    if (!isLooking() || !read.loaded()) return;
    const last = read.items().findLast((item) => !item.mine && item.kind === 'message');
    if (last === undefined || read.conversation.unread() === 0) return;
    reached = last.id;
    if (tellRead !== undefined) return;
    const cancel = clock.after(readAfterMs, () => tellRead?.());
    tellRead = () => {
      cancel();
      tellRead = undefined;
      if (reached !== undefined) read.conversation.markRead(reached);
    };
  });
}
