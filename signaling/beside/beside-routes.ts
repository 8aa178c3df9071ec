/** Labels, priority and sleep of conversations, and what is known of their clients. */
import * as http from '../../conversation/protocol/http/beside.ts';
import type { ConversationId, LabelId } from '../../conversation/protocol/ids.ts';
import { authorize } from '../access/authorize.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import { answer, notFound, refusal, type Answer } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import { readAllBeside } from './all-beside.ts';
import { createArrangements, readBeside, type ArrangeRefusal } from './arrangements.ts';
import type { BesideNews } from './beside-news.ts';
import { createClientKnowledge } from './client-knowledge.ts';
import { labelRefused } from './label-routes.ts';
import type { LabelsStore } from './labels-store.ts';
import type { RelationTo } from './relation-to.ts';

export interface BesideRoutesOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly labels: LabelsStore;
  readonly relations: Pick<Relations, 'toConversation' | 'departmentsOf'>;
  readonly relationTo: RelationTo;
  readonly news: Pick<BesideNews, 'tell' | 'snoozed'>;
}

export function besideRoutes(options: BesideRoutesOptions): Route[] {
  const { database, labels, news, relations, relationTo } = options;
  const arrangements = createArrangements(options);
  const knowledge = createClientKnowledge(options);
  const idIn = (params: Readonly<Record<string, string>>) => params['id'] as ConversationId;
  const labelIn = (params: Readonly<Record<string, string>>) => params['label'] as LabelId;

  async function answerWith(conversation: ConversationId, actor: Actor): Promise<Answer> {
    const [beside] = await readBeside(database, [conversation], accountOf(actor));
    return beside === undefined ? notFound() : answer(200, { beside } satisfies http.BesideAnswer);
  }

  /** With a seat in it, or in the archive. */
  async function mayRead(actor: Actor, conversation: ConversationId): Promise<boolean> {
    const relation = await relations.toConversation(actor, conversation);
    return relation === 'own' || authorize(actor, 'read-archive', relation).ok;
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/beside',
        summary:
          'What lies beside the open conversations of one’s departments, and where one is mentioned.',
        actions: ['list-beside'],
        answers: { status: 200, schema: http.allBesideAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-beside' }),
      async ({ actor }) => {
        const reach = reachOf(kindOf(actor), 'list-beside');
        const scope =
          reach === 'all' ? 'all' : reach === 'own' ? [] : await relations.departmentsOf(actor);
        const all = await readAllBeside(database, accountOf(actor), scope);
        return answer(200, all satisfies http.AllBesideAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/beside',
        summary: 'What lies beside one conversation.',
        actions: ['read-notes'],
        answers: { status: 200, schema: http.besideAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'read-notes', relation: await relationTo(call) }),
      ({ actor, params }) => answerWith(idIn(params), actor),
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/conversations/:id/beside',
        summary: 'Sets its priority, or until when it sleeps.',
        actions: ['arrange-conversation'],
        body: http.changeBeside,
        answers: { status: 200, schema: http.besideAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async (call) => ({ action: 'arrange-conversation', relation: await relationTo(call) }),
      async ({ actor, params, body }) => {
        const changed = await arrangements.change(idIn(params), body, accountOf(actor));
        if (!changed.ok) return arrangeRefusals[changed.refusal]();
        if (typeof body.snoozedUntil === 'number') await news.snoozed();
        await news.tell(idIn(params));
        return answerWith(idIn(params), actor);
      },
    ),
    guardedRoute(
      {
        method: 'put',
        path: '/api/conversations/:id/labels/:label',
        summary: 'Gives it a label of its department, or one for all.',
        actions: ['arrange-conversation'],
        answers: { status: 200, schema: http.besideAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async (call) => ({ action: 'arrange-conversation', relation: await relationTo(call) }),
      async ({ actor, params }) => {
        const put = await labels.put(idIn(params), labelIn(params), accountOf(actor));
        if (!put.ok) {
          return put.refusal === 'too-many'
            ? refusal('conflict', `A conversation has at most ${http.mostLabelsOn} labels.`)
            : labelRefused(put.refusal);
        }
        if (put.value === 'changed') await news.tell(idIn(params));
        return answerWith(idIn(params), actor);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/conversations/:id/labels/:label',
        summary: 'Takes a label away from it.',
        actions: ['arrange-conversation'],
        answers: { status: 200, schema: http.besideAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'arrange-conversation', relation: await relationTo(call) }),
      async ({ actor, params }) => {
        const taken = await labels.take(idIn(params), labelIn(params), accountOf(actor));
        if (!taken.ok) return labelRefused(taken.refusal);
        if (taken.value === 'changed') await news.tell(idIn(params));
        return answerWith(idIn(params), actor);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/attributes',
        summary: 'What the staff of its department noted about its client.',
        actions: ['read-client'],
        answers: { status: 200, schema: http.clientAttributesAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'read-client', relation: await relationTo(call) }),
      async ({ params }) => answer(200, await knowledge.attributes(idIn(params))),
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/conversations/:id/attributes',
        summary: 'Notes something about its client, or takes it away.',
        actions: ['describe-client'],
        body: http.changeClientAttribute,
        answers: { status: 200, schema: http.clientAttributesAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async (call) => ({ action: 'describe-client', relation: await relationTo(call) }),
      async ({ actor, params, body }) => {
        const by = { account: accountOf(actor), name: actor.name };
        const changed = await knowledge.change(idIn(params), body, by);
        if (!changed.ok) return attributeRefusals[changed.refusal]();
        await news.tell(idIn(params));
        return answer(200, await knowledge.attributes(idIn(params)));
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/previous',
        summary: 'Other conversations of its client that one may read.',
        actions: ['read-client'],
        answers: { status: 200, schema: http.previousAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'read-client', relation: await relationTo(call) }),
      async ({ actor, params }) => {
        const found = await knowledge.previous(idIn(params), (one) => mayRead(actor, one));
        return answer(200, { conversations: [...found] } satisfies http.PreviousAnswer);
      },
    ),
  ];
}

const arrangeRefusals = {
  'not-found': notFound,
  'already-closed': () => refusal('conflict', 'This conversation is closed.'),
  'not-in-reach': () =>
    refusal('malformed', 'Choose a moment in the future, within a year.', 'snoozedUntil'),
} as const satisfies Record<ArrangeRefusal, () => Answer>;

const attributeRefusals = {
  hidden: () => refusal('conflict', 'Nothing is kept about the client of this conversation.'),
  'too-many': () =>
    refusal('conflict', `At most ${http.mostClientAttributes} things are kept about one client.`),
} as const;
