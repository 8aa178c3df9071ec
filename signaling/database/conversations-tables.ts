/** The tables of departments, conversations and what was said; `schema.ts` says how columns are to be read. */
import type { Generated, Insertable, Selectable } from 'kysely';
import type { ConnectionPolicy, Role } from '../../conversation/protocol/conversation.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';
import type { TicketStatus } from '../../conversation/protocol/ticket.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  LogId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { Preset } from '../../conversation/protocol/http/departments.ts';
import type { VisitorId } from '../accounts/actor.ts';
import type { Flag } from './flag.ts';

export interface DepartmentsTable {
  id: DepartmentId;
  name: string;
  description: string;
  /** What the widget says before anything was written. */
  greeting: string;
  /** Who is asked first. */
  first_answer: 'people' | 'bots';
  /** Open conversations that one agent, or one bot, may hold. */
  agent_capacity: number;
  bot_capacity: number;
  /** How long an agent may be away before their conversations are offered to others. */
  grace_ms: number;
  connection: ConnectionPolicy;
  created_at: number;
  /** JSON: opening hours. */
  hours: Generated<string>;
  offline_message: Generated<string>;
  preset: Generated<Preset>;
  /** Of one raiser. */
  max_open_threads: Generated<number>;
  max_workers: Generated<number>;
  who_closes: Generated<'raiser' | 'anybody'>;
  names: Generated<'open' | 'masked'>;
  /** Whether participants hear that somebody watches. */
  tells_watching: Generated<Flag>;
  /** Whether those who answer may see what a client writes, as it is written. */
  previews: Generated<Flag>;
  /** JSON: the kinds of conversation that it takes. */
  kinds: Generated<string>;
  /** JSON: what is asked before a conversation. */
  asks: Generated<string>;
  /** In lists, from the smallest. */
  place: Generated<number>;
  active: Generated<Flag>;
  deleted_at: Generated<number | null>;
}

export interface DepartmentMembersTable {
  department: DepartmentId;
  account: AccountId;
  position: 'head' | 'member';
  /** Overrides the department's capacity. */
  capacity: number | null;
  added_at: number;
}

export interface ConversationsTable {
  id: ConversationId;
  kind: ConversationKind;
  department: DepartmentId;
  /** Set exactly where a department raised it. */
  from_department: Generated<DepartmentId | null>;
  /** What those without a queue are called; direct ones have none. */
  title: Generated<string | null>;
  /** Open: it has no queue. */
  status: 'waiting' | 'assigned' | 'open' | 'closed';
  status_since: number;
  raised_by: ParticipantId;
  /** Set exactly while `status` is assigned. */
  assigned_to: ParticipantId | null;
  /** Set where a participant closed it. */
  closed_by: ParticipantId | null;
  /** User name of the bot that the client asked for. */
  prefer: string | null;
  /** The queue is first come, first served by this; kept when somebody has to wait again. */
  waiting_since: number;
  /** A bot asked for a person: bots are not asked again. */
  wants_person: Generated<Flag>;
  /** Neither side learns who the other one is; decided by the department's policy when it was raised. */
  masked: Generated<Flag>;
  created_at: number;
  /** When the archive last received an entry, or `created_at`. */
  active_at: number;
  /** Entries in the archive; the next one gets this number. */
  head_seq: Generated<number>;
  /** Since then nobody can read what was said. */
  erased_at: Generated<number | null>;
}

/** Customers who belong to a department besides its members. */
export interface EnrolmentsTable {
  department: DepartmentId;
  account: AccountId;
  since: number;
}

export interface ParticipantsTable {
  id: ParticipantId;
  conversation: ConversationId;
  /** Either, or neither for the server's own participant. */
  account: AccountId | null;
  visitor: VisitorId | null;
  role: Role;
  name: string;
  joined_at: number;
  left_at: number | null;
}

export interface LogsTable {
  conversation: ConversationId;
  log: LogId;
  participant: ParticipantId;
  algorithm: 'Ed25519' | 'P-256';
  public_key: Uint8Array;
  certificate: Uint8Array;
  issued_at: number;
  expires_at: number;
  /** How many entries of it are archived: the next one has this number. */
  next: Generated<number>;
  /** SHA-256 of the last archived header; null before the first. */
  head_hash: Uint8Array | null;
  head_depth: Generated<number>;
  /** From this entry on nothing is believed (two entries with one number were signed). */
  quarantined_from: number | null;
  /** The account behind a face that several share. */
  written_by: Generated<AccountId | null>;
}

export interface EntriesTable {
  /** What `entry_text` is keyed by. */
  id: Generated<number>;
  conversation: ConversationId;
  /** The archive's number, from 0 without gaps. */
  seq: number;
  log: LogId;
  log_seq: number;
  type: number;
  /** Claimed by the author. */
  at: number;
  received_at: number;
  verdict: 'accepted' | 'quarantined';
  /** Header and signature: 164 bytes. */
  head: Uint8Array;
  /** Salt and JSON; null after an erasure (the only change that the triggers let through). */
  payload: Uint8Array | null;
}

/**
 * FTS5 over the view `entry_body`, which reads the text out of the payload; snippet() works. The archive
 * inserts `select id, text from entry_body where id = ?`, and deletes with the same text *before* it erases:
 * `insert into entry_text (entry_text, rowid, text) select 'delete', id, text from entry_body where id = ?`.
 */
export interface EntryTextTable {
  rowid: number;
  text: string;
}

export interface EntryBodyView {
  id: number;
  text: string;
}

export interface TicketsTable {
  conversation: ConversationId;
  number: string;
  subject: string;
  /** Follows the conversation by trigger; changes are audited by trigger. */
  status: TicketStatus;
  status_since: number;
  created_at: number;
  /** Who changed the status last: an account id, or `server`. */
  changed_by: string;
  /** The conversation's, by trigger. */
  department: Generated<DepartmentId | null>;
}

/** Names are those of that moment. */
export interface TransfersTable {
  id: Generated<number>;
  conversation: ConversationId;
  at: number;
  by_account: AccountId | null;
  by_name: string;
  to_kind: 'person' | 'bot' | 'department';
  to_name: string;
  /** What the next one should know; staff alone see it. */
  note: string | null;
}

export type ConversationRow = Selectable<ConversationsTable>;
export type NewConversationRow = Insertable<ConversationsTable>;
export type ParticipantRow = Selectable<ParticipantsTable>;
export type LogRow = Selectable<LogsTable>;
export type EntryRow = Selectable<EntriesTable>;
