/** A conversation ends, or a bot asks for a person. */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { Services } from '../services.ts';
import { actorKeyOf, type Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

export async function close(
  session: Session,
  conversation: ConversationId,
  services: Services,
): Promise<Outcome> {
  const { conversations, departments, news, pairing } = services;
  const found = await conversations.find(conversation, session.actor);
  if (found?.own === undefined) return { code: 'not-found' };
  const department = await departments.get(found.row.department);
  const isRaiser = found.own.id === found.row.raised_by;
  if (department?.whoCloses === 'raiser' && !isRaiser) return { code: 'only-raiser' };
  const concerned = await conversations.concerned(conversation);
  const isDone = await conversations.close(conversation, found.own.id);
  if (!isDone) return { code: 'already-closed' };
  pairing.forget(conversation);
  await news.changed(conversation, concerned);
  const { id, name, role } = found.own;
  await news.event(conversation, 'closed', { id, name, role });
  // Whoever answered has a free place now.
  await pairing.run();
  return undefined;
}

export async function handOver(
  session: Session,
  conversation: ConversationId,
  services: Services,
): Promise<Outcome> {
  const { conversations, news, pairing } = services;
  const found = await conversations.find(conversation, session.actor);
  if (found?.own === undefined) return { code: 'not-found' };
  if (found.row.status === 'closed') return { code: 'already-closed' };
  const isDone = await conversations.handOver(conversation, found.own.id);
  if (!isDone) return { code: 'not-allowed' };
  await news.changed(conversation, [actorKeyOf(session.actor)]);
  const { id, name, role } = found.own;
  await news.event(conversation, 'handover', { id, name, role });
  await pairing.run();
  const summary = await conversations.summary(conversation);
  if (summary?.status.state === 'waiting') await news.event(conversation, 'waiting');
  return undefined;
}
