/** Brings the archive what it lacks: once in each session, in causal order, until there are receipts. */
import type { Entry } from '../log/entry.ts';
import { splitAppends, writeUpdate } from '../log/update.ts';
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import type { RefusalCode } from '../protocol/session.ts';
import type { Clock } from './clock.ts';
import { planUpload, type OutboxLog } from './outbox.ts';
import type { ReceiptBook } from './receipt-book.ts';
import type { Replica } from './replica.ts';

export interface UploadsOptions {
  readonly replica: Pick<Replica, 'onEntries' | 'certificates' | 'entries'>;
  readonly receipts: Pick<ReceiptBook, 'savedUpTo'>;
  readonly clock: Clock;
  me(): ParticipantId | undefined;
  /** Whether the server says that this participant has no session now. */
  isAway(participant: ParticipantId): boolean;
  isJoined(): boolean;
  /** Whether others hear what is written here without the archive. */
  isLinked(): boolean;
  sendEntries(update: Uint8Array): boolean;
  /** The archive keeps something else in this log's place; nothing more of it is uploaded. */
  onGivenUp(log: LogId): void;
}

export interface Uploads {
  /** A session has joined: nothing is on its way in it but what the archive says it has. */
  joined(atArchive: ReadonlyMap<LogId, number>): void;
  disconnected(): void;
  /** Sends what is due. */
  send(): void;
  /** The archive has these: entries by log, from the first one. */
  archived(holds: ReadonlyMap<LogId, number>): void;
  /** @param next where the archive's copy of `log` ends; log undefined: all that is on its way. */
  refused(code: RefusalCode, log: LogId | undefined, next: number | undefined): void;
  /** There are receipts for these. */
  saved(log: LogId, from: number, count: number): void;
  close(): void;
}

/** After a refusal that time may mend. */
const pauseMs = 2_000;
const fullSocketMs = 200;
/** Over a direct link nobody waits for the archive, and what is said and read in one moment is one upload. */
const gatherMs = 25;

export function createUploads(options: UploadsOptions): Uploads {
  const { replica, receipts, clock } = options;
  /**
   * How much of each log the archive holds, by its own word in this session. Receipts do not count: an archive that was
   * restored from a backup has lost what it acknowledged later, and gets it again.
   */
  const atArchive = new Map<LogId, number>();
  /** End of what is on its way to the archive, by log: never more than one copy in a session. */
  const sent = new Map<LogId, number>();
  /** Where the archive refused an upload before. The second time at one place, the log is given up. */
  const refusedAt = new Map<LogId, number>();
  const givenUp = new Set<LogId>();
  const since = new Map<Entry, number>();
  let cancel = () => {};
  let cancelGathering: (() => void) | undefined;
  let notBefore = 0;

  const undoEntries = replica.onEntries((entries) => {
    for (const entry of entries) since.set(entry, clock.now());
    if (!options.isLinked()) return send();
    cancelGathering ??= clock.after(gatherMs, send);
  });

  function outbox(): OutboxLog[] {
    const me = options.me();
    const logs: OutboxLog[] = [];
    for (const [log, certificate] of replica.certificates()) {
      const entries = replica.entries(log);
      const from = Math.max(atArchive.get(log) ?? 0, sent.get(log) ?? 0);
      // The server's own entries are in the archive before they are anywhere else.
      if (from >= entries.length || givenUp.has(log) || certificate.role === 'server') continue;
      const { participant } = certificate;
      const isOrphaned = options.isAway(participant);
      logs.push({ log, isMine: participant === me, isOrphaned, entries, from });
    }
    return logs;
  }

  function send(): void {
    cancelGathering?.();
    cancelGathering = undefined;
    if (!options.isJoined()) return;
    cancel();
    const now = clock.now();
    if (now < notBefore) return sendIn(notBefore - now);
    const plan = planUpload(outbox(), (entry) => since.get(entry) ?? 0, now);
    for (const group of splitAppends(plan.appends)) {
      if (!options.sendEntries(writeUpdate(group))) return sendIn(fullSocketMs);
      for (const { log, from, entries } of group) sent.set(log, from + entries.length);
    }
    if (plan.askAt !== undefined) sendIn(Math.max(1, plan.askAt - now));
  }

  function isHeld(log: LogId, next: number): void {
    atArchive.set(log, Math.max(next, atArchive.get(log) ?? 0));
  }

  function sendIn(delayMs: number): void {
    cancel();
    cancel = clock.after(delayMs, send);
  }

  return {
    joined: (holds) => {
      sent.clear();
      atArchive.clear();
      for (const [log, next] of holds) atArchive.set(log, next);
      send();
    },
    disconnected: () => {
      sent.clear();
      cancel();
    },
    send,
    archived: (holds) => {
      for (const [log, next] of holds) isHeld(log, next);
    },
    refused: (code, log, next) => {
      if (code !== 'invalid-entry' || log === undefined) {
        notBefore = clock.now() + pauseMs;
        if (log === undefined) sent.clear();
        else sent.set(log, next ?? receipts.savedUpTo(log));
        return send();
      }
      const again = next ?? receipts.savedUpTo(log);
      sent.set(log, again);
      if (refusedAt.get(log) === again) {
        givenUp.add(log);
        return options.onGivenUp(log);
      }
      refusedAt.set(log, again);
      send();
    },
    saved: (log, from, count) => {
      if (from <= (atArchive.get(log) ?? 0)) isHeld(log, from + count);
      refusedAt.delete(log);
      for (const entry of replica.entries(log).slice(from, from + count)) since.delete(entry);
    },
    close: () => {
      cancel();
      cancelGathering?.();
      undoEntries();
    },
  };
}
