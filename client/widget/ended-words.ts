/** What a chat says whose session has ended for good, and the one thing that helps. */
import type { SessionState } from '../../conversation/peer/api.ts';
import { signInThere } from './visitor.ts';

export interface EndedWords {
  readonly sentence: string;
  readonly button: string;
  /** `reload` keeps everything, unsent messages too; `forget` begins as somebody new. */
  readonly remedy: 'reload' | 'forget';
}

export function endedWords(session: SessionState): EndedWords | undefined {
  if (session.state !== 'ended') return undefined;
  // Nothing is wrong with who they are: only this page is older, or newer, than the server.
  if (session.code === 'wrong-version') {
    return {
      sentence:
        'This page is out of date. What you wrote is kept, and sent when it is loaded again.',
      button: 'Load again',
      remedy: 'reload',
    };
  }
  if (session.message === signInThere) {
    return { sentence: signInThere, button: 'Try again', remedy: 'reload' };
  }
  return {
    sentence: 'This chat has ended here. You can read it, and start a new one.',
    button: 'Start again',
    remedy: 'forget',
  };
}
