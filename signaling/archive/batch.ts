/** The rows that a batch of uploads touches: loaded before the decisions, written after them. */
import { sql, type Insertable, type Transaction } from 'kysely';
import { headerBytes, type Entry } from '../../conversation/log/entry.ts';
import { signatureBytes } from '../../conversation/log/signatures.ts';
import type { ConversationId, LogId, ParticipantId } from '../../conversation/protocol/ids.ts';
import type { EntriesTable, LogsTable } from '../database/conversations-tables.ts';
import { anyOf, keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Schema } from '../database/schema.ts';
import type { NewRow, WorkingConversation, WorkingLog } from './admission.ts';
import type { RunRefusal } from './archive.ts';
import { indexRows } from './search-index.ts';

export interface AuthenticatedUpload {
  readonly conversation: ConversationId;
  /** Undefined: the server itself. */
  readonly uploader: ParticipantId | undefined;
  readonly runs: readonly { readonly log: LogId; readonly entries: readonly Entry[] }[];
  /** Found before: forged, malformed, of an unknown log. */
  readonly refusals: readonly Omit<RunRefusal, 'next'>[];
}

const headBytes = headerBytes + signatureBytes;

export interface Batch {
  readonly trx: Transaction<Schema>;
  readonly now: number;
  readonly conversations: Map<ConversationId, WorkingConversation>;
  readonly logs: Map<string, WorkingLog>;
  /** Participants who take part now. */
  readonly present: Map<ParticipantId, ConversationId>;
  readonly rows: NewRow[];
  /** Logs that were written to. */
  readonly touched: Map<string, { readonly conversation: ConversationId; readonly log: LogId }>;
  readonly evidence: { conversation: ConversationId; log: LogId; at: number }[];
}

export const keyOf = (conversation: ConversationId, log: LogId): string => `${conversation} ${log}`;

const conversationsOf = keepQuery((database, value: ValueOf<{ ids: string }>) =>
  database
    .selectFrom('conversations')
    .select(['id', 'kind', 'status', 'active_at', 'head_seq', 'erased_at'])
    .where('id', 'in', anyOf<ConversationId>(value('ids'))),
);

const presentOf = keepQuery((database, value: ValueOf<{ ids: string }>) =>
  database
    .selectFrom('participants')
    .select(['id', 'conversation'])
    .where('id', 'in', anyOf<ParticipantId>(value('ids')))
    .where('left_at', 'is', null),
);

const logsOf = keepQuery((database, value: ValueOf<{ conversations: string; logs: string }>) =>
  database
    .selectFrom('logs')
    .innerJoin('participants', 'participants.id', 'logs.participant')
    .select([
      'logs.conversation',
      'logs.log',
      'logs.next',
      'logs.head_hash',
      'logs.head_depth',
      'logs.quarantined_from',
      'participants.role',
      'participants.left_at',
    ])
    .where('logs.conversation', 'in', anyOf<ConversationId>(value('conversations')))
    .where('logs.log', 'in', anyOf<LogId>(value('logs'))),
);

export async function loadBatch(
  trx: Transaction<Schema>,
  uploads: readonly AuthenticatedUpload[],
  now: number,
): Promise<Batch> {
  const ids = [...new Set(uploads.map((it) => it.conversation))];
  const logIds = [...new Set(uploads.flatMap((it) => it.runs.map((run) => run.log)))];
  const refused = uploads.flatMap((it) => it.refusals.map((refusal) => refusal.log));
  const uploaders = [...new Set(uploads.flatMap((it) => it.uploader ?? []))];
  const { rows: conversations } = await conversationsOf(trx, { ids: JSON.stringify(ids) });
  const { rows: present } = await presentOf(trx, { ids: JSON.stringify(uploaders) });
  const { rows: logs } = await logsOf(trx, {
    conversations: JSON.stringify(ids),
    logs: JSON.stringify([...logIds, ...refused]),
  });
  // Only staff announce, whatever certificate somebody may show.
  const announces = new Set(
    conversations.filter(({ kind }) => kind === 'announcement').map(({ id }) => id),
  );
  return {
    trx,
    now,
    conversations: new Map(
      conversations.map((it) => [
        it.id,
        {
          id: it.id,
          isClosed: it.status === 'closed',
          isErased: it.erased_at !== null,
          activeAt: it.active_at,
          headSeq: it.head_seq,
        },
      ]),
    ),
    logs: new Map(
      logs.map((it) => [
        keyOf(it.conversation, it.log),
        {
          log: it.log,
          role: it.role,
          mayWrite:
            it.left_at === null && !(announces.has(it.conversation) && it.role === 'client'),
          next: it.next,
          headHash: it.head_hash ?? undefined,
          headDepth: it.head_depth,
          quarantinedFrom: it.quarantined_from ?? undefined,
        },
      ]),
    ),
    present: new Map(present.map((it) => [it.id, it.conversation])),
    rows: [],
    touched: new Map(),
    evidence: [],
  };
}

export async function writeBatch(batch: Batch): Promise<void> {
  const { trx, rows } = batch;
  if (rows.length > 0) await insertRows(trx, rows);
  await updateLogs(batch);
  await updateConversations(batch);
  for (const it of batch.evidence) {
    await trx
      .insertInto('audit_log')
      .values({
        at: batch.now,
        actor: 'server',
        action: 'log.equivocated',
        thing: `${it.conversation}/${it.log}`,
        detail: JSON.stringify({ from: it.at }),
      })
      .execute();
  }
}

type MovedLog = Pick<LogsTable, 'conversation' | 'log' | 'head_hash' | 'quarantined_from'> & {
  readonly next: number;
  readonly head_depth: number;
};

const moveLog = keepQuery((database, value: ValueOf<MovedLog>) =>
  database
    .updateTable('logs')
    .set({
      next: value('next'),
      head_hash: value('head_hash'),
      head_depth: value('head_depth'),
      quarantined_from: value('quarantined_from'),
    })
    .where('conversation', '=', value('conversation'))
    .where('log', '=', value('log')),
);

async function updateLogs({ trx, logs, touched }: Batch): Promise<void> {
  for (const [key, { conversation, log }] of touched) {
    const moved = logs.get(key);
    if (moved === undefined) throw new Error('A log that was written to is not there.');
    await moveLog(trx, {
      conversation,
      log,
      next: moved.next,
      head_hash: moved.headHash ?? null,
      head_depth: moved.headDepth,
      quarantined_from: moved.quarantinedFrom ?? null,
    });
  }
}

const moveConversation = keepQuery(
  (database, value: ValueOf<{ id: ConversationId; activeAt: number; headSeq: number }>) =>
    database
      .updateTable('conversations')
      .set({ active_at: value('activeAt'), head_seq: value('headSeq') })
      .where('id', '=', value('id')),
);

async function updateConversations({ trx, rows, conversations }: Batch): Promise<void> {
  for (const id of new Set(rows.map((row) => row.conversation))) {
    const conversation = conversations.get(id);
    if (conversation === undefined) throw new Error('A row belongs to no conversation.');
    await moveConversation(trx, conversation);
  }
}

const lastId = keepQuery((database) =>
  database.selectFrom('entries').select(sql<number | null>`max(id)`.as('id')),
);

type StoredEntry = Insertable<EntriesTable> & { readonly id: number };

const insertEntry = keepQuery((database, value: ValueOf<StoredEntry>) =>
  database.insertInto('entries').values({
    id: value('id'),
    conversation: value('conversation'),
    seq: value('seq'),
    log: value('log'),
    log_seq: value('log_seq'),
    type: value('type'),
    at: value('at'),
    received_at: value('received_at'),
    verdict: value('verdict'),
    head: value('head'),
    payload: value('payload'),
  }),
);

async function insertRows(trx: Transaction<Schema>, rows: readonly NewRow[]): Promise<void> {
  const last = await lastId(trx, {});
  const firstId = (last.rows[0]?.id ?? 0) + 1;
  const numbered = rows.map((row, i) => ({ ...row, id: firstId + i }));
  for (const row of numbered) {
    await insertEntry(trx, {
      id: row.id,
      conversation: row.conversation,
      seq: row.seq,
      log: row.log,
      log_seq: row.logSeq,
      type: row.entry.typeNumber,
      at: row.entry.at,
      received_at: row.receivedAt,
      verdict: row.verdict,
      head: row.entry.bytes.subarray(0, headBytes),
      payload: row.entry.payload ?? null,
    });
  }
  await indexRows(
    trx,
    numbered.filter((row) => row.verdict === 'accepted'),
  );
}
