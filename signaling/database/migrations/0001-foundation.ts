import type { Migration } from './migration.ts';

/** Everything that the first version stores. Never edited: later changes are later migrations. */
export const foundation: Migration = {
  name: '0001-foundation',
  sql: `
create table installation (
  id integer primary key check (id = 1),
  certificate_key_private blob not null,
  certificate_key_public blob not null check (length(certificate_key_public) = 65),
  server_key_private blob not null,
  server_key_public blob not null check (length(server_key_public) = 65),
  topic_secret blob not null check (length(topic_secret) = 32),
  created_at integer not null
) strict;

create table accounts (
  id text primary key,
  username text not null unique collate nocase,
  name text not null,
  email text unique collate nocase,
  role text not null check (role in ('super-admin', 'admin', 'agent', 'customer', 'bot')),
  password_hash text,
  password_changed_at integer,
  active integer not null default 1 check (active in (0, 1)),
  created_at integer not null,
  created_by text references accounts (id) on delete set null
) strict, without rowid;

create table visitors (
  id text primary key,
  token_hash blob not null unique check (length(token_hash) = 32),
  name text not null,
  created_at integer not null,
  seen_at integer not null
) strict, without rowid;

create table sessions (
  token_hash blob primary key check (length(token_hash) = 32),
  account text not null references accounts (id) on delete cascade,
  kind text not null check (kind in ('cookie', 'bot')),
  created_at integer not null,
  seen_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index sessions_of_account on sessions (account);
create index sessions_by_expiry on sessions (expires_at);

create table sign_in_attempts (
  subject text primary key,
  failures integer not null,
  last_at integer not null,
  blocked_until integer not null
) strict, without rowid;

create table departments (
  id text primary key,
  name text not null unique collate nocase,
  description text not null,
  greeting text not null,
  first_answer text not null check (first_answer in ('people', 'bots')),
  agent_capacity integer not null check (agent_capacity >= 0),
  bot_capacity integer not null check (bot_capacity >= 0),
  grace_ms integer not null check (grace_ms >= 0),
  connection text not null check (connection in ('direct', 'relay', 'server')),
  created_at integer not null
) strict, without rowid;

create table department_members (
  department text not null references departments (id) on delete cascade,
  account text not null references accounts (id) on delete cascade,
  position text not null check (position in ('head', 'member')),
  capacity integer check (capacity >= 0),
  added_at integer not null,
  primary key (department, account)
) strict, without rowid;
create index departments_of_account on department_members (account);

create table conversations (
  id text primary key,
  kind text not null check (kind in ('support')),
  department text not null references departments (id),
  status text not null check (status in ('waiting', 'assigned', 'closed')),
  status_since integer not null,
  raised_by text not null references participants (id) deferrable initially deferred,
  assigned_to text references participants (id) deferrable initially deferred,
  closed_by text references participants (id) deferrable initially deferred,
  prefer text,
  waiting_since integer not null,
  wants_person integer not null default 0 check (wants_person in (0, 1)),
  created_at integer not null,
  active_at integer not null,
  head_seq integer not null default 0,
  check ((status = 'assigned') = (assigned_to is not null)),
  check (closed_by is null or status = 'closed')
) strict, without rowid;
create index conversations_waiting on conversations (department, waiting_since, id) where status = 'waiting';
create index conversations_assigned on conversations (assigned_to) where assigned_to is not null;
create index conversations_by_activity on conversations (status, active_at);
create index conversations_by_any_activity on conversations (active_at);

create table participants (
  id text primary key,
  conversation text not null references conversations (id) deferrable initially deferred,
  account text references accounts (id) on delete set null,
  visitor text references visitors (id) on delete set null,
  role text not null check (role in ('client', 'agent', 'bot', 'server')),
  name text not null,
  joined_at integer not null,
  left_at integer,
  check (account is null or visitor is null)
) strict, without rowid;
create index participants_of_conversation on participants (conversation);
create unique index one_face_per_account on participants (account, conversation) where account is not null;
create unique index one_face_per_visitor on participants (visitor, conversation) where visitor is not null;
create unique index one_server_per_conversation on participants (conversation) where role = 'server';

create table logs (
  conversation text not null references conversations (id),
  log integer not null check (log between 1 and 2147483647),
  participant text not null references participants (id),
  algorithm text not null check (algorithm in ('Ed25519', 'P-256')),
  public_key blob not null,
  certificate blob not null,
  issued_at integer not null,
  expires_at integer not null,
  next integer not null default 0 check (next >= 0),
  head_hash blob check (length(head_hash) = 32),
  head_depth integer not null default 0 check (head_depth >= 0),
  quarantined_from integer,
  primary key (conversation, log),
  check ((next = 0) = (head_hash is null))
) strict, without rowid;
create index logs_of_participant on logs (participant);

create table entries (
  id integer primary key,
  conversation text not null,
  seq integer not null check (seq >= 0),
  log integer not null,
  log_seq integer not null check (log_seq >= 0),
  type integer not null,
  at integer not null,
  received_at integer not null,
  verdict text not null check (verdict in ('accepted', 'quarantined')),
  head blob not null check (length(head) = 164),
  payload blob,
  foreign key (conversation, log) references logs (conversation, log),
  unique (conversation, seq),
  unique (conversation, log, log_seq)
) strict;

create trigger entries_are_kept before delete on entries begin
  select raise(abort, 'entries are append-only');
end;
create trigger entries_do_not_change before update on entries
when new.payload is not null
  or new.id is not old.id or new.conversation is not old.conversation or new.seq is not old.seq
  or new.log is not old.log or new.log_seq is not old.log_seq or new.type is not old.type
  or new.at is not old.at or new.received_at is not old.received_at
  or new.verdict is not old.verdict or new.head is not old.head
begin
  select raise(abort, 'entries are append-only');
end;

create view entry_body (id, text) as
  select id, json_extract(cast(substr(payload, 17) as text), '$.text') from entries where payload is not null;
create virtual table entry_text using fts5 (
  text, content = 'entry_body', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

create table audit_log (
  id integer primary key autoincrement,
  at integer not null,
  actor text not null,
  action text not null,
  thing text not null,
  detail text not null check (json_valid(detail))
) strict;
create index audit_log_by_time on audit_log (at);
create trigger audit_log_does_not_change before update on audit_log begin
  select raise(abort, 'the audit log is append-only');
end;
create trigger audit_log_is_kept before delete on audit_log begin
  select raise(abort, 'the audit log is append-only');
end;
`,
};
