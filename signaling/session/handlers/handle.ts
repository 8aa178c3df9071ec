/** One message of a welcomed session to the one place that handles it. */
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import { close, handOver } from './ending.ts';
import { join } from './join.ts';
import type { Outcome } from './outcome.ts';
import { setAvailable, smallTalk } from './small-talk.ts';
import { start } from './start.ts';
import { sync } from './sync.ts';

export async function handle(
  session: Session,
  message: ToServer,
  services: Services,
): Promise<Outcome> {
  switch (message.type) {
    case 'hello':
      return { code: 'malformed', strike: true };
    case 'ping':
      session.send({ type: 'pong' });
      return undefined;
    case 'start':
      return start(session, message, services);
    case 'join':
      return join(session, message, services);
    case 'sync':
      return sync(session, message, services);
    case 'available':
      return setAvailable(session, message, services);
    case 'typing':
    case 'link':
    case 'leave':
      return smallTalk(session, message, services);
    case 'close':
      return close(session, message.conversation, services);
    case 'handover':
      return handOver(session, message.conversation, services);
    default:
      return unreachable(message);
  }
}
