/** Tickets in words. */
import type { ConversationStatus } from '../../../conversation/protocol/conversation.ts';
import type { ParticipantId } from '../../../conversation/protocol/ids.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { SettableTicketStatus, TicketStatus } from '../../../conversation/protocol/ticket.ts';
import type { Tone } from '../../ui/marks.tsx';

export interface TicketStatusWords {
  readonly label: string;
  readonly tone: Tone;
}

export function ticketStatusWords(status: TicketStatus): TicketStatusWords {
  switch (status) {
    case 'new':
      return { label: 'New', tone: 'accent' };
    case 'assigned':
      return { label: 'Assigned', tone: 'warn' };
    case 'waiting-for-customer':
      return { label: 'Waiting for customer', tone: 'neutral' };
    case 'solved':
      return { label: 'Solved', tone: 'good' };
    case 'closed':
      return { label: 'Closed', tone: 'neutral' };
    default:
      return unreachable(status);
  }
}

export interface StatusStep {
  readonly to: SettableTicketStatus;
  readonly label: string;
}

const steps: readonly StatusStep[] = [
  { to: 'waiting-for-customer', label: 'Waiting for customer' },
  { to: 'solved', label: 'Solved' },
  { to: 'assigned', label: 'Open again' },
];

/** What staff can say of a ticket that has this status. */
export function nextStatuses(status: TicketStatus): readonly StatusStep[] {
  if (status === 'closed') return [];
  const isOpen = status === 'new' || status === 'assigned';
  return steps.filter(({ to }) => (to === 'assigned' ? !isOpen : to !== status));
}

/** Who answers now, for a question about that: null while nobody does. */
export function answering(status: ConversationStatus | undefined): ParticipantId | null {
  return status?.state === 'assigned' ? status.to.id : null;
}
