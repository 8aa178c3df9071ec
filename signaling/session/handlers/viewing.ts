/** Having a conversation before oneself: colleagues who have it too are told, clients never are. */
import type { ToServer } from '../../../conversation/protocol/session.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

export function view(
  session: Session,
  { conversation, on }: Extract<ToServer, { type: 'view' }>,
  { viewers }: Pick<Services, 'viewers'>,
): Outcome {
  session.send({ type: 'done', conversation, about: 'view' });
  if (on) viewers.look(session, conversation);
  else viewers.lookAway(session, conversation);
  return undefined;
}
