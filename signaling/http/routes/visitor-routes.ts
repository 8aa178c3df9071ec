/** What whoever has no account needs: a token, a ticket for the socket, and what the widget shows first. */
import * as http from '../../../conversation/protocol/http.ts';
import {
  widgetAnswer,
  widgetQuery,
  type WidgetAnswer,
} from '../../../conversation/protocol/http/widget.ts';
import type { DepartmentId, SiteId } from '../../../conversation/protocol/ids.ts';
import { authorize } from '../../access/authorize.ts';
import type { Tickets } from '../../accounts/tickets.ts';
import { readToken } from '../../accounts/tokens.ts';
import type { VisitorsStore } from '../../accounts/visitors-store.ts';
import type { Department } from '../../departments/department-row.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import type { IdentifiedVisitors } from '../../sites/identified-visitors.ts';
import { readIdentityToken, tokenSentences } from '../../sites/identity-token.ts';
import type { SitesStore } from '../../sites/sites-store.ts';
import { answer, busy, notFound, refusal, throttled, type Answer } from '../answer.ts';
import type { RateLimit } from '../../rate-limit.ts';
import { guardedRoute, openRoute, type Route } from '../route.ts';
import { openingOf } from './department-routes.ts';

/** Whoever is masked is not asked who they are. */
const asksOf = ({ asks, names }: Department) =>
  asks.when === 'never' || names === 'masked' ? undefined : asks;

export type WidgetState = WidgetAnswer['answers'];

export function visitorRoutes(options: {
  readonly visitors: VisitorsStore;
  readonly sites: Pick<SitesStore, 'at' | 'verifyingKeys'>;
  readonly identified: IdentifiedVisitors;
  readonly visitorLimit: RateLimit;
  readonly tickets: Tickets;
  readonly ticketLimit: RateLimit;
  readonly departments: DepartmentsStore;
  readonly now: () => number;
  readonly widgetState: (department: DepartmentId) => WidgetState | Promise<WidgetState>;
}): Route[] {
  const { visitors, sites, identified, visitorLimit, tickets, ticketLimit } = options;
  const { departments, now, widgetState } = options;

  /** Where what goes that names none. */
  async function usualDepartment(id: SiteId | undefined) {
    const wanted = sites.at(id)?.site.department;
    const own = wanted === undefined ? undefined : await departments.get(wanted);
    return own?.active === true ? own : departments.first();
  }

  /** Whoever just came opens a session next. @returns undefined where they have to ask for their ticket as others do */
  async function firstTicket(token: string, address: string): Promise<string | undefined> {
    const read = readToken(token);
    const whom = read && (await visitors.authenticate(read.hash));
    if (whom === undefined || !authorize(whom.actor, 'open-session').ok) return undefined;
    if (!ticketLimit.take(address)) return undefined;
    const ticket = tickets.issue(whom);
    return ticket.ok ? ticket.value : undefined;
  }

  async function anonymous(
    id: SiteId | undefined,
    wantsTicket: boolean,
    address: string,
  ): Promise<Answer> {
    if (!visitorLimit.take(address)) return throttled(10_000);
    const there = sites.at(id);
    if (there === undefined) return notFound();
    if (there.hasKeys) {
      return refusal('token-required', 'This site asks for a signed token.', 'token');
    }
    const { token, name } = await visitors.create(there.site.id);
    const ticket = wantsTicket ? await firstTicket(token, address) : undefined;
    return answer(201, { token, name, ...(ticket && { ticket }) } satisfies http.NewVisitorAnswer);
  }

  async function identify(
    token: string,
    department: DepartmentId | undefined,
    address: string,
  ): Promise<Answer> {
    if (!ticketLimit.take(address)) return throttled(5_000);
    const verified = await readIdentityToken(token, (id) => sites.verifyingKeys(id), now());
    if (!verified.ok) return refusal('bad-token', tokenSentences[verified.refusal], 'token');
    const who = await identified.enter(verified.value);
    if (who === undefined) return refusal('bad-token', tokenSentences.used, 'token');
    const knows = (['name', 'email'] as const).filter(
      (claim) => verified.value.claims[claim] !== undefined,
    );
    const conversation = await identified.lastConversation(who.visitor, department);
    return answer(201, {
      token: who.token,
      name: who.name,
      identified: { visitor: who.visitor, knows, ...(conversation && { conversation }) },
    } satisfies http.NewVisitorAnswer);
  }

  return [
    openRoute(
      {
        method: 'post',
        path: '/api/visitors',
        summary:
          'Makes an anonymous visitor, or with a signed token somebody whom a site identified; the answer’s token is shown once.',
        who: 'anyone',
        body: http.newVisitor,
        answers: { status: 201, schema: http.newVisitorAnswer },
        refusals: ['throttled', 'token-required', 'bad-token', 'not-found'],
      },
      ({ address, body: { site, token, department, ticket } }) =>
        token === undefined
          ? anonymous(site, ticket === true, address)
          : identify(token, department, address),
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
        query: widgetQuery,
        answers: { status: 200, schema: widgetAnswer },
        refusals: ['not-found'],
      },
      async ({ query }) => {
        const department =
          query.department === undefined
            ? await usualDepartment(query.site)
            : await departments.get(query.department);
        if (department?.active !== true) return notFound();
        const { id, name, greeting, offlineMessage } = department;
        const answers = await widgetState(id);
        return answer(200, {
          department: { id, name, greeting },
          answers,
          ...openingOf(department, now()),
          offlineMessage,
          mostOpen: department.maxOpenThreads,
          asks: asksOf(department),
        } satisfies WidgetAnswer);
      },
    ),
  ];
}
