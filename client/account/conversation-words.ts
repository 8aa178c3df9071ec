/** How far a conversation is, for whoever raised it. */
import type { ConversationStatus } from '../../conversation/protocol/conversation.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import type { TicketStatus } from '../../conversation/protocol/ticket.ts';
import type { Tone } from '../ui/marks.tsx';

export interface StatusWords {
  readonly tone: Tone;
  readonly name: string;
  readonly sentence: string;
}

export function statusWords(status: ConversationStatus): StatusWords {
  switch (status.state) {
    case 'waiting':
      return {
        tone: 'warn',
        name: 'Waiting',
        sentence:
          status.position === 1
            ? 'You are next.'
            : `${status.position - 1} before you wait for an answer.`,
      };
    case 'assigned':
      return { tone: 'good', name: 'Open', sentence: `${status.to.name} answers you.` };
    case 'open':
      return { tone: 'good', name: 'Open', sentence: 'Everybody in it reads what you write.' };
    case 'closed':
      return { tone: 'neutral', name: 'Closed', sentence: 'Nothing more is written in it.' };
    default:
      return unreachable(status);
  }
}

export function ticketTone(status: TicketStatus): Tone {
  switch (status) {
    case 'new':
    case 'waiting-for-customer':
      return 'warn';
    case 'assigned':
    case 'solved':
      return 'good';
    case 'closed':
      return 'neutral';
    default:
      return unreachable(status);
  }
}
