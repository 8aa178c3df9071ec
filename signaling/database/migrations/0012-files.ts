import type { Migration } from './migration.ts';

/**
 * Files of conversations, by the hash of their content, and those that are being received. `stored` is the key of the
 * content in the file store; the content of a file that two conversations hold is there twice.
 */
export const files: Migration = {
  name: '0012-files',
  sql: `
create table files (
  conversation text not null references conversations (id),
  hash text not null check (length(hash) = 43),
  type text not null,
  size integer not null check (size > 0),
  stored text not null unique,
  participant text not null references participants (id),
  received_at integer not null,
  primary key (conversation, hash)
) strict, without rowid;
-- The content goes after its row, also where a crash comes between.
create table discarded_files (
  stored text primary key
) strict, without rowid;
create trigger discarded_after_file after delete on files begin
  insert or ignore into discarded_files (stored) values (old.stored);
end;
create index files_of_participant on files (participant, received_at);

create table uploads (
  id text primary key,
  conversation text not null references conversations (id),
  hash text not null check (length(hash) = 43),
  type text not null,
  size integer not null check (size > 0),
  participant text not null references participants (id),
  touched_at integer not null
) strict, without rowid;
create unique index one_upload_of_a_file on uploads (participant, hash);
create index uploads_by_age on uploads (touched_at);
`,
};
