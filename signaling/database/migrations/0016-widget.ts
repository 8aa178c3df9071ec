import type { Migration } from './migration.ts';

/**
 * How each site shows the chat, and what the page around it told of whoever writes. In `host_context` the attributes
 * have no name, a table has its own.
 */
export const widget: Migration = {
  name: '0016-widget',
  sql: `
alter table sites add column widget text not null default '{}' check (json_valid(widget));

create table host_context (
  conversation text not null references conversations (id) on delete cascade,
  name text not null check (length(name) <= 40),
  content text not null check (json_valid(content)),
  bytes integer not null,
  told_at integer not null
) strict;
create unique index host_context_by_name on host_context (conversation, name);

-- It is about whoever wrote, so it goes with what was said.
create trigger host_context_goes_with_what_was_said after update of erased_at on conversations
when new.erased_at is not null and old.erased_at is null
begin
  delete from host_context where conversation = new.id;
end;
`,
};
