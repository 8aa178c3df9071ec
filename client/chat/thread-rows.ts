/**
 * What the thread draws, computed from the timeline: who stands with whom, where a day begins, where the
 * time is shown. Pure, so that the look of a conversation can be tested without a page.
 */
import type { TimelineItem } from '../../conversation/log/timeline.ts';

/** Messages of one author that are closer together than this stand as one group. */
export const groupWithinMs = 5 * 60_000;

export type ThreadRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  /** Not of the timeline (insets.ts). */
  | { readonly kind: 'inset'; readonly key: string; readonly at: number }
  | { readonly kind: 'system'; readonly key: string; readonly item: TimelineItem }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly item: TimelineItem;
      /** The first of its group: it carries the name. */
      readonly first: boolean;
      /** The last of its group: it carries the avatar and the time. */
      readonly last: boolean;
    };

export interface ThreadRows {
  readonly items: readonly TimelineItem[];
  readonly rows: readonly ThreadRow[];
  /** How many rows there are up to and with the item of this index. */
  readonly upTo: readonly number[];
}

export const noRows: ThreadRows = { items: [], rows: [], upTo: [] };

/**
 * @param dayOf numbers the local calendar's days
 * @param known what was computed before: what is still true of it is taken over, so a new message costs little
 */
export function threadRows(
  items: readonly TimelineItem[],
  dayOf: (at: number) => number,
  known: ThreadRows = noRows,
): ThreadRows {
  // The last one that stayed may have got another neighbour.
  const from = Math.max(0, sameUpTo(items, known.items) - 1);
  let previous = items[from - 1];
  let day = previous === undefined ? undefined : dayOf(shownAt(previous));
  const rows = known.rows.slice(0, known.upTo[from - 1] ?? 0);
  const upTo = known.upTo.slice(0, from);
  for (let index = from; index < items.length; index += 1) {
    const item = items[index]!;
    const itemDay = dayOf(shownAt(item));
    if (itemDay !== day) {
      rows.push({ kind: 'day', key: `day-${item.id}`, at: shownAt(item) });
      day = itemDay;
      previous = undefined;
    }
    if (item.kind === 'system') {
      rows.push({ kind: 'system', key: item.id, item });
    } else {
      const next = items[index + 1];
      rows.push({
        kind: 'message',
        key: item.id,
        item,
        first: previous === undefined || !standTogether(previous, item),
        last: next === undefined || dayOf(shownAt(next)) !== itemDay || !standTogether(item, next),
      });
    }
    upTo.push(rows.length);
    previous = item;
  }
  return { items, rows, upTo };
}

function sameUpTo(a: readonly TimelineItem[], b: readonly TimelineItem[]): number {
  const shorter = Math.min(a.length, b.length);
  let index = 0;
  while (index < shorter && a[index] === b[index]) index += 1;
  return index;
}

/** The moment a message stands under. What an author claims about the future is not believed: it was received before. */
export function shownAt(item: TimelineItem): number {
  return item.receivedAt === undefined ? item.at : Math.min(item.at, item.receivedAt);
}

function standTogether(above: TimelineItem, below: TimelineItem): boolean {
  return (
    above.kind !== 'system' &&
    below.kind !== 'system' &&
    above.author.id === below.author.id &&
    // What was refused says so under itself, so it ends its group.
    !(above.kind === 'message' && above.state === 'refused') &&
    Math.abs(shownAt(below) - shownAt(above)) < groupWithinMs
  );
}

/** @returns whether both rows draw the same, so that the element of one can stay for the other. */
export function sameRow(a: ThreadRow, b: ThreadRow): boolean {
  if (a === b) return true;
  if (a.key !== b.key) return false;
  if (a.kind === 'day' || a.kind === 'inset') return b.kind === a.kind && a.at === b.at;
  if (a.kind === 'system') return b.kind === 'system' && a.item === b.item;
  return b.kind === 'message' && a.item === b.item && a.first === b.first && a.last === b.last;
}

/** One's own messages, and whoever else wrote: `data-author` on the page. */
export type AuthorKind = 'me' | 'them' | 'bot' | 'system';

export function authorKind(item: TimelineItem): AuthorKind {
  if (item.kind === 'system' || item.author.role === 'server') return 'system';
  if (item.mine) return 'me';
  return item.author.role === 'bot' ? 'bot' : 'them';
}
