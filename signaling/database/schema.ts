/**
 * The tables as Kysely sees them. Moments are milliseconds of Unix time by the server's clock, flags are 0 or 1,
 * hashes and keys are bytes. `migrations/` holds the SQL that makes them.
 */
import type { Generated } from 'kysely';
import type { AccountId, DepartmentId, ReplyId } from '../../conversation/protocol/ids.ts';
import type {
  AccountsTable,
  VisitorsTable,
  IdentifiedSessionsTable,
  UsedIdentityTokensTable,
  SitesTable,
  SiteKeysTable,
  SessionsTable,
  BotKeysTable,
  RegistrationsTable,
  OneTimeTokensTable,
  SecondStepsTable,
  RecoveryCodesTable,
  SignInAttemptsTable,
} from './accounts-tables.ts';
import type {
  DepartmentsTable,
  DepartmentMembersTable,
  ConversationsTable,
  EnrolmentsTable,
  ParticipantsTable,
  LogsTable,
  EntriesTable,
  EntryTextTable,
  EntryBodyView,
  TicketsTable,
  TransfersTable,
} from './conversations-tables.ts';
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

/** What holds for the whole installation; values are JSON. */
export interface SettingsTable {
  name: string;
  value: string;
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
  used_identity_tokens: UsedIdentityTokensTable;
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
