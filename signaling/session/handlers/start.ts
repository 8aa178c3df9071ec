/** A client raises a conversation, and is in it at once. */
import type { ToServer } from '../../../conversation/protocol/session.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import { join } from './join.ts';
import type { Outcome } from './outcome.ts';

export async function start(
  session: Session,
  message: Extract<ToServer, { type: 'start' }>,
  services: Services,
): Promise<Outcome> {
  const { conversations, departments, news, pairing } = services;
  const { conversation } = message;
  const department =
    message.department === undefined
      ? await departments.first()
      : await departments.get(message.department);
  if (department === undefined) return { code: 'not-found' };

  const known = await conversations.find(conversation, session.actor);
  if (known === undefined && !services.settings.startsPerAddress(session.address)) {
    return { code: 'flooding' };
  }
  const raised = await conversations.raise({
    conversation,
    actor: session.actor,
    department: department.id,
    prefer: message.prefer,
  });
  if (!raised.ok) return { code: raised.refusal };
  if (raised.value === 'raised') {
    await pairing.run();
    const summary = await conversations.summary(conversation);
    // Where it was assigned, that was told already.
    if (summary?.status.state === 'waiting') {
      await news.changed(conversation);
      await news.event(conversation, 'waiting');
    }
  }
  return join(session, message, services);
}
