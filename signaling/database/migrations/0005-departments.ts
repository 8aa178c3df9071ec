import type { Migration } from './migration.ts';

/**
 * What a department decides, who works in it, the keys of its bots, and what the audit log is looked through by.
 * `hours`, `kinds` and `scopes` are JSON that the stores read and write whole. A deleted department keeps its row,
 * because the archive refers to it.
 */
export const departments: Migration = {
  name: '0005-departments',
  sql: `
alter table departments add column hours text not null default '{"kind":"always"}' check (json_valid(hours));
alter table departments add column offline_message text not null
  default 'Nobody is here right now. Write to us, and we will answer here.';
alter table departments add column preset text not null
  default 'support-desk' check (preset in ('support-desk', 'institutions', 'learning'));
alter table departments add column max_open_threads integer not null default 5 check (max_open_threads >= 1);
alter table departments add column max_workers integer not null default 5 check (max_workers >= 0);
alter table departments add column who_closes text not null
  default 'anybody' check (who_closes in ('raiser', 'anybody'));
alter table departments add column names text not null default 'open' check (names in ('open', 'masked'));
alter table departments add column tells_watching integer not null default 0 check (tells_watching in (0, 1));
alter table departments add column kinds text not null
  default '["support","departments","announcement"]' check (json_valid(kinds));
alter table departments add column place integer not null default 0;
alter table departments add column active integer not null default 1 check (active in (0, 1));
alter table departments add column deleted_at integer;

alter table accounts add column worker_of text references departments (id)
  check (worker_of is null or role = 'agent');
create index workers_of_department on accounts (worker_of) where worker_of is not null;

create table bot_keys (
  id text primary key,
  account text not null references accounts (id) on delete cascade,
  key_hash blob not null unique check (length(key_hash) = 32),
  beginning text not null,
  scopes text not null check (json_valid(scopes)),
  created_at integer not null,
  created_by text references accounts (id) on delete set null,
  used_at integer,
  revoked_at integer
) strict, without rowid;
create index keys_of_bot on bot_keys (account);
alter table sessions add column bot_key text references bot_keys (id) on delete cascade;

create index audit_log_by_actor on audit_log (actor, at);
create index audit_log_by_action on audit_log (action, at);
create index audit_log_by_actor_and_action on audit_log (actor, action, at);
`,
};
