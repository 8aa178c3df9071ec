/** Whoever does not belong to a department any more leaves what is said among its people, and in its name. */
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { groupKinds } from '../../conversation/protocol/kinds.ts';
import type { Queries } from '../archive/summaries.ts';

/** Whoever is deleted leaves them all. */
export async function leaveGroups(database: Queries, account: AccountId, at: number) {
  await database
    .updateTable('participants')
    .set({ left_at: at })
    .where('account', '=', account)
    .where('left_at', 'is', null)
    .where('conversation', 'in', (from) =>
      from.selectFrom('conversations').select('conversations.id').where('kind', 'in', groupKinds),
    )
    .execute();
}

/** What they answer they go on answering. */
export async function leaveDepartment(
  database: Queries,
  department: DepartmentId,
  account: AccountId,
  at: number,
): Promise<void> {
  await database
    .updateTable('participants')
    .set({ left_at: at })
    .where('account', '=', account)
    .where('left_at', 'is', null)
    .where('id', 'in', (from) =>
      from
        .selectFrom('participants as face')
        .innerJoin('conversations', 'conversations.id', 'face.conversation')
        .select('face.id')
        .where('face.account', '=', account)
        .where((where) =>
          where.or([
            where.and([
              where('conversations.department', '=', department),
              where('conversations.kind', 'in', groupKinds),
            ]),
            where.and([
              where('conversations.from_department', '=', department),
              where('face.id', '=', where.ref('conversations.raised_by')),
            ]),
          ]),
        ),
    )
    .execute();
}
