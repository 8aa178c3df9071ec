/** As many tickets as are wanted, in as many requests as that takes. */
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { accept, type Result } from '../../../conversation/protocol/result.ts';
import type { ApiRefusal } from '../../signed-in/api/api-client.ts';
import type { TicketsApi, TicketsQuery } from '../api/tickets-api.ts';

/** What the server gives in one answer. */
const mostAtOnce = 100;

export interface ReadTickets {
  readonly tickets: readonly ConversationSummary[];
  readonly more: boolean;
}

export async function readTickets(
  api: Pick<TicketsApi, 'tickets'>,
  { limit, ...filter }: Omit<TicketsQuery, 'skip'>,
): Promise<Result<ReadTickets, ApiRefusal>> {
  // A ticket that moves between two requests may come twice; it stands where it came first.
  const tickets = new Map<string, ConversationSummary>();
  let skip = 0;
  for (;;) {
    const wanted = Math.min(mostAtOnce, limit - skip);
    const page = await api.tickets({ ...filter, skip, limit: wanted });
    if (!page.ok) return page;
    for (const ticket of page.value.tickets) {
      if (!tickets.has(ticket.conversation)) tickets.set(ticket.conversation, ticket);
    }
    skip += wanted;
    const { more } = page.value;
    if (!more || skip >= limit) return accept({ tickets: [...tickets.values()], more });
  }
}
