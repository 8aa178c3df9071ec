import type { Migration } from './migration.ts';

/**
 * What staff keep beside conversations. Nothing of it is in a log or a document, and no table that clients are
 * answered from refers to it.
 */
export const beside: Migration = {
  name: '0014-beside',
  sql: `
create table notes (
  place integer primary key,
  id text not null unique,
  conversation text not null references conversations (id) on delete cascade,
  at integer not null,
  account text references accounts (id) on delete set null,
  name text not null,
  text text not null check (length(text) between 1 and 2000),
  about text,
  edited_at integer
) strict;
create index notes_of_conversation on notes (conversation, place);

create table note_mentions (
  note text not null references notes (id) on delete cascade,
  account text not null references accounts (id) on delete cascade,
  seen_at integer,
  primary key (note, account)
) strict, without rowid;
create index unseen_mentions on note_mentions (account, note) where seen_at is null;

-- Notes quote what was said, so they go with it.
create trigger notes_go_with_what_was_said after update of erased_at on conversations
when new.erased_at is not null and old.erased_at is null
begin
  delete from notes where conversation = new.id;
end;

create table labels (
  id text primary key,
  department text references departments (id) on delete cascade,
  name text not null check (length(name) between 1 and 30),
  colour text not null check (colour in ('grey', 'red', 'amber', 'green', 'teal', 'blue', 'violet', 'pink')),
  created_at integer not null
) strict, without rowid;
create unique index label_names on labels (ifnull(department, ''), name collate nocase);

create table conversation_labels (
  conversation text not null references conversations (id) on delete cascade,
  label text not null references labels (id) on delete cascade,
  primary key (conversation, label)
) strict, without rowid;
create index conversations_of_label on conversation_labels (label);
create trigger labels_stay_in_their_department after update of department on conversations
when new.department is not old.department
begin
  delete from conversation_labels where conversation = new.id
    and label in (select id from labels where department is not null and department is not new.department);
end;

create table arrangements (
  conversation text primary key references conversations (id) on delete cascade,
  priority text not null default 'none' check (priority in ('none', 'low', 'medium', 'high', 'urgent')),
  snoozed_until integer,
  -- Who answered it then: it wakes where somebody else does.
  snoozed_for text
) strict, without rowid;
create index sleeping on arrangements (snoozed_until) where snoozed_until is not null;

create table client_attributes (
  id integer primary key,
  department text not null references departments (id) on delete cascade,
  account text references accounts (id) on delete cascade,
  visitor text references visitors (id) on delete cascade,
  name text not null check (length(name) between 1 and 40),
  value text not null check (length(value) between 1 and 200),
  by_name text not null,
  at integer not null,
  check ((account is null) <> (visitor is null))
) strict;
create unique index attributes_of_account on client_attributes (department, account, name) where account is not null;
create unique index attributes_of_visitor on client_attributes (department, visitor, name) where visitor is not null;
`,
};
