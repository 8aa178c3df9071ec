/** What the bar says about the session with the server. */
import type { SessionState } from '../../../conversation/peer/api.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { Tone } from '../../ui/marks.tsx';

export interface SessionWords {
  readonly tone: Tone;
  readonly name: string;
  readonly sentence: string;
}

export function sessionWords(session: SessionState, now: number): SessionWords {
  switch (session.state) {
    case 'online':
      return {
        tone: 'good',
        name: 'Online',
        sentence: 'Connected to the server. New conversations arrive by themselves.',
      };
    case 'connecting':
      return {
        tone: 'warn',
        name: 'Connecting',
        sentence: 'Connecting to the server. Direct conversations go on meanwhile.',
      };
    case 'offline':
      return {
        tone: 'danger',
        name: 'Offline',
        sentence: `No connection to the server. Direct conversations go on; the rest is sent when it is back. ${retryWords(session.retryAt - now)}`,
      };
    case 'ended':
      return { tone: 'danger', name: 'Signed out', sentence: session.message };
    default:
      return unreachable(session);
  }
}

function retryWords(inMs: number): string {
  const seconds = Math.ceil(inMs / 1000);
  return seconds <= 0 ? 'Trying now.' : `Next try in ${seconds} s.`;
}
