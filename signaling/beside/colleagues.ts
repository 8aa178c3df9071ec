/** Who reads the notes of a conversation: as the table of access/ has it for `read-notes`, from the other side. */
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import type { Queries } from '../archive/summaries.ts';

export interface Colleague {
  readonly account: AccountId;
  readonly name: string;
}

/** By name: super admins, the department's staff, and of its workers those who answer it. */
export async function colleaguesOf(
  database: Queries,
  conversation: ConversationId,
): Promise<readonly Colleague[]> {
  return database
    .selectFrom('accounts')
    .select(['accounts.id as account', 'accounts.name'])
    .where('accounts.active', '=', 1)
    .where((where) =>
      where.or([
        where('accounts.role', '=', 'super-admin'),
        where.and([
          where('accounts.role', 'in', ['admin', 'agent']),
          where('accounts.worker_of', 'is', null),
          where.exists(
            where
              .selectFrom('department_members as member')
              .innerJoin('conversations', 'conversations.department', 'member.department')
              .select('member.account')
              .whereRef('member.account', '=', 'accounts.id')
              .where('conversations.id', '=', conversation),
          ),
        ]),
        where.and([
          where('accounts.role', 'in', ['admin', 'agent']),
          where.exists(
            where
              .selectFrom('participants')
              .innerJoin('conversations', 'conversations.id', 'participants.conversation')
              .select('participants.id')
              .where('participants.conversation', '=', conversation)
              .whereRef('participants.account', '=', 'accounts.id')
              .whereRef('participants.id', '!=', 'conversations.raised_by')
              .where('participants.left_at', 'is', null),
          ),
        ]),
      ]),
    )
    .orderBy('accounts.name')
    .orderBy('accounts.id')
    .execute();
}
