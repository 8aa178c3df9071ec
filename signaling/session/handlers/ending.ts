/** A conversation ends, or a bot asks for a person. */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import { mayEnd } from '../../conversations/kinds.ts';
import { placeOf } from '../../conversations/place.ts';
import type { Services } from '../services.ts';
import { actorKeyOf, type Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

export async function close(
  session: Session,
  conversation: ConversationId,
  services: Services,
): Promise<Outcome> {
  const { conversations, database, departments, news, pairing } = services;
  const place = await placeOf(database, conversation, session.actor);
  if (place === undefined || !place.mayRead) return { code: 'not-found' };
  const { row } = place;
  const department = await departments.get(row.department);
  const whoCloses = department?.whoCloses ?? 'anybody';
  if (!mayEnd({ ...place, kind: row.kind, whoCloses })) {
    return { code: isGroup(row.kind) ? 'only-starter' : 'only-raiser' };
  }
  if (row.status === 'closed') return { code: 'already-closed' };
  // Whoever of a department ends what it raised does so with its face.
  const by =
    place.own?.id ??
    (place.seat === 'sharer'
      ? row.raised_by
      : (await services.groups.enter(conversation, session.actor))?.id);
  if (by === undefined) return { code: 'not-found' };
  const concerned = await conversations.concerned(conversation);
  const isDone = await conversations.close(conversation, by);
  if (!isDone) return { code: 'already-closed' };
  pairing.forget(conversation);
  await news.changed(conversation, concerned);
  const summary = await conversations.summary(conversation);
  const closer = summary?.status.state === 'closed' ? summary.status.by : null;
  await news.event(conversation, 'closed', closer ?? undefined);
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
