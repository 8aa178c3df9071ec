/**
 * The tables as Kysely sees them. Moments are milliseconds of Unix time by the server's clock, flags are 0 or 1,
 * hashes and keys are bytes. `migrations/` holds the SQL that makes them.
 */
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
  ReplyId,
  SiteId,
} from '../../conversation/protocol/ids.ts';
import type { SiteKeyKind } from '../../conversation/protocol/http/sites.ts';
import type { Preset } from '../../conversation/protocol/http/departments.ts';
import type { AccountRole, BotKeyId, SiteKeyId, VisitorId } from '../accounts/actor.ts';

import type {
  ArrangementsTable,
  ClientAttributesTable,
  ConversationLabelsTable,
  LabelsTable,
  NoteMentionsTable,
  NotesTable,
} from './beside-tables.ts';
import type { DiscardedFilesTable, FilesTable, UploadsTable } from './files-tables.ts';
import type { AskedAnswersTable } from './asking-table.ts';
import type { HostContextTable } from './host-context-table.ts';

export type Flag = 0 | 1;
export type Gender = 'female' | 'male' | 'other';

/** One row: what makes this installation itself. Losing it makes every certificate worthless. */
export interface InstallationTable {
  id: 1;
  /** PKCS #8 and raw (65 bytes) of the P-256 pair that signs certificates. */
  certificate_key_private: Uint8Array;
  certificate_key_public: Uint8Array;
  /** The same for the pair that signs the entries of the server's own logs. */
  server_key_private: Uint8Array;
  server_key_public: Uint8Array;
  /** 32 bytes: topics are derived from it. */
  topic_secret: Uint8Array;
  created_at: number;
}

export interface AccountsTable {
  id: AccountId;
  /** Unique without regard to case (ASCII). */
  username: string;
  name: string;
  /** Unique without regard to case (ASCII). */
  email: string | null;
  /** When a link that was sent there was used. */
  email_confirmed_at: Generated<number | null>;
  mobile: Generated<string | null>;
  gender: Generated<Gender | null>;
  role: AccountRole;
  /** Argon2id in PHC form; null for bots and for accounts that cannot sign in with a password. */
  password_hash: string | null;
  password_changed_at: number | null;
  active: Flag;
  created_at: number;
  created_by: AccountId | null;
  /** The one department that this agent works for, and which made and deletes it. */
  worker_of: Generated<DepartmentId | null>;
}

export interface VisitorsTable {
  id: VisitorId;
  /** SHA-256 of the bearer token; of somebody identified, of a token that nobody has. */
  token_hash: Uint8Array;
  name: string;
  created_at: number;
  seen_at: number;
  /** Null: the default one. */
  site: Generated<SiteId | null>;
  /** The site's own id of them; set for those whom its server identified. */
  subject: Generated<string | null>;
  email: Generated<string | null>;
  /** JSON: what else the site's server signed of them. */
  attributes: Generated<string>;
  verified_at: Generated<number | null>;
}

/** What somebody identified shows after their token was checked. */
export interface IdentifiedSessionsTable {
  token_hash: Uint8Array;
  visitor: VisitorId;
  /** Which key the token was signed with: without it the session ends. */
  site_key: SiteKeyId;
  created_at: number;
  expires_at: number;
}

export interface SitesTable {
  id: SiteId;
  name: string;
  /** JSON: a list of origins. */
  origins: Generated<string>;
  /** JSON: how it shows the chat. */
  widget: Generated<string>;
  department: DepartmentId | null;
  is_default: Generated<Flag>;
  created_at: number;
  deleted_at: number | null;
}

export interface SiteKeysTable {
  id: SiteKeyId;
  site: SiteId;
  kind: SiteKeyKind;
  /** The secret itself, which HMAC needs, or a public key in PEM. */
  material: string;
  beginning: string;
  created_at: number;
}

export interface SessionsTable {
  /** SHA-256 of the token. */
  token_hash: Uint8Array;
  account: AccountId;
  kind: 'cookie' | 'bot';
  created_at: number;
  seen_at: number;
  expires_at: number;
  /** Words about the browser that opened it, like "Firefox on Linux". */
  device: Generated<string>;
  /** Which of a bot's own keys opened it. */
  bot_key: Generated<BotKeyId | null>;
}

export interface BotKeysTable {
  id: BotKeyId;
  account: AccountId;
  /** SHA-256 of the key. */
  key_hash: Uint8Array;
  /** Its first characters, by which people know it again. */
  beginning: string;
  /** JSON: a list of scopes. */
  scopes: string;
  created_at: number;
  created_by: AccountId | null;
  used_at: number | null;
  revoked_at: number | null;
}

/** Asked for with an e-mail address that was not confirmed; becomes an account with the link in the mail. */
export interface RegistrationsTable {
  token_hash: Uint8Array;
  email: string;
  name: string;
  mobile: string;
  password_hash: string;
  expires_at: number;
}

/** Links in mails that let somebody set a password. Deleted when used. */
export interface OneTimeTokensTable {
  token_hash: Uint8Array;
  purpose: 'reset' | 'invite';
  account: AccountId;
  expires_at: number;
}

/** For codes by RFC 6238. */
export interface SecondStepsTable {
  account: AccountId;
  /** 20 bytes. */
  secret: Uint8Array;
  /** Null until the first right code: it counts from then on. */
  confirmed_at: number | null;
  /** Of the last code that was taken; no code counts twice. */
  last_counter: Generated<number>;
}

/** SHA-256 of codes that are good once; deleted when used. */
export interface RecoveryCodesTable {
  account: AccountId;
  code_hash: Uint8Array;
}

/** What holds for the whole installation; values are JSON. */
export interface SettingsTable {
  name: string;
  value: string;
}

export interface SignInAttemptsTable {
  /** `account:<username in lower case>` or `address:<IP, /64 for IPv6>`. */
  subject: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}

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

/** Append-only by trigger. */
export interface AuditLogTable {
  id: Generated<number>;
  at: number;
  /** Account id, or `server`, or `su` for the command line. */
  actor: string;
  action: string;
  thing: string;
  /** JSON of what changed; never a password, a token or what somebody wrote. */
  detail: string;
}

/** Written by trigger: whose rows of the audit log an admin sees. Append-only by trigger. */
export interface AuditScopesTable {
  /** A department, or `people`: about somebody who belongs to none. */
  scope: string;
  at: number;
  id: number;
  actor: string;
  action: string;
}

/** `text` and `html` are there as long as `due_at` is: until the mail was sent or given up. */
export interface MailsTable {
  id: string;
  recipient: string;
  subject: string;
  text: string | null;
  html: string | null;
  created_at: number;
  /** When it is (next) sent. */
  due_at: number | null;
  attempts: number;
  sent_at: number | null;
  /** `smtp`, or the path of a file. */
  sent_where: string | null;
  /** What the mail server said last. */
  problem: string | null;
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

/** Of `account`, of `department`, or, where both are null, of everybody. */
export interface CannedRepliesTable {
  id: ReplyId;
  account: AccountId | null;
  department: DepartmentId | null;
  shortcut: string;
  text: string;
  changed_at: number;
}

export interface Schema {
  installation: InstallationTable;
  accounts: AccountsTable;
  visitors: VisitorsTable;
  identified_sessions: IdentifiedSessionsTable;
  sites: SitesTable;
  site_keys: SiteKeysTable;
  sessions: SessionsTable;
  bot_keys: BotKeysTable;
  sign_in_attempts: SignInAttemptsTable;
  departments: DepartmentsTable;
  department_members: DepartmentMembersTable;
  enrolments: EnrolmentsTable;
  conversations: ConversationsTable;
  participants: ParticipantsTable;
  logs: LogsTable;
  entries: EntriesTable;
  entry_text: EntryTextTable;
  entry_body: EntryBodyView;
  files: FilesTable;
  host_context: HostContextTable;
  asked_answers: AskedAnswersTable;
  uploads: UploadsTable;
  discarded_files: DiscardedFilesTable;
  notes: NotesTable;
  note_mentions: NoteMentionsTable;
  labels: LabelsTable;
  conversation_labels: ConversationLabelsTable;
  arrangements: ArrangementsTable;
  client_attributes: ClientAttributesTable;
  audit_log: AuditLogTable;
  audit_scopes: AuditScopesTable;
  tickets: TicketsTable;
  transfers: TransfersTable;
  mails: MailsTable;
  canned_replies: CannedRepliesTable;
  registrations: RegistrationsTable;
  one_time_tokens: OneTimeTokensTable;
  second_steps: SecondStepsTable;
  recovery_codes: RecoveryCodesTable;
  settings: SettingsTable;
}

export type ConversationRow = Selectable<ConversationsTable>;
export type NewConversationRow = Insertable<ConversationsTable>;
export type ParticipantRow = Selectable<ParticipantsTable>;
export type LogRow = Selectable<LogsTable>;
export type EntryRow = Selectable<EntriesTable>;
