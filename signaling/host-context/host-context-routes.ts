/** `/api/conversations/:id/context`: the page around the chat tells of whoever writes, and staff look at it. */
import {
  contextAnswer,
  tellContext,
  tellContextBytes,
  type ContextAnswer,
} from '../../conversation/protocol/http/host-context.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Relations } from '../access/relations.ts';
import { answer, refusal, throttled, type Answer } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { HostContexts, TellRefusal } from './host-contexts.ts';

type Params = Readonly<Record<string, string>>;
const conversationIn = (params: Params) => params['id'] as ConversationId;

const refusals: Readonly<Record<TellRefusal, () => Answer>> = {
  hidden: () => refusal('conflict', 'Nothing is told of people in this conversation.'),
  closed: () => refusal('conflict', 'This conversation is closed.'),
  'too-many': () => refusal('too-large', 'A conversation has at most 8 tables.', 'tables'),
  'too-large': () =>
    refusal('too-large', 'Attributes and tables have at most 256 kB together.', 'tables'),
};

export function hostContextRoutes(options: {
  readonly contexts: HostContexts;
  readonly relations: Pick<Relations, 'toConversation'>;
  /** By address. */
  readonly limit: RateLimit;
  /** To staff who have it open. */
  readonly tellStaff: (conversation: ConversationId) => void;
}): Route[] {
  const { contexts, relations, limit, tellStaff } = options;
  return [
    guardedRoute(
      {
        method: 'put',
        path: '/api/conversations/:id/context',
        summary:
          'What the page around the chat tells of whoever writes: attributes as a whole, each table as a whole.',
        actions: ['tell-context'],
        body: tellContext,
        bodyBytes: tellContextBytes,
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict', 'too-large', 'throttled'],
      },
      async ({ actor, params }) => ({
        action: 'tell-context',
        relation: await relations.toConversation(actor, conversationIn(params)),
      }),
      async ({ address, body, params }) => {
        if (!limit.take(address)) return throttled(5_000);
        const told = await contexts.tell(conversationIn(params), body);
        if (!told.ok) return refusals[told.refusal]();
        if (told.value) tellStaff(conversationIn(params));
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/context',
        summary: 'What the page around the chat told of whoever writes. Nobody checked it.',
        actions: ['read-client'],
        answers: { status: 200, schema: contextAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'read-client',
        relation: await relations.toConversation(actor, conversationIn(params)),
      }),
      async ({ params }) =>
        answer(200, (await contexts.of(conversationIn(params))) satisfies ContextAnswer),
    ),
  ];
}
