/** People decide who answers: passing a conversation on, and taking it over. Each is one transaction. */
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { RefusalCode, TransferTarget } from '../../conversation/protocol/session.ts';
import { createAuditLog } from '../audit.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Database } from '../database/database.ts';
import type { ConversationRow } from '../database/conversations-tables.ts';
import { together, type Together } from '../database/together.ts';
import { kindsIn } from '../departments/department-row.ts';
import { give, leave, loadOf, type CommitOptions } from './assign.ts';

export type TransferRefusal = Extract<
  RefusalCode,
  | 'not-found'
  | 'already-closed'
  | 'moved-on'
  | 'no-such-target'
  | 'target-inactive'
  | 'target-away'
  | 'target-full'
  | 'target-is-raiser'
  | 'already-there'
  | 'already-yours'
  | 'wrong-kind'
>;

interface Move {
  readonly conversation: ConversationId;
  /** Who answers it as far as whoever asks knows; null: nobody. */
  readonly from: ParticipantId | null;
  /** Whose that face was when it was asked (`holderBehind`). */
  readonly holder: AccountId | undefined;
  readonly by: { readonly account: AccountId; readonly name: string };
}

export interface TransferRequest extends Move {
  readonly to: TransferTarget;
  readonly note: string | undefined;
}

export interface Moved {
  /** Whose it was. */
  readonly former: AccountId | undefined;
  readonly formerDepartment: DepartmentId;
  /** Where it is now; undefined: in the queue of its department. */
  readonly to: AccountId | undefined;
}

export interface TransferOptions extends CommitOptions {
  /** Whether a session of the account is open. */
  readonly isLive: (account: AccountId) => boolean;
}

/** Thrown to undo a transaction; never leaves this file. */
class Refused extends Error {
  readonly refusal: TransferRefusal;
  constructor(refusal: TransferRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

async function orRefused(work: Promise<Moved>): Promise<Result<Moved, TransferRefusal>> {
  try {
    return accept(await work);
  } catch (fault) {
    if (fault instanceof Refused) return refuse(fault.refusal);
    throw fault;
  }
}

export function commitTransfer(
  request: TransferRequest,
  options: TransferOptions,
): Promise<Result<Moved, TransferRefusal>> {
  const work = together(options.database, async (unit) => {
    const trx = unit.database;
    const { row, former } = await seen(trx, request);
    const moved =
      request.to.kind === 'account'
        ? await toAccount(unit, row, former, request.to.account, options)
        : await toDepartment(trx, row, request.to.department, options);
    const { by, conversation, note } = request;
    await trx
      .insertInto('transfers')
      .values({
        conversation,
        at: options.now(),
        by_account: by.account,
        by_name: by.name,
        to_kind: moved.kind,
        to_name: moved.name,
        note: note ?? null,
      })
      .execute();
    const to = request.to.kind === 'account' ? request.to.account : request.to.department;
    await createAuditLog(trx, options.now).record(
      by.account,
      'conversation-transferred',
      conversation,
      { to, toKind: moved.kind, withNote: note !== undefined },
    );
    return {
      former,
      formerDepartment: row.department,
      to: request.to.kind === 'account' ? request.to.account : undefined,
    };
  });
  return orRefused(work);
}

/** Capacity does not count: whoever takes over knows what they do. That they may is decided before (access/). */
export function commitTakeOver(
  request: Move,
  options: CommitOptions,
): Promise<Result<Moved, TransferRefusal>> {
  const work = together(options.database, async (unit) => {
    const trx = unit.database;
    const { row, former } = await seen(trx, request);
    const to = request.by.account;
    if (former === to) throw new Refused('already-yours');
    await mayAnswer(trx, row, to);
    if (!(await give(unit, row, to, options))) throw new Refused('moved-on');
    await createAuditLog(trx, options.now).record(to, 'conversation-taken-over', row.id, {
      from: former ?? '',
    });
    return { former, formerDepartment: row.department, to };
  });
  return orRefused(work);
}

/**
 * Who sits behind a face. In a masked conversation all who answer have the same one in turn, so the face alone does not
 * say whether somebody else was faster.
 */
export async function holderBehind(
  database: Database,
  face: ParticipantId | null,
): Promise<AccountId | undefined> {
  if (face === null) return undefined;
  const row = await database
    .selectFrom('participants')
    .select('account')
    .where('id', '=', face)
    .executeTakeFirst();
  return row?.account ?? undefined;
}

/** The conversation, if it is open and answered by whom whoever asks believes. */
async function seen(
  trx: Database,
  { conversation, from, holder }: Move,
): Promise<{ readonly row: ConversationRow; readonly former: AccountId | undefined }> {
  const row = await trx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) throw new Refused('not-found');
  if (isGroup(row.kind)) throw new Refused('wrong-kind');
  if (row.status === 'closed') throw new Refused('already-closed');
  if (row.assigned_to !== from) throw new Refused('moved-on');
  const former = await holderBehind(trx, from);
  if (former !== holder) throw new Refused('moved-on');
  return { row, former };
}

/** Active, and not the one who raised it. */
async function mayAnswer(trx: Database, row: ConversationRow, account: AccountId): Promise<void> {
  const raiser = await trx
    .selectFrom('participants')
    .select('account')
    .where('id', '=', row.raised_by)
    .executeTakeFirst();
  if (raiser?.account === account) throw new Refused('target-is-raiser');
  const found = await trx
    .selectFrom('accounts')
    .select('active')
    .where('id', '=', account)
    .executeTakeFirst();
  if (found === undefined) throw new Refused('no-such-target');
  if (found.active === 0) throw new Refused('target-inactive');
}

async function toAccount(
  unit: Together,
  row: ConversationRow,
  former: AccountId | undefined,
  to: AccountId,
  options: TransferOptions,
): Promise<{ readonly kind: 'person' | 'bot'; readonly name: string }> {
  const trx = unit.database;
  await mayAnswer(trx, row, to);
  const member = await trx
    .selectFrom('department_members as member')
    .innerJoin('accounts', 'accounts.id', 'member.account')
    .innerJoin('departments', 'departments.id', 'member.department')
    .select([
      'accounts.name',
      'accounts.role',
      'member.capacity',
      'departments.agent_capacity',
      'departments.bot_capacity',
    ])
    .where('member.department', '=', row.department)
    .where('member.account', '=', to)
    .executeTakeFirst();
  if (member === undefined || member.role === 'customer') throw new Refused('no-such-target');
  if (former === to) throw new Refused('already-there');
  const isBot = member.role === 'bot';
  const isTicket =
    (await trx
      .selectFrom('tickets')
      .select('number')
      .where('conversation', '=', row.id)
      .executeTakeFirst()) !== undefined;
  // Nobody is left waiting with somebody who is not there; a ticket can wait on their desk.
  if (!options.isLive(to) && (isBot || !isTicket)) throw new Refused('target-away');
  const capacity = member.capacity ?? (isBot ? member.bot_capacity : member.agent_capacity);
  if ((await loadOf(trx, to)) >= capacity) throw new Refused('target-full');
  if (!(await give(unit, row, to, options))) throw new Refused('moved-on');
  await trx
    .updateTable('conversations')
    .set({ wants_person: isBot ? 0 : 1 })
    .where('id', '=', row.id)
    .execute();
  return { kind: isBot ? 'bot' : 'person', name: member.name };
}

async function toDepartment(
  trx: Database,
  row: ConversationRow,
  to: DepartmentId,
  options: TransferOptions,
): Promise<{ readonly kind: 'department'; readonly name: string }> {
  const department = await trx
    .selectFrom('departments')
    .select(['name', 'active', 'kinds'])
    .where('id', '=', to)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (department === undefined) throw new Refused('no-such-target');
  if (department.active === 0) throw new Refused('target-inactive');
  const { kind, from_department: from } = row;
  // Support goes wherever somebody answers; other kinds only where they are allowed.
  const isTaken = kind === 'support' || kindsIn(department.kinds).includes(kind);
  if (!isTaken || from === to) throw new Refused('no-such-target');
  if (row.department === to) throw new Refused('already-there');
  const now = options.now();
  await trx
    .updateTable('conversations')
    .set({
      department: to,
      status: 'waiting',
      status_since: now,
      waiting_since: now,
      assigned_to: null,
      prefer: null,
      wants_person: 1,
    })
    .where('id', '=', row.id)
    .execute();
  if (row.assigned_to !== null) await leave(trx, row.assigned_to, now);
  return { kind: 'department', name: department.name };
}
