import type { Migration } from './migration.ts';

/** Which departments a row is about: what it names, where that is, and where that person works. */
const departmentsOf = (row: string) => `
  select id as department from departments where id = ${row}.thing
  union select department from conversations where id = ${row}.thing
  union select from_department from conversations where id = ${row}.thing and from_department is not null
  union select department from department_members where account = ${row}.thing
  union select worker_of from accounts where id = ${row}.thing and worker_of is not null
  union select id from departments where id = json_extract(${row}.detail, '$.department')`;

/** Whom any admin manages, where no department does. */
const isOfPeople = (row: string) => `
  exists (select 1 from accounts where id in (${row}.thing, ${row}.actor) and role in ('agent', 'customer', 'bot'))`;

/**
 * What an admin sees of the audit log: rows of departments, and of `people` who belong to none. Decided as a row is
 * written, by what is true then; like the log, it is never changed.
 */
export const auditScopes: Migration = {
  name: '0013-audit-scopes',
  sql: `
create table audit_scopes (
  scope text not null,
  at integer not null,
  id integer not null references audit_log (id),
  actor text not null,
  action text not null,
  primary key (scope, at, id)
) strict, without rowid;

create trigger audit_scopes_follow_the_log after insert on audit_log
begin
  insert into audit_scopes (scope, at, id, actor, action)
    select department, new.at, new.id, new.actor, new.action from (${departmentsOf('new')});
  insert into audit_scopes (scope, at, id, actor, action)
    select 'people', new.at, new.id, new.actor, new.action
    where ${isOfPeople('new')} and not exists (${departmentsOf('new')});
end;
insert into audit_scopes (scope, at, id, actor, action)
  select departments.id, log.at, log.id, log.actor, log.action from audit_log as log
  join departments on departments.id in (${departmentsOf('log')});
insert into audit_scopes (scope, at, id, actor, action)
  select 'people', log.at, log.id, log.actor, log.action from audit_log as log
  where ${isOfPeople('log')} and not exists (${departmentsOf('log')});

create trigger audit_scopes_do_not_change before update on audit_scopes begin
  select raise(abort, 'the audit log is append-only');
end;
create trigger audit_scopes_are_kept before delete on audit_scopes begin
  select raise(abort, 'the audit log is append-only');
end;
`,
};
