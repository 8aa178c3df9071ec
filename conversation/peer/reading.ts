/** How much is unread, and what is read, as the reader sees it: at once, before any mark is written. */
import type { Timeline } from '../log/timeline.ts';
import { splitEntryId, type EntryId } from '../protocol/ids.ts';
import type { MarkWriter } from './marks.ts';

export interface Reading {
  /** Messages of others that were not marked as read, nor asked to be. */
  unread(): number;
  /** @param upTo the last item shown, an entry or not yet one. */
  markRead(upTo: EntryId): void;
}

export function createReading(
  timeline: Pick<Timeline, 'items' | 'unread'>,
  marks: Pick<MarkWriter, 'read' | 'pendingRead'>,
): Reading {
  return {
    unread() {
      const count = timeline.unread();
      const upTo = marks.pendingRead();
      if (upTo === undefined || count === 0) return count;
      const all = timeline.items();
      const after = all.slice(all.findLastIndex((item) => item.id === upTo) + 1);
      return Math.min(count, after.filter((item) => item.kind === 'message' && !item.mine).length);
    },
    markRead(upTo) {
      // Our own words may be the last ones shown, and not be an entry yet.
      const isEntry = splitEntryId(upTo) !== undefined;
      const id = isEntry ? upTo : timeline.items().at(-1)?.id;
      if (id !== undefined) marks.read(id);
    },
  };
}
