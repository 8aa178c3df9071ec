/** The entries behind a timeline, by log, each with what the archive said about it. */
import type { Participant } from '../protocol/conversation.ts';
import { splitEntryId, type EntryId, type LogId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import type { Said } from './effects.ts';
import type { Entry } from './entry.ts';
import { readPayload, type Payload } from './payload.ts';
import { createLogReceipts, type LogReceipts } from './receipts.ts';
import type { TimelineItem } from './timeline.ts';

/** An entry without its bytes. */
export interface Kept extends Said {
  readonly id: EntryId;
  readonly at: number;
  /** Whether it has a line of its own also when its payload is gone. */
  readonly showsErased: boolean;
  payload: Payload;
  place: number | undefined;
  receivedAt: number | undefined;
  isQuarantined: boolean;
  /** Whether `item` has to be made again. */
  isStale: boolean;
  item: TimelineItem | undefined;
  /** Whether it waits for the viewer; as stale as `item`. */
  isUnread: boolean;
}

export interface KeptEntries {
  /** @returns the entry as it is kept now, or the one that is kept already. */
  add(entry: Entry, author: Participant): { readonly kept: Kept; readonly isNew: boolean };
  /** @returns the entries whose place, time or verdict may have changed. */
  addReceipt(run: ReceiptRun): Kept[];
  find(id: EntryId): Kept | undefined;
  /** Those of `log` at positions `from` to `until - 1`. */
  between(log: LogId, from: number, until: number): Kept[];
}

interface KeptLog {
  readonly entries: Map<number, Kept>;
  readonly receipts: LogReceipts;
}

export function createKeptEntries(): KeptEntries {
  const logs = new Map<LogId, KeptLog>();

  function logOf(id: LogId): KeptLog {
    let log = logs.get(id);
    if (log === undefined) {
      log = { entries: new Map(), receipts: createLogReceipts() };
      logs.set(id, log);
    }
    return log;
  }

  function between(id: LogId, from: number, until: number): Kept[] {
    const entries = logs.get(id)?.entries;
    if (entries === undefined) return [];
    // A range is somebody's word and may be far longer than the log.
    if (until - from > entries.size) {
      return [...entries.values()].filter((kept) => kept.seq >= from && kept.seq < until);
    }
    const found: Kept[] = [];
    for (let seq = from; seq < until; seq += 1) {
      const kept = entries.get(seq);
      if (kept !== undefined) found.push(kept);
    }
    return found;
  }

  function place(kept: Kept, receipts: LogReceipts): void {
    const receipt = receipts.of(kept.seq);
    kept.place = receipt?.number ?? receipts.placeOf(kept.seq);
    kept.receivedAt = receipt?.receivedAt;
    kept.isQuarantined = receipt?.verdict === 'quarantined';
  }

  return {
    add(entry, author) {
      const log = logOf(entry.log);
      const before = log.entries.get(entry.seq);
      if (before !== undefined) return { kept: before, isNew: false };
      const { id, seq, depth, at, type } = entry;
      const kept: Kept = {
        id,
        log: entry.log,
        seq,
        depth,
        at,
        author,
        showsErased: type === 'message' || type === 'file' || type === 'system',
        payload: readPayload(entry),
        place: undefined,
        receivedAt: undefined,
        isQuarantined: false,
        isStale: true,
        item: undefined,
        isUnread: false,
      };
      place(kept, log.receipts);
      log.entries.set(seq, kept);
      return { kept, isNew: true };
    },

    addReceipt(run) {
      const log = logOf(run.log);
      const touched = log.receipts
        .add(run)
        .flatMap(([from, until]) => between(run.log, log.receipts.endBefore(from), until));
      for (const kept of touched) place(kept, log.receipts);
      return touched;
    },

    find(id) {
      const parts = splitEntryId(id);
      return parts && logs.get(parts.log)?.entries.get(parts.seq);
    },

    between,
  };
}
