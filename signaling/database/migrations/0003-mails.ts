import type { Migration } from './migration.ts';

/** E-mails on their way. `due_at` is null for those that were sent or given up; what is in them goes with it. */
export const mails: Migration = {
  name: '0003-mails',
  sql: `
create table mails (
  id text primary key,
  recipient text not null,
  subject text not null,
  text text,
  html text,
  created_at integer not null,
  due_at integer,
  attempts integer not null default 0 check (attempts >= 0),
  sent_at integer,
  sent_where text,
  problem text,
  check ((due_at is null) = (text is null)),
  check ((text is null) = (html is null))
) strict, without rowid;
create index mails_that_wait on mails (due_at) where due_at is not null;
create index mails_by_age on mails (created_at);
`,
};
