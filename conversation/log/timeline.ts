/** What people see, computed from the entries (SPEC.md, TIM rules). */
import type { Participant } from '../protocol/conversation.ts';
import { splitEntryId, type EntryId, type LogId, type ParticipantId } from '../protocol/ids.ts';
import { unreachable } from '../protocol/result.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import { comparePlaced, messageNow, type Said } from './effects.ts';
import type { Entry } from './entry.ts';
import { createMarks, type Marks } from './marks.ts';
import { readPayload, type Mark, type Payload, type Payloads } from './payload.ts';
import { createLogReceipts, type LogReceipts } from './receipts.ts';

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
    })
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
  /** The greatest depth of any entry, 0 before the first one (`nextDepth`). */
  maxDepth(): number;
}

/** An entry as the timeline keeps it: without its bytes. */
interface Kept extends Said {
  readonly id: EntryId;
  readonly at: number;
  payload: Payload;
  place: number | undefined;
  receivedAt: number | undefined;
  isQuarantined: boolean;
  /** Whether `item` has to be made again. */
  isStale: boolean;
  item: TimelineItem | undefined;
}

interface KeptLog {
  readonly entries: Map<number, Kept>;
  readonly receipts: LogReceipts;
}

/**
 * The timeline of one conversation. Any order of calls with the same entries and receipts gives the same items.
 *
 * @param viewer whose screen it is; may become known later
 */
export function createTimeline(viewer: () => ParticipantId | undefined): Timeline {
  const logs = new Map<LogId, KeptLog>();
  /** Entries that show as an item, sorted unless `isUnsorted`. */
  const lines: Kept[] = [];
  /** Edits, redactions and reactions by what they refer to, which may come later than they. */
  const about = new Map<EntryId, Kept[]>();
  const readEntries: Kept[] = [];
  let marks = createMarks();
  let isUnsorted = false;
  let isDirty = false;
  let shownTo: ParticipantId | undefined;
  let shown: readonly TimelineItem[] = [];
  let unread = 0;
  let deepest = 0;

  function logOf(id: LogId): KeptLog {
    let log = logs.get(id);
    if (log === undefined) {
      log = { entries: new Map(), receipts: createLogReceipts() };
      logs.set(id, log);
    }
    return log;
  }

  function makeStale(kept: Kept | undefined): void {
    if (kept === undefined) return;
    kept.isStale = true;
    isDirty = true;
  }

  /** The held entries of a log at positions `from` to `until - 1`. */
  function* held(log: KeptLog, from: number, until: number): Generator<Kept> {
    if (until - from > log.entries.size) {
      for (const kept of log.entries.values()) {
        if (kept.seq >= from && kept.seq < until) yield kept;
      }
      return;
    }
    for (let seq = from; seq < until; seq += 1) {
      const kept = log.entries.get(seq);
      if (kept !== undefined) yield kept;
    }
  }

  function applyMarks(kept: Kept): void {
    if (kept.payload.type !== 'read' || kept.isQuarantined) return;
    for (const kind of ['delivered', 'read'] as const) {
      for (const mark of kept.payload[kind] ?? []) {
        const moved = marks.add(kind, kept.author.id, mark);
        const log = logs.get(mark[0]);
        if (moved === undefined || log === undefined) continue;
        for (const passed of held(log, moved.from, moved.until)) makeStale(passed);
      }
    }
  }

  /** A mark cannot be taken back, so when an entry with marks stops counting, the others are counted anew. */
  function recountMarks(): void {
    marks = createMarks();
    readEntries.forEach(applyMarks);
    lines.forEach(makeStale);
  }

  /** Sees to it that what depends on this entry is made again. */
  function touch(kept: Kept): void {
    makeStale(kept);
    if ('of' in kept.payload) makeStale(find(kept.payload.of));
  }

  function find(id: EntryId): Kept | undefined {
    const parts = splitEntryId(id);
    return parts && logs.get(parts.log)?.entries.get(parts.seq);
  }

  function place(kept: Kept, receipts: LogReceipts): void {
    const receipt = receipts.of(kept.seq);
    kept.place = receipts.placeOf(kept.seq);
    kept.receivedAt = receipt?.receivedAt;
    kept.isQuarantined = receipt?.verdict === 'quarantined';
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
        line.item = sameOr(line.item, itemOf(line, about.get(line.id) ?? [], marks, you));
        line.isStale = false;
      }
      if (line.item === undefined) continue;
      items.push(line.item);
      if (line.item.kind === 'message' && isForMe(line) && !isRead(line)) unread += 1;
    }
    const isSame = items.length === shown.length && items.every((item, i) => item === shown[i]);
    if (!isSame) shown = items;
  }

  function isForMe(line: Kept): boolean {
    return line.author.id !== shownTo && line.author.role !== 'server' && !line.isQuarantined;
  }

  function isRead(line: Kept): boolean {
    return shownTo !== undefined && marks.upTo('read', shownTo, line.log) >= line.seq;
  }

  /** The furthest position of each log of others among the first `count` lines, where `isNew` says so. */
  function furthest(count: number, isNew: (line: Kept) => boolean): Mark[] {
    const upTo = new Map<LogId, number>();
    for (const line of lines.slice(0, count)) {
      if (!isForMe(line) || !isNew(line)) continue;
      upTo.set(line.log, Math.max(upTo.get(line.log) ?? 0, line.seq));
    }
    return [...upTo];
  }

  return {
    add(entry, author) {
      const log = logOf(entry.log);
      const before = log.entries.get(entry.seq);
      if (before !== undefined) {
        if (entry.payload === undefined && before.payload.type !== 'erased') erase(before);
        return;
      }
      const payload = readPayload(entry);
      const kept: Kept = {
        id: entry.id,
        log: entry.log,
        seq: entry.seq,
        depth: entry.depth,
        at: entry.at,
        author,
        payload,
        place: undefined,
        receivedAt: undefined,
        isQuarantined: false,
        isStale: true,
        item: undefined,
      };
      place(kept, log.receipts);
      log.entries.set(entry.seq, kept);
      deepest = Math.max(deepest, entry.depth);
      if ('of' in payload) {
        const others = about.get(payload.of);
        if (others === undefined) about.set(payload.of, [kept]);
        else others.push(kept);
        touch(kept);
      } else if (payload.type === 'read') {
        readEntries.push(kept);
        applyMarks(kept);
      } else if (showsAsItem(payload, entry)) {
        const last = lines.at(-1);
        if (last !== undefined && comparePlaced(last, kept) > 0) isUnsorted = true;
        lines.push(kept);
        isDirty = true;
      }
    },

    addReceipts(runs) {
      let marksChanged = false;
      for (const run of runs) {
        const log = logOf(run.log);
        for (const [from, until] of log.receipts.add(run)) {
          for (const kept of held(log, log.receipts.endBefore(from), until)) {
            place(kept, log.receipts);
            touch(kept);
            isUnsorted = true;
            if (kept.isQuarantined && kept.payload.type === 'read') marksChanged = true;
          }
        }
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
      if (shownTo === undefined || index < 0) return undefined;
      const read = furthest(index + 1, (line) => !isRead(line));
      return read.length === 0 ? undefined : { read };
    },

    deliveredMarks() {
      refresh();
      const you = shownTo;
      if (you === undefined) return undefined;
      const delivered = furthest(
        lines.length,
        (line) => !isRead(line) && marks.upTo('delivered', you, line.log) < line.seq,
      );
      return delivered.length === 0 ? undefined : { delivered };
    },

    maxDepth: () => deepest,
  };
}

function showsAsItem(payload: Payload, entry: Entry): boolean {
  if (payload.type !== 'erased') return true;
  return entry.type === 'message' || entry.type === 'file' || entry.type === 'system';
}

/** @returns undefined where the viewer does not see it (TIM8). */
function itemOf(
  line: Kept,
  about: readonly Kept[],
  marks: Marks,
  viewer: ParticipantId | undefined,
): TimelineItem | undefined {
  const { payload, author, isQuarantined } = line;
  const mine = author.id === viewer;
  if (isQuarantined && !(mine && payload.type === 'message')) return undefined;
  const common = { id: line.id, author, mine, at: line.at, receivedAt: line.receivedAt };
  switch (payload.type) {
    case 'message': {
      const now = messageNow(payload.text, author, about);
      if (now.text === undefined) return { ...common, kind: 'redacted' };
      const { text, edited, reactions } = now;
      const state = mine ? stateOf(line, marks) : undefined;
      return { ...common, kind: 'message', text, edited, reactions, state };
    }
    case 'system':
      return {
        ...common,
        kind: 'system',
        event: payload.event,
        participant: payload.participant,
      };
    case 'erased':
      return { ...common, kind: 'redacted' };
    case 'unsupported':
      return { ...common, kind: 'unsupported' };
    case 'edit':
    case 'redaction':
    case 'reaction':
    case 'read':
      return undefined;
    default:
      return unreachable(payload);
  }
}

function stateOf(line: Kept, marks: Marks): MessageState {
  if (line.isQuarantined) return 'refused';
  if (marks.byOthers('read', line.author.id, line.log, line.seq)) return 'read';
  if (marks.byOthers('delivered', line.author.id, line.log, line.seq)) return 'delivered';
  return line.receivedAt === undefined ? 'sending' : 'saved';
}

/** Keeps the former object where the new one says the same: components compare by identity. */
function sameOr(
  before: TimelineItem | undefined,
  now: TimelineItem | undefined,
): TimelineItem | undefined {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
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
