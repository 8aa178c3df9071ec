/** Tickets: their subjects, numbers and statuses. What follows from a conversation's changes, triggers do. */
import { sql, type Transaction } from 'kysely';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { SettableTicketStatus } from '../../conversation/protocol/ticket.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { anyOf, keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Schema } from '../database/schema.ts';
import { randomTicketNumber } from './ticket-number.ts';

export type TicketRefusal =
  | 'not-found'
  | 'already-closed'
  | 'no-ticket'
  | 'customer-waits'
  | 'wrong-kind';

export interface TicketChange {
  readonly conversation: ConversationId;
  /** Went through `parseSubject`. */
  readonly subject: string | undefined;
  readonly status: SettableTicketStatus | undefined;
  /** Account id of who asks. */
  readonly by: string;
}

export interface TicketsStore {
  /** A conversation becomes a ticket with its first subject. */
  change(change: TicketChange): Promise<Result<'changed' | 'same', TicketRefusal>>;
  /**
   * Something was said in these logs. Where the customer did, what was waiting for that, or was solved, is open again.
   *
   * @returns whether it was.
   */
  wroteIn(conversation: ConversationId, logs: readonly LogId[]): Promise<boolean>;
}

export interface TicketsOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** With 24 million numbers, even the millionth ticket meets a taken one every 24th time. */
const attempts = 100;

/** Makes a conversation of this transaction a ticket. */
export async function openTicket(
  trx: Transaction<Schema>,
  { conversation, subject, by }: { conversation: ConversationId; subject: string; by: string },
  { now, randomBytes }: Pick<TicketsOptions, 'now' | 'randomBytes'>,
): Promise<void> {
  const answered = await trx
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .select('participants.role')
    .where('conversations.id', '=', conversation)
    .executeTakeFirst();
  const at = now();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const number = randomTicketNumber(randomBytes);
    const inserted = await trx
      .insertInto('tickets')
      .values({
        conversation,
        number,
        subject,
        status: answered?.role === 'agent' ? 'assigned' : 'new',
        status_since: at,
        created_at: at,
        changed_by: by,
      })
      .onConflict((conflict) => conflict.column('number').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) continue;
    await createAuditLog(trx, now).record(by, 'ticket-opened', conversation, { number });
    return;
  }
  throw new Error('No free ticket number was found.');
}

/** Until the customer says something. */
const isOver = ['waiting-for-customer', 'solved'] as const;

/** Asked for with every message. */
const overAndWrittenTo = keepQuery(
  (database, value: ValueOf<{ conversation: ConversationId; logs: string }>) =>
    database
      .selectFrom('tickets')
      .innerJoin('conversations', 'conversations.id', 'tickets.conversation')
      .innerJoin('logs', (join) =>
        join
          .onRef('logs.conversation', '=', 'conversations.id')
          .onRef('logs.participant', '=', 'conversations.raised_by'),
      )
      .select('number')
      .where('tickets.conversation', '=', value('conversation'))
      .where('tickets.status', 'in', isOver)
      .where('logs.log', 'in', anyOf<LogId>(value('logs'))),
);

export function createTicketsStore(options: TicketsOptions): TicketsStore {
  const { database, now } = options;
  return {
    change: (change) => database.transaction().execute((trx) => changeWithin(trx, change, options)),
    async wroteIn(conversation, written) {
      const logs = JSON.stringify(written);
      const known = await overAndWrittenTo(database, { conversation, logs });
      if (known.rows.length === 0) return false;
      const updated = await database
        .updateTable('tickets')
        .set({ status: openStatus, status_since: now(), changed_by: 'server' })
        .where('conversation', '=', conversation)
        .where('status', 'in', isOver)
        .executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    },
  };
}

/** What an open ticket is by its conversation. */
const openStatus = sql<'assigned' | 'new'>`case
  when exists (
    select 1 from conversations join participants on participants.id = conversations.assigned_to
    where conversations.id = tickets.conversation and participants.role = 'agent'
  ) then 'assigned' else 'new' end`;

async function changeWithin(
  trx: Transaction<Schema>,
  { conversation, subject, status, by }: TicketChange,
  options: TicketsOptions,
): Promise<Result<'changed' | 'same', TicketRefusal>> {
  const row = await trx
    .selectFrom('conversations')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .select([
      'conversations.status as state',
      'conversations.kind',
      'tickets.number',
      'tickets.subject',
      'tickets.status',
    ])
    .where('conversations.id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return refuse('not-found');
  if (isGroup(row.kind)) return refuse('wrong-kind');
  if (row.state === 'closed') return refuse('already-closed');
  if (row.number === null && subject === undefined) return refuse('no-ticket');
  if (status === 'waiting-for-customer' && (await lastWriter(trx, conversation)) === 'client') {
    return refuse('customer-waits');
  }
  let isChanged = false;
  if (row.number === null && subject !== undefined) {
    await openTicket(trx, { conversation, subject, by }, options);
    isChanged = true;
  } else if (subject !== undefined && subject !== row.subject) {
    await trx
      .updateTable('tickets')
      .set({ subject })
      .where('conversation', '=', conversation)
      .execute();
    await createAuditLog(trx, options.now).record(by, 'ticket-subject', conversation, {
      number: row.number ?? '',
    });
    isChanged = true;
  }
  if (status !== undefined) {
    const updated = await trx
      .updateTable('tickets')
      .set({
        status: status === 'assigned' ? openStatus : status,
        status_since: options.now(),
        changed_by: by,
      })
      .where('conversation', '=', conversation)
      .where('status', '!=', status)
      .executeTakeFirst();
    isChanged ||= updated.numUpdatedRows === 1n;
  }
  return accept(isChanged ? 'changed' : 'same');
}

/** Messages and files; marks and reactions say nothing. */
const spoken = [1, 6];

async function lastWriter(trx: Transaction<Schema>, conversation: ConversationId) {
  const row = await trx
    .selectFrom('entries')
    .innerJoin('logs', (join) =>
      join
        .onRef('logs.conversation', '=', 'entries.conversation')
        .onRef('logs.log', '=', 'entries.log'),
    )
    .innerJoin('participants', 'participants.id', 'logs.participant')
    .select('participants.role')
    .where('entries.conversation', '=', conversation)
    .where('entries.type', 'in', spoken)
    .where('entries.verdict', '=', 'accepted')
    .orderBy('entries.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.role;
}
