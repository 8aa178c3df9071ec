import type { Migration } from './migration.ts';

/** Texts that staff keep ready: of one person, of a department, or, where neither stands, of everybody. */
export const cannedReplies: Migration = {
  name: '0015-canned-replies',
  sql: `
create table canned_replies (
  id text primary key,
  account text references accounts (id) on delete cascade,
  department text references departments (id),
  shortcut text not null check (length(shortcut) between 1 and 32),
  text text not null check (length(text) between 1 and 4000),
  changed_at integer not null,
  check (account is null or department is null)
) strict, without rowid;
create unique index canned_replies_by_shortcut
  on canned_replies (ifnull(account, ''), ifnull(department, ''), shortcut);
create index canned_replies_of_department on canned_replies (department) where department is not null;
`,
};
