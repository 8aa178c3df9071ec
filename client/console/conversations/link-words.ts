/** What an agent is told about the way a conversation travels. */
import type { LinkState } from '../../../conversation/peer/api.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { Tone } from '../../ui/marks.tsx';

export interface LinkWords {
  readonly tone: Tone;
  readonly name: string;
  readonly sentence: string;
}

export function linkWords(link: LinkState): LinkWords {
  switch (link) {
    case 'direct':
      return {
        tone: 'good',
        name: 'Direct',
        sentence: 'You and the client are connected directly. Messages do not wait for the server.',
      };
    case 'relay':
      return {
        tone: 'good',
        name: 'Relayed',
        sentence:
          'A relay passes the encrypted connection on. Neither side sees the other’s address.',
      };
    case 'server':
      return {
        tone: 'accent',
        name: 'Via server',
        sentence:
          'Messages go through the server: a direct connection is not possible or not there yet.',
      };
    case 'connecting':
      return {
        tone: 'warn',
        name: 'Connecting',
        sentence:
          'Looking for the way to the client. What you write is kept and goes out by itself.',
      };
    case 'offline':
      return {
        tone: 'neutral',
        name: 'Offline',
        sentence:
          'There is no connection. What you write is kept and goes out when you are back online.',
      };
    default:
      return unreachable(link);
  }
}
