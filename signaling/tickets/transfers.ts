/** Reading for those who pass conversations on: to whom, and what was said with it before. */
import type {
  TransferTargetsAnswer,
  TransfersAnswer,
} from '../../conversation/protocol/http/transfers.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { countsAsLoad } from '../pairing/assign.ts';
import type { Availability } from '../pairing/availability.ts';

export async function readTransfers(
  database: Database,
  conversation: ConversationId,
): Promise<TransfersAnswer['transfers']> {
  const rows = await database
    .selectFrom('transfers')
    .select(['at', 'by_name', 'to_kind', 'to_name', 'note'])
    .where('conversation', '=', conversation)
    .orderBy('id')
    .execute();
  return rows.map(({ at, by_name, to_kind, to_name, note }) => ({
    at,
    by: by_name,
    to: { kind: to_kind, name: to_name },
    ...(note === null ? {} : { note }),
  }));
}

/** @returns undefined where there is no such conversation. */
export async function readTargets(
  database: Database,
  conversation: ConversationId,
  presence: Pick<Availability, 'isLive' | 'isAvailable'>,
): Promise<TransferTargetsAnswer | undefined> {
  const row = await database
    .selectFrom('conversations')
    .select('department')
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const members = await database
    .selectFrom('department_members as member')
    .innerJoin('accounts', 'accounts.id', 'member.account')
    .innerJoin('departments', 'departments.id', 'member.department')
    .select([
      'accounts.id',
      'accounts.name',
      'accounts.role',
      'member.capacity',
      'departments.agent_capacity',
      'departments.bot_capacity',
    ])
    .where('member.department', '=', row.department)
    .where('accounts.active', '=', 1)
    .where('accounts.role', '!=', 'customer')
    .orderBy('accounts.name')
    .orderBy('accounts.id')
    .execute();
  const loads = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .innerJoin('department_members as member', 'member.account', 'participants.account')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .select(['participants.account', sql<number>`sum(${countsAsLoad})`.as('open')])
    .where('member.department', '=', row.department)
    .where('conversations.status', '=', 'assigned')
    .groupBy('participants.account')
    .execute();
  const open = new Map(loads.map((load) => [load.account, load.open]));
  const departments = await database
    .selectFrom('departments')
    .select(['id as department', 'name'])
    .where('id', '!=', row.department)
    .where('active', '=', 1)
    .where('deleted_at', 'is', null)
    .orderBy('place')
    .orderBy('created_at')
    .execute();
  return {
    people: members.map((member) => ({
      account: member.id,
      name: member.name,
      kind: member.role === 'bot' ? 'bot' : 'person',
      here: presence.isLive(member.id),
      available: presence.isAvailable(member.id),
      open: open.get(member.id) ?? 0,
      capacity:
        member.capacity ?? (member.role === 'bot' ? member.bot_capacity : member.agent_capacity),
    })),
    departments,
  };
}
