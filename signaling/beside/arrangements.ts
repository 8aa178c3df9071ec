/** Priority and sleep of conversations, and all that lists show beside them. */
import { sql } from 'kysely';
import type {
  BesideJson,
  ChangeBesideRequest,
  Priority,
} from '../../conversation/protocol/http/beside.ts';
import { snoozeMs } from '../../conversation/protocol/http/beside.ts';
import type { AccountId, ConversationId, LabelId, LogId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Queries } from '../archive/summaries.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { anyOf, keepQuery, type ValueOf } from '../database/kept-queries.ts';

export type ArrangeRefusal = 'not-found' | 'already-closed' | 'not-in-reach';

export interface Arrangements {
  change(
    conversation: ConversationId,
    to: ChangeBesideRequest,
    by: AccountId,
  ): Promise<Result<true, ArrangeRefusal>>;
  /** Those whose time has come. @returns which they were */
  wakeDue(): Promise<readonly ConversationId[]>;
  /** When the next one wakes. */
  nextWake(): Promise<number | undefined>;
  /** Something was said in these logs. @returns whether the client did, and it slept */
  wroteIn(conversation: ConversationId, logs: readonly LogId[]): Promise<boolean>;
  /** It wakes where it is closed, or not with whom it was. @returns whether it slept */
  movedOn(conversation: ConversationId): Promise<boolean>;
}

/** Asked for with every message. */
const sleptThrough = keepQuery(
  (database, value: ValueOf<{ conversation: ConversationId; logs: string }>) =>
    database
      .selectFrom('arrangements')
      .innerJoin('conversations', 'conversations.id', 'arrangements.conversation')
      .innerJoin('logs', (join) =>
        join
          .onRef('logs.conversation', '=', 'conversations.id')
          .onRef('logs.participant', '=', 'conversations.raised_by'),
      )
      .select('logs.log')
      .where('arrangements.conversation', '=', value('conversation'))
      .where('arrangements.snoozed_until', 'is not', null)
      .where('logs.log', 'in', anyOf<LogId>(value('logs')))
      .limit(1),
);

export function createArrangements(options: {
  readonly database: Database;
  readonly now: () => number;
}): Arrangements {
  const { database, now } = options;

  async function wake(conversation: ConversationId): Promise<boolean> {
    const updated = await database
      .updateTable('arrangements')
      .set({ snoozed_until: null, snoozed_for: null })
      .where('conversation', '=', conversation)
      .where('snoozed_until', 'is not', null)
      .executeTakeFirst();
    return updated.numUpdatedRows === 1n;
  }

  return {
    change: (conversation, { priority, snoozedUntil }, by) =>
      database.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('conversations')
          .select(['status', 'assigned_to'])
          .where('id', '=', conversation)
          .executeTakeFirst();
        if (row === undefined) return refuse('not-found');
        const audit = createAuditLog(trx, now);
        if (typeof snoozedUntil === 'number') {
          if (row.status === 'closed') return refuse('already-closed');
          if (snoozedUntil <= now() || snoozedUntil > now() + snoozeMs) {
            return refuse('not-in-reach');
          }
        }
        await trx
          .insertInto('arrangements')
          .values({ conversation, snoozed_until: null, snoozed_for: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const arrangement = trx
          .updateTable('arrangements')
          .where('conversation', '=', conversation);
        if (priority !== undefined) {
          await arrangement.set({ priority }).execute();
          await audit.record(by, 'conversation-priority', conversation, { priority });
        }
        if (snoozedUntil !== undefined) {
          await arrangement
            .set({
              snoozed_until: snoozedUntil,
              snoozed_for: snoozedUntil === null ? null : row.assigned_to,
            })
            .execute();
          if (snoozedUntil === null) await audit.record(by, 'conversation-woken', conversation);
          else
            await audit.record(by, 'conversation-snoozed', conversation, { until: snoozedUntil });
        }
        return accept(true);
      }),
    async wakeDue() {
      const rows = await database
        .updateTable('arrangements')
        .set({ snoozed_until: null, snoozed_for: null })
        .where('snoozed_until', '<=', now())
        .returning('conversation')
        .execute();
      return rows.map(({ conversation }) => conversation);
    },
    async nextWake() {
      const { next } = await database
        .selectFrom('arrangements')
        .select((row) => row.fn.min('snoozed_until').as('next'))
        .where('snoozed_until', 'is not', null)
        .executeTakeFirstOrThrow();
      return next ?? undefined;
    },
    async wroteIn(conversation, logs) {
      const slept = await sleptThrough(database, { conversation, logs: JSON.stringify(logs) });
      return slept.rows.length > 0 && (await wake(conversation));
    },
    async movedOn(conversation) {
      const moved = await database
        .selectFrom('arrangements')
        .innerJoin('conversations', 'conversations.id', 'arrangements.conversation')
        .select('conversations.id')
        .where('arrangements.conversation', '=', conversation)
        .where('arrangements.snoozed_until', 'is not', null)
        .where(
          sql<boolean>`(conversations.status = 'closed' or conversations.assigned_to is not arrangements.snoozed_for)`,
        )
        .executeTakeFirst();
      return moved !== undefined && (await wake(conversation));
    },
  };
}

/** What lies beside these, in their order; also where that is nothing. @param viewer whose mentions are counted */
export async function readBeside(
  database: Queries,
  conversations: readonly ConversationId[],
  viewer: AccountId,
): Promise<BesideJson[]> {
  if (conversations.length === 0) return [];
  const ids = [...conversations];
  const arrangements = await database
    .selectFrom('arrangements')
    .select(['conversation', 'priority', 'snoozed_until'])
    .where('conversation', 'in', ids)
    .execute();
  const labels = await database
    .selectFrom('conversation_labels')
    .innerJoin('labels', 'labels.id', 'conversation_labels.label')
    .select(['conversation', 'label'])
    .where('conversation', 'in', ids)
    .orderBy('labels.name')
    .execute();
  const notes = await database
    .selectFrom('notes')
    .select(['conversation', (row) => row.fn.countAll<number>().as('count')])
    .where('conversation', 'in', ids)
    .groupBy('conversation')
    .execute();
  const mentions = await database
    .selectFrom('note_mentions')
    .innerJoin('notes', 'notes.id', 'note_mentions.note')
    .select(['notes.conversation', (row) => row.fn.countAll<number>().as('count')])
    .where('note_mentions.account', '=', viewer)
    .where('note_mentions.seen_at', 'is', null)
    .where('notes.conversation', 'in', ids)
    .groupBy('notes.conversation')
    .execute();
  const arranged = new Map(arrangements.map((row) => [row.conversation, row]));
  const labelsBeside = new Map<ConversationId, LabelId[]>();
  for (const { conversation, label } of labels) {
    labelsBeside.set(conversation, [...(labelsBeside.get(conversation) ?? []), label]);
  }
  const noted = new Map(notes.map(({ conversation, count }) => [conversation, count]));
  const mentioned = new Map(mentions.map(({ conversation, count }) => [conversation, count]));
  return ids.map((conversation) => {
    const arrangement = arranged.get(conversation);
    const priority: Priority = arrangement?.priority ?? 'none';
    const until = arrangement?.snoozed_until ?? null;
    return {
      conversation,
      priority,
      labels: labelsBeside.get(conversation) ?? [],
      notes: noted.get(conversation) ?? 0,
      mentions: mentioned.get(conversation) ?? 0,
      ...(until === null ? {} : { snoozedUntil: until }),
    };
  });
}
