/** `/api/tickets`, and to whom conversations can be passed on. */
import {
  newTicket,
  newTicketAnswer,
  ticketsAnswer,
  ticketsQuery,
  type NewTicketAnswer,
  type TicketsAnswer,
} from '../../conversation/protocol/http/tickets.ts';
import {
  transferTargetsAnswer,
  transfersAnswer,
  type TransferTargetsAnswer,
  type TransfersAnswer,
} from '../../conversation/protocol/http/transfers.ts';
import { randomIdFrom, type ConversationId } from '../../conversation/protocol/ids.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import { readSummary } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import { answer, notFound, refusal } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { SessionServer } from '../session/session-server.ts';
import { listTickets, type TicketsScope } from './tickets-list.ts';
import { readTargets, readTransfers } from './transfers.ts';

export interface TicketRoutesOptions {
  readonly database: Database;
  readonly presence: SessionServer['presence'];
  readonly raise: SessionServer['raise'];
  readonly randomBytes: (length: number) => Uint8Array;
  readonly relations: Pick<Relations, 'toConversation' | 'departmentsOf'>;
}

export function ticketRoutes(options: TicketRoutesOptions): Route[] {
  const { database, presence, relations } = options;
  const idIn = (params: Readonly<Record<string, string>>) => params['id'] as ConversationId;
  const relationTo = (actor: Actor, params: Readonly<Record<string, string>>) =>
    relations.toConversation(actor, idIn(params));

  async function scopeOf(actor: Actor): Promise<TicketsScope> {
    const reach = reachOf(kindOf(actor), 'list-tickets');
    if (reach === 'all') return { kind: 'all' };
    if (reach === 'own') return { kind: 'own', account: accountOf(actor) };
    return { kind: 'departments', departments: await relations.departmentsOf(actor) };
  }

  return [
    guardedRoute(
      {
        method: 'post',
        path: '/api/tickets',
        summary: 'Raises a conversation with a subject. What is said in it comes over /session.',
        actions: ['start-conversation'],
        body: newTicket,
        answers: { status: 201, schema: newTicketAnswer },
        refusals: ['not-allowed', 'conflict', 'throttled'],
      },
      () => ({ action: 'start-conversation' }),
      async ({ actor, address, body: { department, subject } }) => {
        const conversation = randomIdFrom(options.randomBytes(16)) as ConversationId;
        const raised = await options.raise({
          conversation,
          actor,
          address,
          department,
          prefer: undefined,
          subject,
        });
        if (!raised.ok) return raiseRefusals[raised.refusal]();
        const summary = await readSummary(database, conversation);
        if (summary === undefined) return notFound();
        return answer(201, { summary } satisfies NewTicketAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/tickets',
        summary: 'Tickets of the departments one belongs to, or one’s own; new ones first.',
        actions: ['list-tickets'],
        query: ticketsQuery,
        answers: { status: 200, schema: ticketsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-tickets' }),
      async ({ actor, query: { status, department, skip, limit } }) => {
        const scope = await scopeOf(actor);
        const page = await listTickets(database, { scope, status, department, skip, limit });
        return answer(200, {
          ...page,
          tickets: [...page.tickets],
        } satisfies TicketsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/transfers',
        summary: 'Who passed a conversation on to whom, and what they said with it; oldest first.',
        actions: ['read-transfers'],
        answers: { status: 200, schema: transfersAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'read-transfers',
        relation: await relationTo(actor, params),
      }),
      async ({ params }) => {
        const transfers = await readTransfers(database, idIn(params));
        return answer(200, { transfers } satisfies TransfersAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/transfer-targets',
        summary: 'To whom a conversation can be passed on.',
        actions: ['transfer-conversation'],
        answers: { status: 200, schema: transferTargetsAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'transfer-conversation',
        relation: await relationTo(actor, params),
      }),
      async ({ params }) => {
        const targets = await readTargets(database, idIn(params), presence);
        if (targets === undefined) return notFound();
        return answer(200, targets satisfies TransferTargetsAnswer);
      },
    ),
  ];
}

const raiseRefusals = {
  'too-many-threads': () =>
    refusal(
      'conflict',
      'You have as many open conversations there as are allowed. End one of them first.',
      'department',
    ),
  limit: () => refusal('conflict', 'You have as many open conversations as are allowed at once.'),
  flooding: () => refusal('throttled', 'Too many new conversations. Try again in a moment.'),
  'not-found': () => refusal('malformed', 'There is no such department.', 'department'),
  // Courses take no tickets from here.
  'not-enrolled': () => notFound(),
  // The id was made just now, so it is nobody else's.
  'not-allowed': () => notFound(),
} as const;
