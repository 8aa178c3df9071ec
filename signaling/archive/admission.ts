/**
 * What becomes of uploaded runs, decided without a database: permission as of now, place in the chain,
 * archive number and time. The working copies of rows are moved on, so that the next upload of the same batch
 * sees what this one did.
 */
import type { Entry } from '../../conversation/log/entry.ts';
import { extend, type ExtendRefusal } from '../../conversation/log/guard.ts';
import { noPrev } from '../../conversation/log/entry.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { Role } from '../../conversation/protocol/conversation.ts';
import type { Receipt } from './receipts.ts';

export interface WorkingConversation {
  readonly id: ConversationId;
  readonly isClosed: boolean;
  /** What was said in it was deleted: nothing comes back. */
  readonly isErased: boolean;
  activeAt: number;
  headSeq: number;
}

export interface WorkingLog {
  readonly log: LogId;
  readonly role: Role;
  /** Whether its participant takes part at this moment. */
  readonly mayWrite: boolean;
  next: number;
  headHash: Uint8Array | undefined;
  headDepth: number;
  quarantinedFrom: number | undefined;
}

/** An entry that the archive holds already. */
export interface HeldEntry extends Receipt {
  /** SHA-256 of its header. */
  readonly hash: Uint8Array;
}

export interface NewRow extends Receipt {
  readonly conversation: ConversationId;
  readonly entry: Entry;
}

export type RunOutcome =
  | {
      readonly kind: 'taken';
      readonly rows: readonly NewRow[];
      /** Of entries that are archived already. */
      readonly again: readonly Receipt[];
    }
  | { readonly kind: 'refused'; readonly reason: ExtendRefusal; readonly froze: boolean };

/**
 * @param entries authenticated, of one log, contiguous.
 * @param held what the archive holds of the same stretch, by position in the log.
 * @param now the server's clock, ms; within a conversation the time of receipt never goes back.
 */
export function admitRun(
  conversation: WorkingConversation,
  log: WorkingLog,
  entries: readonly Entry[],
  held: ReadonlyMap<number, HeldEntry>,
  now: number,
): RunOutcome {
  const head = { next: log.next, hash: log.headHash ?? noPrev(), depth: log.headDepth };
  const extended = extend(head, entries, (seq) => held.get(seq)?.hash);
  if (!extended.ok) {
    if (extended.refusal !== 'conflict') {
      return { kind: 'refused', reason: extended.refusal, froze: false };
    }
    // Two entries with one number were signed: nothing more of this log is believed.
    const froze = log.quarantinedFrom === undefined;
    log.quarantinedFrom ??= log.next;
    return { kind: 'refused', reason: 'conflict', froze };
  }

  const mayBeBelieved = log.role === 'server' || (log.mayWrite && !conversation.isClosed);
  const { fresh, head: newHead } = extended.value;
  const [first] = fresh;
  if (first !== undefined && !mayBeBelieved) log.quarantinedFrom ??= first.seq;
  const receivedAt = Math.max(now, conversation.activeAt);
  const rows = fresh.map((entry, i): NewRow => {
    const isBelieved = log.quarantinedFrom === undefined || entry.seq < log.quarantinedFrom;
    return {
      conversation: conversation.id,
      entry,
      log: log.log,
      logSeq: entry.seq,
      seq: conversation.headSeq + i,
      receivedAt,
      verdict: isBelieved ? 'accepted' : 'quarantined',
    };
  });
  if (rows.length > 0) {
    conversation.headSeq += rows.length;
    // Whoever only reads an old conversation does not bring it up again.
    if (fresh.some(({ type }) => type !== 'read')) conversation.activeAt = receivedAt;
    log.next = newHead.next;
    log.headHash = newHead.hash;
    log.headDepth = newHead.depth;
  }
  const again = entries.flatMap((entry) => held.get(entry.seq) ?? []);
  return { kind: 'taken', rows, again };
}

/**
 * Gives the new rows of one upload their numbers anew, causes first: a peer that brings another one's entries along
 * with its answers sends them log by log, and the archive's order must not put an answer before its question.
 *
 * @param rows of one conversation, numbered without a gap. @returns them in the order of their new numbers.
 */
export function numberByCause(rows: readonly NewRow[]): NewRow[] {
  const first = Math.min(...rows.map((row) => row.seq));
  return rows
    .toSorted((a, b) => a.entry.depth - b.entry.depth || a.log - b.log)
    .map((row, i) => ({ ...row, seq: first + i }));
}
