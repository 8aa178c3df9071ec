import type { Migration } from './migration.ts';

/**
 * Tickets know their department, so that the list of a small one looks at no conversation of the others. It follows
 * from the conversation, whoever moves that.
 */
export const ticketDepartments: Migration = {
  name: '0011-ticket-departments',
  sql: `
alter table tickets add column department text references departments (id);
update tickets set department = (select department from conversations where id = tickets.conversation);

drop index tickets_in_order;
drop index tickets_by_status;
create index tickets_in_order on tickets ((status = 'new') desc, status_since desc, conversation, department);
create index tickets_by_status on tickets (status, status_since, conversation, department);
create index tickets_of_department on tickets (department, (status = 'new') desc, status_since desc, conversation);
create index tickets_of_department_by_status on tickets (department, status, status_since, conversation);

create trigger ticket_is_of_its_department after insert on tickets
begin
  update tickets set department = (select department from conversations where id = new.conversation)
    where conversation = new.conversation;
end;
create trigger ticket_moves_with_its_conversation after update of department on conversations
when new.department is not old.department
begin
  update tickets set department = new.department where conversation = new.id;
end;
`,
};
