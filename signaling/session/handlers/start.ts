/** A client raises a conversation, and is in it at once. */
import type { ToServer } from '../../../conversation/protocol/session.ts';
import { parseSubject } from '../../../conversation/protocol/ticket.ts';
import type { Actor } from '../../accounts/actor.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import { join } from './join.ts';
import { raise } from './raise.ts';
import type { Outcome } from './outcome.ts';

export async function start(
  session: Session,
  message: Extract<ToServer, { type: 'start' }>,
  services: Services,
): Promise<Outcome> {
  const { departments } = services;
  const { conversation } = message;
  const department =
    message.department === undefined
      ? await usualDepartment(session.actor, departments)
      : await departments.get(message.department);
  // Where nobody takes anything, no conversation is missing.
  if (department === undefined) {
    return { code: message.department === undefined ? 'target-inactive' : 'not-found' };
  }
  const subject = message.subject === undefined ? undefined : parseSubject(message.subject);
  if (subject?.ok === false) return { code: subject.refusal };

  const raised = await raise(
    {
      conversation,
      actor: session.actor,
      address: session.address,
      department: department.id,
      kind: message.kind,
      prefer: message.prefer,
      subject: subject?.value,
    },
    services,
  );
  return raised.ok ? join(session, message, services) : { code: raised.refusal };
}

/** Where what goes that names none: the one of the site that they came by, or the first. */
async function usualDepartment(actor: Actor, departments: DepartmentsStore) {
  const wanted = actor.kind === 'visitor' ? actor.department : undefined;
  const own = wanted === undefined ? undefined : await departments.get(wanted);
  return own?.active === true ? own : departments.first();
}
