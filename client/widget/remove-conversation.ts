import * as v from 'valibot';
import { errorAnswer } from '../../conversation/protocol/http/error.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Visitor } from './visitor.ts';
import { told } from '../words/told.ts';
import { t } from '../words/words.ts';

/** Deletes what was said. @returns why it was not done, as a sentence */
export async function removeConversation(
  visitor: Pick<Visitor, 'ask'>,
  conversation: ConversationId,
): Promise<string | undefined> {
  try {
    const answer = await visitor.ask(`/api/conversations/${conversation}`, { method: 'DELETE' });
    if (answer.ok) return undefined;
    const parsed = v.safeParse(errorAnswer, await answer.json());
    return parsed.success ? told(parsed.output.error.message) : t('server.away');
  } catch {
    return t('server.away');
  }
}
