/** Whoever raised a conversation, as far as that is known for certain. */
import { clientAnswer, type ClientAnswer } from '../../conversation/protocol/http/visitors.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Relations } from '../access/relations.ts';
import { answer, notFound } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { IdentifiedVisitors } from './identified-visitors.ts';

export function clientRoutes(options: {
  readonly identified: Pick<IdentifiedVisitors, 'clientOf'>;
  readonly relations: Pick<Relations, 'toConversation'>;
}): Route[] {
  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/client',
        summary: 'Who raised a conversation, and whether anybody vouches for it.',
        actions: ['read-client'],
        answers: { status: 200, schema: clientAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'read-client',
        relation: await options.relations.toConversation(actor, params['id'] as ConversationId),
      }),
      async ({ params }) => {
        const client = await options.identified.clientOf(params['id'] as ConversationId);
        return client === undefined ? notFound() : answer(200, client satisfies ClientAnswer);
      },
    ),
  ];
}
