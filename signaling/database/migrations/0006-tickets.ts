import type { Migration } from './migration.ts';

/**
 * Tickets, and who passed a conversation on to whom. A ticket's status follows what happens to its conversation,
 * whoever changes that, and each change of it stands in the audit log.
 */
export const tickets: Migration = {
  name: '0006-tickets',
  sql: `
create table tickets (
  conversation text primary key references conversations (id) on delete cascade,
  number text not null unique check (length(number) = 5),
  subject text not null check (length(subject) between 1 and 150),
  status text not null check (status in ('new', 'assigned', 'waiting-for-customer', 'solved', 'closed')),
  status_since integer not null,
  created_at integer not null,
  changed_by text not null
) strict, without rowid;
create index tickets_by_status on tickets (status, status_since);
create index tickets_in_order on tickets ((status = 'new') desc, status_since desc, conversation);

create trigger ticket_follows_its_conversation after update of status, assigned_to on conversations
when exists (select 1 from tickets where conversation = new.id)
begin
  update tickets set
    status = case
      when new.status = 'closed' then 'closed'
      when new.status = 'waiting' then 'new'
      when (select role from participants where id = new.assigned_to) = 'agent' then 'assigned'
      else status
    end,
    status_since = new.status_since,
    changed_by = 'server'
    where conversation = new.id;
end;
create trigger ticket_status_is_audited after update of status on tickets
when new.status is not old.status
begin
  insert into audit_log (at, actor, action, thing, detail) values (
    new.status_since, new.changed_by, 'ticket-status', new.conversation,
    json_object('number', new.number, 'from', old.status, 'to', new.status));
end;

create table transfers (
  id integer primary key,
  conversation text not null references conversations (id) on delete cascade,
  at integer not null,
  by_account text references accounts (id) on delete set null,
  by_name text not null,
  to_kind text not null check (to_kind in ('person', 'bot', 'department')),
  to_name text not null,
  note text
) strict;
create index transfers_of_conversation on transfers (conversation, at);
`,
};
