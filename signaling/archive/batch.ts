/** The rows that a batch of uploads touches: loaded before the decisions, written after them. */
import { sql, type Transaction } from 'kysely';
import { headerBytes, type Entry } from '../../conversation/log/entry.ts';
import { signatureBytes } from '../../conversation/log/signatures.ts';
import type { ConversationId, LogId, ParticipantId } from '../../conversation/protocol/ids.ts';
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
/** SQLite takes 32,766 parameters in one statement; a row has 11. */
const rowsPerInsert = 1000;
const rowsPerUpdate = 64;

export interface Batch {
  readonly trx: Transaction<Schema>;
  readonly now: number;
  readonly conversations: Map<ConversationId, WorkingConversation>;
  readonly logs: Map<string, WorkingLog>;
  /** Participants who take part now. */
  readonly present: Map<ParticipantId, ConversationId>;
  readonly rows: NewRow[];
  readonly touched: Set<string>;
  readonly evidence: { conversation: ConversationId; log: LogId; at: number }[];
}

export const keyOf = (conversation: ConversationId, log: LogId): string => `${conversation} ${log}`;

export async function loadBatch(
  trx: Transaction<Schema>,
  uploads: readonly AuthenticatedUpload[],
  now: number,
): Promise<Batch> {
  const ids = [...new Set(uploads.map((it) => it.conversation))];
  const logIds = [...new Set(uploads.flatMap((it) => it.runs.map((run) => run.log)))];
  const refused = uploads.flatMap((it) => it.refusals.map((refusal) => refusal.log));
  const uploaders = [...new Set(uploads.flatMap((it) => it.uploader ?? []))];
  const conversations = await trx
    .selectFrom('conversations')
    .select(['id', 'kind', 'status', 'active_at', 'head_seq', 'erased_at'])
    .where('id', 'in', ids)
    .execute();
  const present = await trx
    .selectFrom('participants')
    .select(['id', 'conversation'])
    .where('id', 'in', uploaders)
    .where('left_at', 'is', null)
    .execute();
  const logs = await trx
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
    .where('logs.conversation', 'in', ids)
    .where('logs.log', 'in', [...logIds, ...refused])
    .execute();
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
    touched: new Set(),
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

/** In one statement for many logs: a statement for each costs more than what it writes. */
async function updateLogs({ trx, logs, touched }: Batch): Promise<void> {
  const changes = [...logs].flatMap(([key, log]) => {
    if (!touched.has(key)) return [];
    const conversation = key.slice(0, key.indexOf(' '));
    const head = [log.next, log.headHash ?? null, log.headDepth, log.quarantinedFrom ?? null];
    return [sql`(${sql.join([conversation, log.log, ...head])})`];
  });
  for (let at = 0; at < changes.length; at += rowsPerUpdate) {
    await sql`with changed (conversation, log, next, head_hash, head_depth, quarantined_from)
        as (values ${sql.join(changes.slice(at, at + rowsPerUpdate))})
      update logs set next = changed.next, head_hash = changed.head_hash,
        head_depth = changed.head_depth, quarantined_from = changed.quarantined_from
      from changed where logs.conversation = changed.conversation and logs.log = changed.log`.execute(
      trx,
    );
  }
}

async function updateConversations({ trx, rows, conversations }: Batch): Promise<void> {
  const changes = [...new Set(rows.map((row) => row.conversation))].map((id) => {
    const conversation = conversations.get(id);
    if (conversation === undefined) throw new Error('A row belongs to no conversation.');
    return sql`(${sql.join([id, conversation.activeAt, conversation.headSeq])})`;
  });
  for (let at = 0; at < changes.length; at += rowsPerUpdate) {
    await sql`with changed (id, active_at, head_seq)
        as (values ${sql.join(changes.slice(at, at + rowsPerUpdate))})
      update conversations set active_at = changed.active_at, head_seq = changed.head_seq
      from changed where conversations.id = changed.id`.execute(trx);
  }
}

async function insertRows(trx: Transaction<Schema>, rows: readonly NewRow[]): Promise<void> {
  const last = await trx
    .selectFrom('entries')
    .select(sql<number | null>`max(id)`.as('id'))
    .executeTakeFirst();
  const firstId = (last?.id ?? 0) + 1;
  const numbered = rows.map((row, i) => ({ ...row, id: firstId + i }));
  for (let at = 0; at < numbered.length; at += rowsPerInsert) {
    await trx
      .insertInto('entries')
      .values(
        numbered.slice(at, at + rowsPerInsert).map((row) => ({
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
        })),
      )
      .execute();
  }
  await indexRows(
    trx,
    numbered.filter((row) => row.verdict === 'accepted'),
  );
}
