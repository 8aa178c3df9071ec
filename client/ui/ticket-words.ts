/** How far a ticket is, in the words of whoever raised it. */
import { unreachable } from '../../conversation/protocol/result.ts';
import type { TicketStatus } from '../../conversation/protocol/ticket.ts';

export function ticketWords(status: TicketStatus): string {
  switch (status) {
    case 'new':
      return 'Received';
    case 'assigned':
      return 'Being worked on';
    case 'waiting-for-customer':
      return 'Waiting for you';
    case 'solved':
      return 'Solved';
    case 'closed':
      return 'Closed';
    default:
      return unreachable(status);
  }
}
