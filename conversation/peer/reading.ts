/** How much is unread, and what is read, as the reader sees it: at once, before any mark is written. */
import type { Timeline, TimelineItem } from '../log/timeline.ts';
import { splitEntryId, type EntryId } from '../protocol/ids.ts';
import type { MarkWriter } from './marks.ts';

export interface Reading {
  /** Messages of others that were not marked as read, nor asked to be. */
  unread(): number;
  /** @param upTo the last item shown, an entry or not yet one. */
  markRead(upTo: EntryId): void;
}

/** Of somebody who reads without taking part: nobody else hears of it, and it stays on this device. */
export interface ReadingAlong {
  isOn(): boolean;
  upTo(): EntryId | undefined;
  keep(upTo: EntryId): void;
}

export function createReading(
  timeline: Pick<Timeline, 'items' | 'unread'>,
  marks: Pick<MarkWriter, 'read' | 'pendingRead'>,
  along: ReadingAlong,
): Reading {
  const placeOf = (id: EntryId | undefined) =>
    timeline.items().findLastIndex((item) => item.id === id);
  const isUnread = (item: TimelineItem) => item.kind === 'message' && !item.mine;
  return {
    unread() {
      if (along.isOn()) {
        return timeline
          .items()
          .slice(placeOf(along.upTo()) + 1)
          .filter(isUnread).length;
      }
      const count = timeline.unread();
      const upTo = marks.pendingRead();
      if (upTo === undefined || count === 0) return count;
      const after = timeline.items().slice(placeOf(upTo) + 1);
      return Math.min(count, after.filter(isUnread).length);
    },
    markRead(upTo) {
      if (along.isOn()) {
        if (placeOf(upTo) > placeOf(along.upTo())) along.keep(upTo);
        return;
      }
      // Our own words may be the last ones shown, and not be an entry yet.
      const isEntry = splitEntryId(upTo) !== undefined;
      const id = isEntry ? upTo : timeline.items().at(-1)?.id;
      if (id !== undefined) marks.read(id);
    },
  };
}
