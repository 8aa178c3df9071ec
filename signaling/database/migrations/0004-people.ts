import type { Migration } from './migration.ts';

/**
 * How people are reached, and how they prove who they are. `registrations` holds what was asked for with an e-mail
 * address that nobody confirmed yet: it becomes an account when the link in the mail is used.
 */
export const people: Migration = {
  name: '0004-people',
  sql: `
alter table accounts add column email_confirmed_at integer;
alter table accounts add column mobile text;
alter table accounts add column gender text check (gender in ('female', 'male', 'other'));

alter table sessions add column device text not null default '';

create table registrations (
  token_hash blob primary key check (length(token_hash) = 32),
  email text not null collate nocase,
  name text not null,
  mobile text not null,
  password_hash text not null,
  expires_at integer not null
) strict, without rowid;
create index registrations_by_expiry on registrations (expires_at);

create table one_time_tokens (
  token_hash blob primary key check (length(token_hash) = 32),
  purpose text not null check (purpose in ('reset', 'invite')),
  account text not null references accounts (id) on delete cascade,
  expires_at integer not null
) strict, without rowid;
create index one_time_tokens_of_account on one_time_tokens (account);
create index one_time_tokens_by_expiry on one_time_tokens (expires_at);

create table second_steps (
  account text primary key references accounts (id) on delete cascade,
  secret blob not null check (length(secret) = 20),
  confirmed_at integer,
  last_counter integer not null default 0
) strict, without rowid;

create table recovery_codes (
  account text not null references second_steps (account) on delete cascade,
  code_hash blob not null check (length(code_hash) = 32),
  primary key (account, code_hash)
) strict, without rowid;

create table settings (
  name text primary key,
  value text not null check (json_valid(value))
) strict, without rowid;

create index mails_by_recipient on mails (recipient, created_at);
create index accounts_by_role on accounts (role, username collate nocase);
`,
};
