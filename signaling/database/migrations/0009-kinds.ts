import type { Migration } from './migration.ts';

/**
 * Seven kinds of conversation. Those without a queue are `open` until they are closed; `title` names them, and
 * `from_department` raised what is said between departments. Of an erased one nothing can be read any more.
 * `enrolments` says which customers belong to a department besides its members.
 */
export const kinds: Migration = {
  name: '0009-kinds',
  rebuilds: true,
  sql: `
create table conversations_of_all_kinds (
  id text primary key,
  kind text not null check (kind in
    ('support', 'course', 'departments', 'direct', 'study-group', 'discussion', 'announcement')),
  department text not null references departments (id),
  from_department text references departments (id),
  title text check (title is null or length(title) between 1 and 120),
  status text not null check (status in ('waiting', 'assigned', 'open', 'closed')),
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
  masked integer not null default 0 check (masked in (0, 1)),
  erased_at integer,
  check ((status = 'assigned') = (assigned_to is not null)),
  check (closed_by is null or status = 'closed'),
  check (erased_at is null or status = 'closed'),
  check ((kind = 'departments') = (from_department is not null)),
  check (case when kind in ('support', 'course', 'departments') then status <> 'open' and title is null
    else status in ('open', 'closed') and masked = 0 end)
) strict, without rowid;
insert into conversations_of_all_kinds (id, kind, department, status, status_since, raised_by, assigned_to,
    closed_by, prefer, waiting_since, wants_person, created_at, active_at, head_seq, masked)
  select id, kind, department, status, status_since, raised_by, assigned_to,
    closed_by, prefer, waiting_since, wants_person, created_at, active_at, head_seq, masked
  from conversations;
drop table conversations;
alter table conversations_of_all_kinds rename to conversations;

create index conversations_waiting on conversations (department, waiting_since, id) where status = 'waiting';
create index conversations_assigned on conversations (assigned_to) where assigned_to is not null;
create index conversations_by_activity on conversations (status, active_at);
create index conversations_by_any_activity on conversations (active_at);
create index conversations_by_raiser on conversations (raised_by);
create index conversations_by_closer on conversations (closed_by) where closed_by is not null;
create index conversations_without_queue on conversations (department, kind)
  where kind in ('direct', 'study-group', 'discussion', 'announcement');
create index conversations_between_departments on conversations (from_department, status)
  where from_department is not null;

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

create table enrolments (
  department text not null references departments (id) on delete cascade,
  account text not null references accounts (id) on delete cascade,
  since integer not null,
  primary key (department, account)
) strict, without rowid;
create index enrolments_of_account on enrolments (account);
`,
};
