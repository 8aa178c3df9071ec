/** One message of a welcomed session to the one place that handles it. */
import { unreachable } from '../../../conversation/protocol/result.ts';
import { questions, type ToServer } from '../../../conversation/protocol/session.ts';
import { authorize } from '../../access/authorize.ts';
import type { Action } from '../../access/permissions.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';
import { close, handOver } from './ending.ts';
import { join } from './join.ts';
import type { Outcome } from './outcome.ts';
import { showPreview } from './preview.ts';
import { setAvailable, smallTalk } from './small-talk.ts';
import { takeOver, transfer } from './passing-on.ts';
import { start } from './start.ts';
import { sync } from './sync.ts';
import { changeTicket } from './ticket.ts';
import { view } from './viewing.ts';
import { oversee, watch } from './watching.ts';

/** What each message comes to, by the table of access/. Nothing: it is about nobody, and answered to everybody. */
export const actionOf = {
  hello: 'open-session',
  ping: undefined,
  start: 'start-conversation',
  join: 'join-conversation',
  sync: 'take-part',
  available: 'answer-conversations',
  typing: 'take-part',
  preview: 'take-part',
  link: 'take-part',
  leave: 'take-part',
  close: 'close-conversation',
  handover: 'ask-for-person',
  transfer: 'transfer-conversation',
  'take-over': 'take-over-conversation',
  watch: 'watch-conversation',
  oversee: 'see-queue',
  view: 'see-viewers',
  ticket: 'change-ticket',
} as const satisfies Record<ToServer['type'], Action | undefined>;

export async function handle(
  session: Session,
  message: ToServer,
  services: Services,
): Promise<Outcome> {
  const action = actionOf[message.type];
  const allowed = authorize(session.actor, action ?? 'open-session');
  if (!allowed.ok) return { code: allowed.refusal, ...aboutOf(message) };
  switch (message.type) {
    case 'join':
    case 'close':
    case 'handover':
    case 'transfer':
    case 'take-over':
    case 'watch':
    case 'view':
    case 'ticket': {
      const { conversation } = message;
      const relation = await services.relations.toConversation(session.actor, conversation);
      const permitted = authorize(session.actor, actionOf[message.type], relation);
      if (!permitted.ok) return { code: permitted.refusal, ...aboutOf(message) };
      return handlePermitted(session, message, services);
    }
    default:
      // Who takes part was let in by `join`, and is put out when that ends.
      return handlePermitted(session, message, services);
  }
}

/** Whoever asks a question hears which one is answered, also where that is a refusal. */
function aboutOf({ type }: ToServer): Pick<Outcome & object, 'about'> {
  const about = questions.find((question) => question === type);
  return about === undefined ? {} : { about };
}

async function handlePermitted(
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
    case 'preview':
      return showPreview(session, message, services);
    case 'typing':
    case 'link':
    case 'leave':
      return smallTalk(session, message, services);
    case 'close':
      return close(session, message.conversation, services);
    case 'handover':
      return handOver(session, message.conversation, services);
    case 'transfer':
      return transfer(session, message, services);
    case 'take-over':
      return takeOver(session, message, services);
    case 'watch':
      return watch(session, message, services);
    case 'view':
      return view(session, message, services);
    case 'oversee':
      return oversee(session, message, services);
    case 'ticket':
      return changeTicket(session, message, services);
    default:
      return unreachable(message);
  }
}
