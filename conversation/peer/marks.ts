/**
 * Writes our read and delivered marks. A mark goes out at once after a pause; while an earlier one is young or still
 * on its way, later ones become one, so that a reader makes fewer entries than a lively writer.
 */
import type { Payloads } from '../log/payload.ts';
import type { Timeline } from '../log/timeline.ts';
import type { EntryId, LogId } from '../protocol/ids.ts';
import type { Entry } from '../log/entry.ts';
import type { Clock } from './clock.ts';

export interface MarkWriterOptions {
  readonly timeline: Timeline;
  readonly clock: Clock;
  append(payload: Payloads['read']): Promise<Entry | undefined>;
  isSaved(log: LogId, seq: number): boolean;
  /** Whether somebody hears us without the server. */
  isLinked(): boolean;
  onFault(error: unknown): void;
}

export interface MarkWriter {
  read(upTo: EntryId): void;
  /** What was asked to be marked as read and is not written yet. */
  pendingRead(): EntryId | undefined;
  /** Messages of others have come. */
  arrived(): void;
  /** Something that marks may have waited for has happened. */
  pump(): void;
  close(): void;
}

/** Most messages that are delivered are read at once: one entry instead of two. */
const deliveredDelayMs = 300;
/**
 * Nobody minds to learn half a second later that this one was read too, and each mark is signed, stored and archived
 * like a message.
 */
const paceMs = 500;

export function createMarkWriter(options: MarkWriterOptions): MarkWriter {
  const { timeline, clock } = options;
  let upTo: EntryId | undefined;
  let isDeliveredDue = false;
  let last: { readonly entry: Entry; readonly at: number } | undefined;
  let isWriting = false;
  let cancelDelivered: (() => void) | undefined;
  let cancelPace: (() => void) | undefined;

  function isIdle(): boolean {
    if (last === undefined) return true;
    // Over a direct link nobody says when a mark has arrived.
    if (!options.isSaved(last.entry.log, last.entry.seq) && !options.isLinked()) return false;
    const restMs = last.at + paceMs - clock.now();
    if (restMs <= 0) return true;
    cancelPace ??= clock.after(restMs, () => {
      cancelPace = undefined;
      pump();
    });
    return false;
  }

  function due(): Payloads['read'] | undefined {
    const read = upTo === undefined ? [] : (timeline.marksFor(upTo)?.read ?? []);
    const reading = new Map(read);
    const delivered = (isDeliveredDue ? (timeline.deliveredMarks()?.delivered ?? []) : []).filter(
      ([log, position]) => position > (reading.get(log) ?? -1),
    );
    if (read.length === 0 && delivered.length === 0) return undefined;
    return {
      ...(delivered.length > 0 ? { delivered } : {}),
      ...(read.length > 0 ? { read } : {}),
    };
  }

  function pump(): void {
    if (isWriting || (upTo === undefined && !isDeliveredDue) || !isIdle()) return;
    const asked = upTo;
    const payload = due();
    if (payload === undefined) {
      upTo = undefined;
      isDeliveredDue = false;
      return;
    }
    isWriting = true;
    options
      .append(payload)
      .then((entry) => {
        isWriting = false;
        // No log to write to: whoever has one again pumps.
        if (entry === undefined) return;
        last = { entry, at: clock.now() };
        if (upTo === asked) upTo = undefined;
        isDeliveredDue = false;
        pump();
      })
      .catch((error: unknown) => {
        isWriting = false;
        options.onFault(error);
      });
  }

  return {
    read: (id) => {
      const items = timeline.items();
      const place = (wanted: EntryId) => items.findLastIndex((item) => item.id === wanted);
      if (upTo === undefined || place(id) > place(upTo)) upTo = id;
      pump();
    },
    pendingRead: () => upTo,
    arrived: () => {
      cancelDelivered ??= clock.after(deliveredDelayMs, () => {
        cancelDelivered = undefined;
        isDeliveredDue = true;
        pump();
      });
    },
    pump,
    close: () => {
      cancelDelivered?.();
      cancelPace?.();
      isWriting = true;
    },
  };
}
