/** What an anonymous visitor needs: a token, a ticket for the socket, and what the widget shows first. */
import * as http from '../../../conversation/protocol/http.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { Tickets } from '../../accounts/tickets.ts';
import type { VisitorsStore } from '../../accounts/visitors-store.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import { answer, busy, notFound, throttled } from '../answer.ts';
import type { RateLimit } from '../../rate-limit.ts';
import { guardedRoute, openRoute, type Route } from '../route.ts';
import { openingOf } from './department-routes.ts';

export type WidgetState = http.WidgetAnswer['answers'];

export function visitorRoutes(options: {
  readonly visitors: VisitorsStore;
  readonly visitorLimit: RateLimit;
  readonly tickets: Tickets;
  readonly ticketLimit: RateLimit;
  readonly departments: DepartmentsStore;
  readonly now: () => number;
  readonly widgetState: (department: DepartmentId) => WidgetState | Promise<WidgetState>;
}): Route[] {
  const { visitors, visitorLimit, tickets, ticketLimit, departments, now, widgetState } = options;
  return [
    openRoute(
      {
        method: 'post',
        path: '/api/visitors',
        summary: 'Makes an anonymous visitor; the token is shown once.',
        who: 'anyone',
        body: http.newVisitor,
        answers: { status: 201, schema: http.newVisitorAnswer },
        refusals: ['throttled'],
      },
      async ({ address }) => {
        if (!visitorLimit.take(address)) return throttled(10_000);
        const { token, name } = await visitors.create();
        return answer(201, { token, name } satisfies http.NewVisitorAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/session-tickets',
        summary: 'A ticket for one WebSocket on /session, good once within 30 seconds.',
        actions: ['open-session'],
        body: http.newTicket,
        answers: { status: 201, schema: http.newTicketAnswer },
        refusals: ['throttled', 'busy'],
      },
      () => ({ action: 'open-session' }),
      async ({ authenticated, address }) => {
        if (!ticketLimit.take(address)) return throttled(5_000);
        const ticket = tickets.issue(authenticated);
        if (ticket.ok) return answer(201, { ticket: ticket.value } satisfies http.NewTicketAnswer);
        return ticket.refusal === 'busy' ? busy() : throttled(10_000);
      },
    ),
    openRoute(
      {
        method: 'get',
        path: '/api/widget',
        summary: 'What the widget shows before anything was written.',
        who: 'anyone',
        query: http.widgetQuery,
        answers: { status: 200, schema: http.widgetAnswer },
        refusals: ['not-found'],
      },
      async ({ query }) => {
        const department =
          query.department === undefined
            ? await departments.first()
            : await departments.get(query.department);
        if (department?.active !== true) return notFound();
        const { id, name, greeting, offlineMessage } = department;
        const answers = await widgetState(id);
        return answer(200, {
          department: { id, name, greeting },
          answers,
          ...openingOf(department, now()),
          offlineMessage,
        } satisfies http.WidgetAnswer);
      },
    ),
  ];
}
