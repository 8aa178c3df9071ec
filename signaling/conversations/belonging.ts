/** Which open conversations it touches that somebody came to a department, or left it. */
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { groupKinds } from '../../conversation/protocol/kinds.ts';
import type { Queries } from '../archive/summaries.ts';

export interface Touched {
  readonly conversation: ConversationId;
  /** Whether they have, or had, a face in it. */
  readonly isNamed: boolean;
}

export async function concernedBy(
  database: Queries,
  department: DepartmentId,
  account: AccountId,
): Promise<readonly Touched[]> {
  const rows = await database
    .selectFrom('conversations')
    .leftJoin('participants as own', (join) =>
      join.onRef('own.conversation', '=', 'conversations.id').on('own.account', '=', account),
    )
    .select(['conversations.id', 'own.id as face'])
    .where('conversations.status', '!=', 'closed')
    .where((where) =>
      where.or([
        where.and([
          where('conversations.department', '=', department),
          where('conversations.kind', 'in', ['discussion', 'announcement']),
        ]),
        where.and([
          where('conversations.department', '=', department),
          where('conversations.kind', 'in', groupKinds),
          where('own.id', 'is not', null),
        ]),
        where('conversations.from_department', '=', department),
      ]),
    )
    .execute();
  return rows.map(({ id, face }) => ({ conversation: id, isNamed: face !== null }));
}
