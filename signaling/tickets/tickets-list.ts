/** Tickets as lists show them: new ones first, then the latest change first. */
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { TicketStatus } from '../../conversation/protocol/ticket.ts';
import { sql } from 'kysely';
import { readSummaries } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';

/** Whose tickets: all, those of departments, or those that somebody raised or answers. */
export type TicketsScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'departments'; readonly departments: readonly DepartmentId[] }
  | { readonly kind: 'own'; readonly account: AccountId };

export interface TicketsRequest {
  readonly scope: TicketsScope;
  readonly status: TicketStatus | undefined;
  readonly department: DepartmentId | undefined;
  readonly skip: number;
  readonly limit: number;
}

export interface TicketsPage {
  readonly tickets: readonly ConversationSummary[];
  readonly fresh: number;
  readonly more: boolean;
}

export async function listTickets(
  database: Database,
  { scope, status, department, skip, limit }: TicketsRequest,
): Promise<TicketsPage> {
  if (scope.kind === 'departments' && scope.departments.length === 0) {
    return { tickets: [], fresh: 0, more: false };
  }
  const seen = () => {
    const all = database.selectFrom('tickets');
    switch (scope.kind) {
      case 'all':
        return all;
      case 'departments':
        return all.where('tickets.department', 'in', [...scope.departments]);
      case 'own':
        return all.where((where) =>
          where.exists(
            where
              .selectFrom('participants')
              .select('participants.id')
              .whereRef('participants.conversation', '=', 'tickets.conversation')
              .where('participants.account', '=', scope.account)
              .where('participants.left_at', 'is', null),
          ),
        );
    }
  };
  // What a page shows is read for its rows only: an installation has many more tickets than a page.
  let page = seen().select('tickets.conversation');
  // Either order is one that an index has.
  page =
    status === undefined
      ? page
          .orderBy(sql`(tickets.status = 'new')`, 'desc')
          .orderBy('tickets.status_since', 'desc')
          .orderBy('tickets.conversation')
      : page
          .where('tickets.status', '=', status)
          .orderBy('tickets.status_since', 'desc')
          .orderBy('tickets.conversation', 'desc');
  if (department !== undefined) page = page.where('tickets.department', '=', department);
  const rows = await page
    .offset(skip)
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map(({ conversation }) => conversation);
  const summaries = await readSummaries(database, (query) =>
    query.where('conversations.id', 'in', ids),
  );
  const place = new Map(ids.map((id, index) => [id, index]));
  const { fresh } = await seen()
    .select((row) => row.fn.countAll<number>().as('fresh'))
    .where('tickets.status', '=', 'new')
    .executeTakeFirstOrThrow();
  return {
    tickets: summaries.toSorted(
      (a, b) => (place.get(a.conversation) ?? 0) - (place.get(b.conversation) ?? 0),
    ),
    fresh,
    more: rows.length > limit,
  };
}
