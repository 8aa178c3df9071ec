/**
 * The archive: the verified, durable copy of all conversations, and the only order and time that a transcript
 * claims. `archive.contract.ts` is what every implementation must pass.
 */
import type { ExtendRefusal, GuardCode } from '../../conversation/log/guard.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { ConversationSummary, Participant } from '../../conversation/protocol/conversation.ts';
import type {
  ConversationId,
  DepartmentId,
  EntryId,
  LogId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { Result } from '../../conversation/protocol/result.ts';
import type { ReceiptRun, StateVector } from '../../conversation/protocol/session.ts';
import type { Segment } from './search-query.ts';

export interface Upload {
  readonly conversation: ConversationId;
  /** Whose session it came over: a current participant, who may bring along what others signed. */
  readonly uploader: ParticipantId;
  /** From `readUpdate`: one run per log. */
  readonly appends: readonly Append[];
}

/** Why the run of one log was not taken. `next`: where the archive's copy of that log ends. */
export interface RunRefusal {
  readonly log: LogId;
  readonly reason: GuardCode | ExtendRefusal | 'unknown-log';
  readonly next: number;
}

export interface AppendResult {
  /** For every uploaded entry that is archived now, also where it was before: the same receipt again. */
  readonly receipts: readonly ReceiptRun[];
  /** What is new and accepted, for pushing. */
  readonly fresh: readonly Append[];
  readonly refusals: readonly RunRefusal[];
}

export type AppendRefusal = 'not-found' | 'not-allowed';

export interface StoredCertificate {
  readonly log: LogId;
  /** A renewed certificate of the same log has a later one. */
  readonly issuedAt: number;
  readonly bytes: Uint8Array;
}

/** What fits into one frame. */
export interface Page {
  readonly appends: readonly Append[];
  readonly receipts: readonly ReceiptRun[];
}

export interface TranscriptEntry {
  /** The archive's number. */
  readonly seq: number;
  readonly receivedAt: number;
  /** Quarantined: stored, but believed by nobody; written without permission, or after the end. */
  readonly verdict: ReceiptRun['verdict'];
  /** Header, signature and payload. */
  readonly bytes: Uint8Array;
}

export interface Transcript {
  readonly summary: ConversationSummary;
  readonly participants: readonly Participant[];
  readonly certificates: readonly StoredCertificate[];
  /** By archive number. */
  readonly entries: readonly TranscriptEntry[];
  /** The number to go on with; undefined where nothing is left. */
  readonly next: number | undefined;
}

export interface ListRequest {
  readonly state?: 'open' | 'closed' | undefined;
  /** Only those last active before this moment, ms. */
  readonly before?: number | undefined;
  /** Undefined: all. */
  readonly departments?: readonly DepartmentId[] | undefined;
  readonly limit: number;
}

export interface Hit {
  readonly conversation: ConversationId;
  readonly entry: EntryId;
  readonly seq: number;
  readonly receivedAt: number;
  readonly author: Participant;
  /** The place of the match. */
  readonly snippet: readonly Segment[];
}

export interface Archive {
  /**
   * Checks, writes and fsyncs; resolves only then. What was archived before is acknowledged again.
   * Rejects where nothing could be written: nothing was acknowledged and it may be tried again.
   */
  append(upload: Upload): Promise<Result<AppendResult, AppendRefusal>>;
  /** Writes an event into the server's own log of the conversation, signed and chained like all others. */
  appendAsServer(
    conversation: ConversationId,
    event: string,
    participant?: Participant,
  ): Promise<Result<AppendResult, AppendRefusal>>;
  /** What somebody who holds `have` is missing: accepted entries in pages, in order of the archive where logs allow. */
  since(conversation: ConversationId, have: StateVector): AsyncIterable<Page>;
  /** Receipts of what is archived beyond `have`, quarantined entries included, as few runs as possible. */
  receiptsFor(conversation: ConversationId, have: StateVector): Promise<readonly ReceiptRun[]>;
  /** How much of each log is archived and accepted. */
  heads(conversation: ConversationId): Promise<StateVector>;
  certificatesOf(conversation: ConversationId): Promise<readonly StoredCertificate[]>;
  /** @param from archive number to begin with. @param limit entries at the most. */
  transcript(
    conversation: ConversationId,
    from: number,
    limit: number,
  ): Promise<Transcript | undefined>;
  /**
   * Newest activity first. A page is never cut within one moment, so that going on before the last one's loses nothing:
   * it may be longer than `limit` by those that were active in the same millisecond.
   */
  list(request: ListRequest): Promise<readonly ConversationSummary[]>;
  /** Newest first. @param departments undefined: all */
  search(
    typed: string,
    limit: number,
    departments?: readonly DepartmentId[],
  ): Promise<readonly Hit[]>;
  /** False after a write failed, until one succeeds. */
  isHealthy(): boolean;
  /** Finishes what was begun. */
  close(): Promise<void>;
}
