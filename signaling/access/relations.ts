/** What a thing is to whoever asks about it, read from the database (permissions.ts, `Relation`). */
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Actor } from '../accounts/actor.ts';
import { placeOf } from '../conversations/place.ts';
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

  async function isEnrolled(actor: Actor, department: DepartmentId): Promise<boolean> {
    if (actor.kind === 'visitor' || actor.role !== 'customer') return false;
    const row = await database
      .selectFrom('enrolments')
      .select('since')
      .where('department', '=', department)
      .where('account', '=', actor.account)
      .executeTakeFirst();
    return row !== undefined;
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
      if (member === undefined)
        return (await isEnrolled(actor, department)) ? 'department' : 'other';
      return member.position === 'head' ? 'own' : 'department';
    },
    async toConversation(actor, conversation) {
      const place = await placeOf(database, conversation, actor);
      if (place === undefined) return 'missing';
      const { row, seat, mayRead } = place;
      const isRaisers = seat === 'sharer' || seat === 'raiser';
      if (row.from_department !== null && isRaisers) {
        const isMember = (await membership(actor, row.department)) !== undefined;
        return isMember ? 'both' : 'raiser';
      }
      if (mayRead) return 'own';
      // What people say among themselves is nobody's to answer; their department is overseen all the same.
      const isAgent = actor.kind === 'account' && actor.role === 'agent';
      if (isGroup(row.kind) && isAgent) return 'other';
      return (await membership(actor, row.department)) === undefined ? 'other' : 'department';
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
