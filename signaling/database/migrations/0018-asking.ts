import type { Migration } from './migration.ts';

/** What each department asks before a conversation, and what was answered. */
export const asking: Migration = {
  name: '0018-asking',
  sql: `
alter table departments add column asks text not null
  default '{"when":"never","name":"no","email":"no","phone":"no","own":[],"help":"","consent":null}'
  check (json_valid(asks));

create table asked_answers (
  conversation text primary key references conversations (id) on delete cascade,
  content text not null check (json_valid(content)),
  answered_at integer not null
) strict;

-- It is about whoever wrote, so it goes with what was said.
create trigger asked_answers_go_with_what_was_said after update of erased_at on conversations
when new.erased_at is not null and old.erased_at is null
begin
  delete from asked_answers where conversation = new.id;
end;
`,
};
