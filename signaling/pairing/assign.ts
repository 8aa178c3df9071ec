/** Commits what `pair` decided, each decision in one transaction that does nothing where the world has moved on. */
import { sql } from 'kysely';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { ConversationRow } from '../database/conversations-tables.ts';
import { together, type Together } from '../database/together.ts';
import { assignedNotice, type Notify } from '../tickets/notices.ts';
import type { Decision } from './pair.ts';

export type Assign = Extract<Decision, { kind: 'assign' }>;
export type Requeue = Extract<Decision, { kind: 'requeue' }>;

export interface CommitOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Called within the transaction that gives somebody's ticket to a person; left out: nobody is written to. */
  readonly notify?: Notify | undefined;
}

/** The conversation, if it is still where the decision saw it: held by `from`, or waiting. */
async function stillThere(
  trx: Database,
  conversation: ConversationId,
  from: AccountId | undefined,
): Promise<ConversationRow | undefined> {
  const row = await trx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (from === undefined) return row.status === 'waiting' ? row : undefined;
  if (row.status !== 'assigned' || row.assigned_to === null) return undefined;
  const holder = await trx
    .selectFrom('participants')
    .select('account')
    .where('id', '=', row.assigned_to)
    .executeTakeFirst();
  return holder?.account === from ? row : undefined;
}

/** Their face in this conversation: the one they had before, or a new one. */
async function faceOf(
  trx: Database,
  { id: conversation, department, masked }: ConversationRow,
  account: AccountId,
  options: CommitOptions,
): Promise<ParticipantId | undefined> {
  const known = await trx
    .selectFrom('participants')
    .select(['id', 'role'])
    .where('conversation', '=', conversation)
    .where('account', '=', account)
    .executeTakeFirst();
  if (known !== undefined) {
    // Whoever raised it does not answer it.
    if (known.role === 'client') return undefined;
    await trx
      .updateTable('participants')
      .set({ left_at: null })
      .where('id', '=', known.id)
      .execute();
    return known.id;
  }
  const who = await trx
    .selectFrom('accounts')
    .select(['name', 'role'])
    .where('id', '=', account)
    .where('active', '=', 1)
    .executeTakeFirst();
  if (who === undefined) return undefined;
  const isShared = masked === 1 && who.role !== 'bot';
  const name = isShared ? await nameOf(trx, department) : who.name;
  const shared = isShared ? await takeSharedFace(trx, conversation, name, account) : undefined;
  if (shared !== undefined) return shared;
  const id = randomIdFrom(options.randomBytes(16)) as ParticipantId;
  await trx
    .insertInto('participants')
    .values({
      id,
      conversation,
      account,
      visitor: null,
      role: who.role === 'bot' ? 'bot' : 'agent',
      name,
      joined_at: options.now(),
      left_at: null,
    })
    .execute();
  return id;
}

async function nameOf(trx: Database, department: DepartmentId): Promise<string> {
  const { name } = await trx
    .selectFrom('departments')
    .select('name')
    .where('id', '=', department)
    .executeTakeFirstOrThrow();
  return name;
}

/** In a masked conversation whoever answers speaks as the department, with the face it has there already. */
async function takeSharedFace(
  trx: Database,
  conversation: ConversationId,
  name: string,
  account: AccountId,
): Promise<ParticipantId | undefined> {
  const face = await trx
    .selectFrom('participants')
    .select('id')
    .where('conversation', '=', conversation)
    .where('role', '=', 'agent')
    .where('name', '=', name)
    .executeTakeFirst();
  if (face === undefined) return undefined;
  await trx
    .updateTable('participants')
    .set({ account, left_at: null })
    .where('id', '=', face.id)
    .execute();
  return face.id;
}

/**
 * Gives the conversation, as it was read in this transaction, to an account.
 *
 * @returns false where that account cannot answer it: it raised it, or is not active; the transaction must be undone.
 */
export async function give(
  unit: Together,
  row: ConversationRow,
  to: AccountId,
  options: CommitOptions,
): Promise<boolean> {
  const trx = unit.database;
  const now = options.now();
  const face = await faceOf(trx, row, to, options);
  if (face === undefined) return false;
  const updated = await trx
    .updateTable('conversations')
    // Where the face stays, nobody on the other side learns that somebody else is behind it now.
    .set({
      status: 'assigned',
      status_since: row.assigned_to === face ? row.status_since : now,
      assigned_to: face,
    })
    .where('id', '=', row.id)
    .where('status', '=', row.status)
    .where('assigned_to', 'is', row.assigned_to)
    .executeTakeFirst();
  if (updated.numUpdatedRows !== 1n) return false;
  if (row.assigned_to !== null && row.assigned_to !== face) await leave(trx, row.assigned_to, now);
  const notice = await assignedNotice(trx, row.id);
  if (notice !== undefined) await options.notify?.(notice, unit);
  return true;
}

/**
 * Open conversations that an account holds. A ticket that waits for its customer, or is solved, keeps nobody from
 * answering others.
 */
export async function loadOf(trx: Database, account: AccountId): Promise<number> {
  const load = await trx
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .select(sql<number>`count(*)`.as('open'))
    .where('participants.account', '=', account)
    .where('conversations.status', '=', 'assigned')
    .where(countsAsLoad)
    .executeTakeFirst();
  return load?.open ?? 0;
}

/** For a query that joins `tickets` from the left. */
export const countsAsLoad = sql<boolean>`coalesce(tickets.status, '') not in ('waiting-for-customer', 'solved')`;

/** Thrown inside a transaction to undo it; never leaves this file. */
class Overtaken extends Error {}

async function orOvertaken(work: Promise<boolean>): Promise<boolean> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof Overtaken) return false;
    throw fault;
  }
}

/**
 * @param capacity how many open conversations the account may hold, this one included.
 * @returns false where somebody else was faster, or the account has become full.
 */
export function commitAssign(
  decision: Assign,
  capacity: number,
  options: CommitOptions,
): Promise<boolean> {
  const { conversation, from, to } = decision;
  const work = together(options.database, async (unit) => {
    const trx = unit.database;
    const row = await stillThere(trx, conversation, from);
    if (row === undefined) return false;
    if ((await loadOf(trx, to)) >= capacity) return false;
    if (!(await give(unit, row, to, options))) throw new Overtaken();
    return true;
  });
  return orOvertaken(work);
}

/** @returns false where it is no longer held by `from`. What a person had does not go to a bot by itself. */
export function commitRequeue(decision: Requeue, options: CommitOptions): Promise<boolean> {
  const { conversation, from } = decision;
  const work = together(options.database, async (unit) => {
    const trx = unit.database;
    const row = await stillThere(trx, conversation, from);
    if (row === undefined || row.assigned_to === null) return false;
    const holder = await trx
      .selectFrom('participants')
      .select('role')
      .where('id', '=', row.assigned_to)
      .executeTakeFirstOrThrow();
    const now = options.now();
    const updated = await trx
      .updateTable('conversations')
      .set({
        status: 'waiting',
        status_since: now,
        assigned_to: null,
        wants_person: holder.role === 'agent' ? 1 : row.wants_person,
      })
      .where('id', '=', conversation)
      .where('assigned_to', '=', row.assigned_to)
      .executeTakeFirst();
    if (updated.numUpdatedRows !== 1n) throw new Overtaken();
    await leave(trx, row.assigned_to, now);
    return true;
  });
  return orOvertaken(work);
}

export async function leave(trx: Database, participant: ParticipantId, now: number): Promise<void> {
  await trx
    .updateTable('participants')
    .set({ left_at: now })
    .where('id', '=', participant)
    .execute();
}
