/** What a thing is to whoever asks about it, read from the database (permissions.ts, `Relation`). */
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import type { Relation } from './permissions.ts';

export interface Relations {
  toAccount(actor: Actor, account: AccountId): Promise<Relation>;
  toDepartment(actor: Actor, department: DepartmentId): Promise<Relation>;
  toConversation(actor: Actor, conversation: ConversationId): Promise<Relation>;
  /** Where an account is a member. */
  departmentsOf(actor: Actor): Promise<readonly DepartmentId[]>;
}

export function createRelations(database: Database): Relations {
  async function membership(actor: Actor, department: DepartmentId) {
    if (actor.kind === 'visitor') return undefined;
    return database
      .selectFrom('department_members')
      .select('position')
      .where('department', '=', department)
      .where('account', '=', actor.account)
      .executeTakeFirst();
  }

  return {
    async toAccount(actor, account) {
      const found = await database
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', account)
        .executeTakeFirst();
      if (found === undefined) return 'missing';
      return actor.kind === 'account' && actor.account === account ? 'own' : 'other';
    },
    async toDepartment(actor, department) {
      const found = await database
        .selectFrom('departments')
        .select('id')
        .where('id', '=', department)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (found === undefined) return 'missing';
      const member = await membership(actor, department);
      if (member === undefined) return 'other';
      return member.position === 'head' ? 'own' : 'department';
    },
    async toConversation(actor, conversation) {
      const found = await database
        .selectFrom('conversations')
        .select('department')
        .where('id', '=', conversation)
        .executeTakeFirst();
      if (found === undefined) return 'missing';
      const face = await database
        .selectFrom('participants')
        .select('id')
        .where('conversation', '=', conversation)
        .where('left_at', 'is', null)
        .where((where) =>
          actor.kind === 'visitor'
            ? where('visitor', '=', actor.visitor)
            : where('account', '=', actor.account),
        )
        .executeTakeFirst();
      if (face !== undefined) return 'own';
      return (await membership(actor, found.department)) === undefined ? 'other' : 'department';
    },
    async departmentsOf(actor) {
      if (actor.kind === 'visitor') return [];
      const rows = await database
        .selectFrom('department_members')
        .select('department')
        .where('account', '=', actor.account)
        .execute();
      return rows.map(({ department }) => department);
    },
  };
}
