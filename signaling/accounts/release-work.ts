/** Whoever is switched off or deleted holds nothing any more: what was assigned to them waits for somebody else. */
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';

/**
 * What a person had does not go to a bot by itself, as where somebody stays away.
 *
 * @returns the departments whose queues are to be looked at.
 */
export async function releaseWork(
  account: AccountId,
  within: { readonly database: Database; readonly now: () => number },
): Promise<readonly DepartmentId[]> {
  const { database } = within;
  const held = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .select([
      'conversations.id',
      'conversations.department',
      'participants.id as participant',
      'participants.role',
    ])
    .where('participants.account', '=', account)
    .execute();
  const at = within.now();
  for (const { id, participant, role } of held) {
    await database
      .updateTable('conversations')
      .set({
        status: 'waiting',
        status_since: at,
        assigned_to: null,
        ...(role === 'agent' ? { wants_person: 1 as const } : {}),
      })
      .where('id', '=', id)
      .execute();
    await database
      .updateTable('participants')
      .set({ left_at: at })
      .where('id', '=', participant)
      .execute();
  }
  return [...new Set(held.map(({ department }) => department))];
}
