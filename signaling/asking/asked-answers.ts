/** What somebody answered before their conversation. It is in no log and no document, and no mail goes out by it. */
import * as v from 'valibot';
import { checkAnswers, formFor, type AskedField } from '../../conversation/protocol/asking.ts';
import {
  askedAnswers,
  askingForm,
  contactFields,
  type AskedAnswer,
  type AskedAnswers,
} from '../../conversation/protocol/http/asking.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';

export type AnswersRefusal =
  | { readonly why: 'asks-nothing' | 'deleted' }
  | { readonly why: 'incomplete'; readonly field: AskedField };

export interface AskedAnswersStore {
  /** @param isKnown somebody vouches for them, so their name and address may be left out */
  put(
    conversation: ConversationId,
    answers: AskedAnswers,
    isKnown: boolean,
  ): Promise<Result<void, AnswersRefusal>>;
  /** Nothing, where it is masked. */
  of(conversation: ConversationId): Promise<AskedAnswer>;
}

export function createAskedAnswers(database: Database, now: () => number): AskedAnswersStore {
  return {
    put: (conversation, answers, isKnown) =>
      database.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('conversations')
          .innerJoin('departments', 'departments.id', 'conversations.department')
          .select(['masked', 'erased_at', 'conversations.kind', 'asks', 'from_department'])
          .where('conversations.id', '=', conversation)
          .executeTakeFirstOrThrow();
        if (row.erased_at !== null) return refuse({ why: 'deleted' });
        if (row.masked === 1 || isGroup(row.kind) || row.from_department !== null) {
          return refuse({ why: 'asks-nothing' });
        }
        // A form that was changed a moment ago loses nobody what they typed: what it asks no more is kept as it came.
        const form = v.parse(askingForm, JSON.parse(row.asks));
        const known = isKnown ? contactFields : [];
        const [wrong] = form.when === 'never' ? [] : checkAnswers(formFor(form, known), answers);
        if (wrong !== undefined) return refuse({ why: 'incomplete', field: wrong[0] });
        const told = { content: JSON.stringify(answers), answered_at: now() };
        await trx
          .insertInto('asked_answers')
          .values({ conversation, ...told })
          .onConflict((conflict) => conflict.column('conversation').doUpdateSet(told))
          .execute();
        return accept(undefined);
      }),
    async of(conversation) {
      const row = await database
        .selectFrom('asked_answers')
        .innerJoin('conversations', 'conversations.id', 'asked_answers.conversation')
        .select(['content', 'answered_at as answeredAt'])
        .where('conversation', '=', conversation)
        .where('conversations.masked', '=', 0)
        .executeTakeFirst();
      if (row === undefined) return {};
      const answers = v.parse(askedAnswers, JSON.parse(row.content));
      return { asked: { answers, answeredAt: row.answeredAt } };
    },
  };
}
