/** The facts about a client in the context panel, as pairs of words. */
import type { ConversationStatus, Role } from '../../../conversation/protocol/conversation.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';

/** The first characters of an id: enough to tell two clients apart and to read out on the phone. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

export function statusWords(status: ConversationStatus): string {
  switch (status.state) {
    case 'waiting':
      return `Waiting, number ${status.position} in the queue`;
    case 'assigned':
      return `With ${status.to.name}`;
    case 'open':
      return 'Open';
    case 'closed':
      return status.by === null ? 'Closed' : `Closed by ${status.by.name}`;
    default:
      return unreachable(status);
  }
}

/** The archive counts entries: messages, and also edits, reactions and read marks. */
export function entriesWords(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
}

export function roleWords(role: Role): string {
  switch (role) {
    case 'client':
      return 'Client';
    case 'agent':
      return 'Agent';
    case 'bot':
      return 'Bot';
    case 'server':
      return 'Parley';
    default:
      return unreachable(role);
  }
}
