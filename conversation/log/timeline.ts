/** What people see, computed from the entries (SPEC.md, TIM rules). */
import type { Participant } from '../protocol/conversation.ts';
import type { EntryId, LogId, ParticipantId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import { comparePlaced } from './effects.ts';
import type { Entry } from './entry.ts';
import { createKeptEntries, type Kept } from './kept-entries.ts';
import { createMarks } from './marks.ts';
import { detailsOf, type MessageDetails } from './message-details.ts';
import type { HowSaid, Mark, Payloads } from './payload.ts';
import { itemOf, sameOr } from './timeline-item.ts';

/** How far one's own message has come (DESIGN: sending → saved → delivered → read). */
export type MessageState = 'sending' | 'saved' | 'delivered' | 'read' | 'refused';

export interface Reaction {
  readonly emoji: string;
  readonly by: readonly Participant[];
}

interface Common {
  readonly id: EntryId;
  /** Whose log it is, by certificate. */
  readonly author: Participant;
  /** `me`: the viewer's own participant, from any of their programs. */
  readonly mine: boolean;
  /** Claimed by the author, ms of Unix time. */
  readonly at: number;
  /** By the archive's clock; undefined until it is archived. Both are shown where they differ by over 2 minutes. */
  readonly receivedAt: number | undefined;
}

export type TimelineItem =
  | (Common & {
      readonly kind: 'message';
      readonly text: string;
      readonly edited: boolean;
      readonly reactions: readonly Reaction[];
      /** Only for one's own. */
      readonly state: MessageState | undefined;
    } & HowSaid)
  | (Common & { readonly kind: 'redacted' })
  | (Common & { readonly kind: 'unsupported' })
  | (Common & {
      readonly kind: 'system';
      readonly event: string;
      readonly participant: Participant | undefined;
    });

export interface Timeline {
  /** One authenticated entry. Again: nothing happens, unless it is an erased form of the one that is held. */
  add(entry: Entry, author: Participant): void;
  addReceipts(runs: readonly ReceiptRun[]): void;
  /** In order. A new array only after a change; items that did not change are the same objects. */
  items(): readonly TimelineItem[];
  /** Messages of others that the viewer has not marked as read. */
  unread(): number;
  /**
   * What a `read` entry of the viewer has to say so that everything up to and including `upTo` is read:
   * only what is new. Undefined: nothing.
   */
  marksFor(upTo: EntryId): Payloads['read'] | undefined;
  /** The same for everything that is held here: it was delivered. */
  deliveredMarks(): Payloads['read'] | undefined;
  /** Who has read it, besides its author; in the order of names. */
  readBy(id: EntryId): readonly Participant[];
  /** Undefined where there is no such message. */
  details(id: EntryId): MessageDetails | undefined;
  /** The greatest depth of any entry, 0 before the first one (`nextDepth`). */
  maxDepth(): number;
}

const nothing: readonly Kept[] = [];

/**
 * The timeline of one conversation. Any order of calls with the same entries and receipts gives the same items.
 *
 * @param viewer whose screen it is; may become known later
 */
export function createTimeline(viewer: () => ParticipantId | undefined): Timeline {
  const entries = createKeptEntries();
  /** Entries that may show as an item, sorted unless `isUnsorted`. */
  const lines: Kept[] = [];
  /** Edits, redactions and reactions by what they refer to, which may come later than they. */
  const about = new Map<EntryId, Kept[]>();
  const readEntries: Kept[] = [];
  const authors = new Map<ParticipantId, Participant>();
  let marks = createMarks();
  let isUnsorted = false;
  let isDirty = false;
  let shownTo: ParticipantId | undefined;
  let shown: readonly TimelineItem[] = [];
  let unread = 0;
  let deepest = 0;

  function makeStale(kept: Kept | undefined): void {
    if (kept === undefined) return;
    kept.isStale = true;
    isDirty = true;
  }

  /** Sees to it that the entry's item, and that of what it refers to, are made again. */
  function touch(kept: Kept): void {
    makeStale(kept);
    if (!('of' in kept.payload)) return;
    const target = entries.find(kept.payload.of);
    makeStale(target);
    // Who redacts an edit changes the message.
    if (target?.payload.type === 'edit') makeStale(entries.find(target.payload.of));
  }

  /** The entries about it that may count. */
  function changesOf(line: Kept): readonly Kept[] {
    return about.get(line.id)?.filter((it) => !isWithdrawn(it)) ?? nothing;
  }

  function isWithdrawn({ id, author, payload }: Kept): boolean {
    if (payload.type !== 'edit') return false;
    return (about.get(id) ?? nothing).some(
      (it) => it.payload.type === 'redaction' && !it.isQuarantined && it.author.id === author.id,
    );
  }

  function applyMarks({ payload, author, isQuarantined }: Kept): void {
    if (payload.type !== 'read' || isQuarantined) return;
    for (const kind of ['delivered', 'read'] as const) {
      for (const mark of payload[kind] ?? []) {
        const moved = marks.add(kind, author.id, mark);
        if (moved !== undefined) {
          entries.between(mark[0], moved.from, moved.until).forEach(makeStale);
        }
      }
    }
  }

  /** A mark cannot be taken back, so when an entry with marks stops counting, the others are counted anew. */
  function recountMarks(): void {
    marks = createMarks();
    readEntries.forEach(applyMarks);
    lines.forEach(makeStale);
  }

  function keep(kept: Kept): void {
    const { payload } = kept;
    if (payload.type === 'read') {
      readEntries.push(kept);
      applyMarks(kept);
    } else if ('of' in payload) {
      const others = about.get(payload.of);
      if (others === undefined) about.set(payload.of, [kept]);
      else others.push(kept);
      touch(kept);
    } else {
      const last = lines.at(-1);
      if (last !== undefined && comparePlaced(last, kept) > 0) isUnsorted = true;
      lines.push(kept);
      isDirty = true;
    }
  }

  function erase(kept: Kept): void {
    const { type } = kept.payload;
    touch(kept);
    kept.payload = { type: 'erased' };
    if (type === 'read') recountMarks();
  }

  function refresh(): void {
    const you = viewer();
    if (!isDirty && you === shownTo) return;
    if (you !== shownTo) lines.forEach(makeStale);
    if (isUnsorted) lines.sort(comparePlaced);
    isUnsorted = false;
    isDirty = false;
    shownTo = you;
    unread = 0;
    const items: TimelineItem[] = [];
    for (const line of lines) {
      if (line.isStale) {
        line.item = sameOr(line.item, itemOf(line, changesOf(line), marks, you));
        line.isUnread = line.item?.kind === 'message' && isForViewer(line) && !isRead(line);
        line.isStale = false;
      }
      if (line.item === undefined) continue;
      items.push(line.item);
      if (line.isUnread) unread += 1;
    }
    const isSame = items.length === shown.length && items.every((item, i) => item === shown[i]);
    if (!isSame) shown = items;
  }

  function isForViewer({ author, isQuarantined }: Kept): boolean {
    if (shownTo === undefined || isQuarantined) return false;
    return author.id !== shownTo && author.role !== 'server';
  }

  function isRead({ log, seq }: Kept): boolean {
    return shownTo !== undefined && marks.upTo('read', shownTo, log) >= seq;
  }

  function isDelivered({ log, seq }: Kept): boolean {
    return shownTo !== undefined && marks.upTo('delivered', shownTo, log) >= seq;
  }

  /** The furthest position in each log of others, among the first `count` lines, where `isNew` says so. */
  function furthest(count: number, isNew: (line: Kept) => boolean): Mark[] {
    const upTo = new Map<LogId, number>();
    for (const line of lines.slice(0, count)) {
      if (!isForViewer(line) || !isNew(line)) continue;
      upTo.set(line.log, Math.max(upTo.get(line.log) ?? 0, line.seq));
    }
    return [...upTo].sort(([a], [b]) => a - b);
  }

  return {
    add(entry, author) {
      const { kept, isNew } = entries.add(entry, author);
      if (!authors.has(author.id)) authors.set(author.id, author);
      deepest = Math.max(deepest, entry.depth);
      if (isNew) keep(kept);
      else if (entry.payload === undefined && kept.payload.type !== 'erased') erase(kept);
    },

    addReceipts(runs) {
      let marksChanged = false;
      for (const kept of runs.flatMap((run) => entries.addReceipt(run))) {
        touch(kept);
        isUnsorted = true;
        if (kept.isQuarantined && kept.payload.type === 'read') marksChanged = true;
      }
      if (marksChanged) recountMarks();
    },

    items() {
      refresh();
      return shown;
    },

    unread() {
      refresh();
      return unread;
    },

    marksFor(upTo) {
      refresh();
      const index = lines.findLastIndex((line) => line.id === upTo);
      const read = furthest(index + 1, (line) => !isRead(line));
      return read.length === 0 ? undefined : { read };
    },

    deliveredMarks() {
      refresh();
      const delivered = furthest(lines.length, (line) => !isRead(line) && !isDelivered(line));
      return delivered.length === 0 ? undefined : { delivered };
    },

    details(id) {
      const line = entries.find(id);
      return line && detailsOf(line, changesOf(line), readEntries);
    },

    readBy(id) {
      const kept = entries.find(id);
      if (kept === undefined) return [];
      const readers = marks.all('read', kept.log, kept.seq);
      return [...authors.values()]
        .filter((one) => one.id !== kept.author.id && readers.has(one.id))
        .toSorted((a, b) =>
          a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
        );
    },

    maxDepth: () => deepest,
  };
}

/** The timeline of a finished set: what a transcript shows. `viewer` undefined: nobody's own screen. */
export function buildTimeline(
  entries: readonly { readonly entry: Entry; readonly author: Participant }[],
  receipts: readonly ReceiptRun[],
  viewer?: ParticipantId,
): readonly TimelineItem[] {
  const timeline = createTimeline(() => viewer);
  timeline.addReceipts(receipts);
  for (const { entry, author } of entries) timeline.add(entry, author);
  return timeline.items();
}
