/** What one may do to a message. Pure. */
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import { splitEntryId } from '../../../conversation/protocol/ids.ts';

export type MessageItem = Extract<TimelineItem, { kind: 'message' }>;

export const deeds = ['react', 'reply', 'note', 'copy', 'edit', 'take-back', 'details'] as const;
export type Deed = (typeof deeds)[number];

/**
 * @param mayChange whether something can be said about messages now
 * @param mayNote whether it can be forwarded to a note that only colleagues see
 * @returns in the order in which they are offered; none for what is not a message (any more)
 */
export function deedsFor(item: TimelineItem, mayChange: boolean, mayNote = false): readonly Deed[] {
  if (item.kind !== 'message') return [];
  // Words that wait for the server are no entry yet: nothing can refer to them.
  const isThere = splitEntryId(item.id) !== undefined && item.state !== 'refused';
  const isOpen = isThere && mayChange;
  return deeds.filter((deed) => {
    switch (deed) {
      case 'copy':
        return true;
      case 'note':
        return isThere && mayNote;
      case 'details':
        return isThere;
      case 'react':
      case 'reply':
        return isOpen;
      case 'edit':
      case 'take-back':
        return isOpen && item.mine;
    }
  });
}
