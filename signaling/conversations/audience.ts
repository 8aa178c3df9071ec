/** Who reads a conversation without a seat in it: all of a department, or the staff of the one that raised it. */
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import type { Queries } from '../archive/summaries.ts';
import { kindRules } from './kinds.ts';
import { everybodyOf } from './people.ts';

export async function audienceOf(
  database: Queries,
  conversation: ConversationId,
): Promise<readonly AccountId[]> {
  const row = await database
    .selectFrom('conversations')
    .select(['kind', 'department', 'from_department'])
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return [];
  if (row.from_department !== null) return everybodyOf(database, row.from_department, ['staff']);
  return everybodyOf(database, row.department, kindRules[row.kind].reads);
}
