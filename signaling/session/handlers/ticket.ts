/** A conversation becomes a ticket, or its ticket changes. */
import type { ToServer } from '../../../conversation/protocol/session.ts';
import { parseSubject } from '../../../conversation/protocol/ticket.ts';
import { accountOf } from '../../accounts/actor.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

export async function changeTicket(
  session: Session,
  { conversation, subject: typed, status }: Extract<ToServer, { type: 'ticket' }>,
  services: Services,
): Promise<Outcome> {
  const about = 'ticket';
  const subject = typed === undefined ? undefined : parseSubject(typed);
  if (subject?.ok === false) return { code: subject.refusal, about };
  const by = accountOf(session.actor);
  const change = { conversation, subject: subject?.value, status, by };
  const changed = await services.customerTickets.change(change);
  if (!changed.ok) return { code: changed.refusal, about };
  session.send({ type: 'done', conversation, about });
  if (changed.value === 'changed') await services.news.changed(conversation);
  return undefined;
}
