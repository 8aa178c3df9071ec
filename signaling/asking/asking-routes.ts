/** `/api/conversations/:id/asked`: what somebody answered before they wrote, and staff look at. */
import {
  askedAnswer,
  askedAnswers,
  askedAnswersBytes,
  type AskedAnswer,
} from '../../conversation/protocol/http/asking.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { kindOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { answer, refusal, throttled } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { AskedAnswersStore } from './asked-answers.ts';

export function askingRoutes(options: {
  readonly answers: AskedAnswersStore;
  readonly relations: Pick<Relations, 'toConversation'>;
  /** By address. */
  readonly limit: RateLimit;
  /** To staff who have it open. */
  readonly tellStaff: (conversation: ConversationId) => void;
}): Route[] {
  const { answers, relations, limit, tellStaff } = options;
  return [
    guardedRoute(
      {
        method: 'put',
        path: '/api/conversations/:id/asked',
        summary: 'What whoever writes answered to the form of the department.',
        actions: ['answer-form'],
        body: askedAnswers,
        bodyBytes: askedAnswersBytes,
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict', 'throttled'],
      },
      async ({ actor, params }) => ({
        action: 'answer-form',
        relation: await relations.toConversation(actor, params['id'] as ConversationId),
      }),
      async ({ actor, address, body, params }) => {
        if (!limit.take(address)) return throttled(5_000);
        const conversation = params['id'] as ConversationId;
        const put = await answers.put(conversation, body, kindOf(actor) !== 'visitor');
        if (put.ok) {
          tellStaff(conversation);
          return answer(204);
        }
        switch (put.refusal.why) {
          case 'incomplete':
            return refusal('malformed', 'An answer is missing or is not right.', put.refusal.field);
          case 'asks-nothing':
            return refusal('conflict', 'Nothing is asked of people in this conversation.');
          case 'deleted':
            return refusal('conflict', 'This conversation was deleted.');
        }
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/asked',
        summary: 'What was answered before the conversation. Nobody checked it.',
        actions: ['read-client'],
        answers: { status: 200, schema: askedAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'read-client',
        relation: await relations.toConversation(actor, params['id'] as ConversationId),
      }),
      async ({ params }) =>
        answer(200, (await answers.of(params['id'] as ConversationId)) satisfies AskedAnswer),
    ),
  ];
}
