/** What a chat says whose session has ended for good, and the one thing that helps. */
import type { SessionState } from '../../conversation/peer/api.ts';
import { signInThere } from './visitor-ticket.ts';
import { told } from '../words/told.ts';
import { t } from '../words/words.ts';

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
      sentence: t('ended.old'),
      button: t('ended.load-again'),
      remedy: 'reload',
    };
  }
  if (session.message === signInThere) {
    return { sentence: told(signInThere), button: t('try-again'), remedy: 'reload' };
  }
  return {
    sentence: t('ended.here'),
    button: t('ended.start-again'),
    remedy: 'forget',
  };
}
