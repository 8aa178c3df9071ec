/** What a console shows beside its lists, read at once when it opens. */
import type { AllBesideAnswer } from '../../conversation/protocol/http/beside.ts';
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { readSummaries } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import { readBeside } from './arrangements.ts';

/** Whose: of all, of departments and what they answer themselves, or only the latter. */
export type BesideScope = 'all' | readonly DepartmentId[];

/** Open ones beside which something lies; an account sees far fewer at once. */
const mostItems = 1000;
const mostMentioned = 100;

export async function readAllBeside(
  database: Database,
  viewer: AccountId,
  scope: BesideScope,
): Promise<AllBesideAnswer> {
  const within = (departments: BesideScope) =>
    database
      .selectFrom('conversations')
      .select('conversations.id')
      .$if(departments !== 'all', (query) =>
        query.where((where) =>
          where.or([
            where('conversations.department', 'in', departments === 'all' ? [] : [...departments]),
            where.exists(
              where
                .selectFrom('participants')
                .select('participants.id')
                .whereRef('participants.conversation', '=', 'conversations.id')
                .whereRef('participants.id', '!=', 'conversations.raised_by')
                .where('participants.account', '=', viewer)
                .where('participants.left_at', 'is', null),
            ),
          ]),
        ),
      );
  const open = await within(scope)
    .where('conversations.status', '!=', 'closed')
    .where((where) =>
      where.or([
        where.exists(
          where
            .selectFrom('arrangements')
            .select('arrangements.conversation')
            .whereRef('arrangements.conversation', '=', 'conversations.id'),
        ),
        where.exists(
          where
            .selectFrom('conversation_labels')
            .select('conversation_labels.conversation')
            .whereRef('conversation_labels.conversation', '=', 'conversations.id'),
        ),
        where.exists(
          where
            .selectFrom('notes')
            .select('notes.conversation')
            .whereRef('notes.conversation', '=', 'conversations.id'),
        ),
      ]),
    )
    .orderBy('conversations.active_at', 'desc')
    .limit(mostItems)
    .execute();
  // Whoever lost the department is not told any more, though the note names them.
  const named = await within(scope)
    .where('conversations.id', 'in', (query) =>
      query
        .selectFrom('note_mentions')
        .innerJoin('notes', 'notes.id', 'note_mentions.note')
        .select('notes.conversation')
        .where('note_mentions.account', '=', viewer)
        .where('note_mentions.seen_at', 'is', null),
    )
    .orderBy('conversations.active_at', 'desc')
    .limit(mostMentioned)
    .execute();
  const mentioned = named.map(({ id }) => id);
  const ids = [...new Set<ConversationId>([...open.map(({ id }) => id), ...mentioned])];
  return {
    items: await readBeside(database, ids, viewer),
    mentioned:
      mentioned.length === 0
        ? []
        : await readSummaries(
            database,
            (query) => query.where('conversations.id', 'in', mentioned),
            viewer,
          ),
  };
}
