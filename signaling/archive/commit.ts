/** Writes a batch of authenticated uploads in one transaction: load, decide (`admission.ts`), write. */
import { sql, type Transaction } from 'kysely';
import type { Entry } from '../../conversation/log/entry.ts';
import { sha256 } from '../../conversation/log/hash.ts';
import { headerBytes } from '../../conversation/log/entry.ts';
import type { ConversationId, LogId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import {
  admitRun,
  type HeldEntry,
  type NewRow,
  type WorkingConversation,
  type WorkingLog,
} from './admission.ts';
import type { AppendRefusal, AppendResult, RunRefusal } from './archive.ts';
import { mergeReceipts, type Receipt } from './receipts.ts';
import { indexRows } from './search-index.ts';

export interface AuthenticatedUpload {
  readonly conversation: ConversationId;
  /** Undefined: the server itself. */
  readonly uploader: ParticipantId | undefined;
  readonly runs: readonly { readonly log: LogId; readonly entries: readonly Entry[] }[];
  /** Found before: forged, malformed, of an unknown log. */
  readonly refusals: readonly Omit<RunRefusal, 'next'>[];
}

export type CommitAnswer = Result<AppendResult, AppendRefusal>;

/** Header and signature. */
const headBytes = headerBytes + 64;
/** SQLite takes 32,766 parameters in one statement; a row has 11. */
const rowsPerInsert = 1000;

interface Work {
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

const keyOf = (conversation: ConversationId, log: LogId): string => `${conversation} ${log}`;

/** @returns one answer per upload, in order. Throws where the transaction failed: then nothing was written. */
export function commitUploads(
  database: Database,
  uploads: readonly AuthenticatedUpload[],
  now: number,
): Promise<CommitAnswer[]> {
  return database.transaction().execute(async (trx) => {
    const work = await load(trx, uploads, now);
    const answers: CommitAnswer[] = [];
    for (const upload of uploads) answers.push(await take(work, upload));
    await write(work);
    return answers;
  });
}

async function load(
  trx: Transaction<Schema>,
  uploads: readonly AuthenticatedUpload[],
  now: number,
): Promise<Work> {
  const ids = [...new Set(uploads.map((it) => it.conversation))];
  const logIds = [...new Set(uploads.flatMap((it) => it.runs.map((run) => run.log)))];
  const refused = uploads.flatMap((it) => it.refusals.map((refusal) => refusal.log));
  const uploaders = [...new Set(uploads.flatMap((it) => it.uploader ?? []))];
  const conversations = await trx
    .selectFrom('conversations')
    .select(['id', 'status', 'active_at', 'head_seq'])
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
  return {
    trx,
    now,
    conversations: new Map(
      conversations.map((it) => [
        it.id,
        {
          id: it.id,
          isClosed: it.status === 'closed',
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
          mayWrite: it.left_at === null,
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

async function take(work: Work, upload: AuthenticatedUpload): Promise<CommitAnswer> {
  const conversation = work.conversations.get(upload.conversation);
  if (conversation === undefined) return refuse('not-found');
  const isPresent =
    upload.uploader === undefined || work.present.get(upload.uploader) === conversation.id;
  if (!isPresent) return refuse('not-allowed');

  const receipts: Receipt[] = [];
  const rows: NewRow[] = [];
  const refusals: RunRefusal[] = upload.refusals.map((it) => ({
    ...it,
    next: work.logs.get(keyOf(conversation.id, it.log))?.next ?? 0,
  }));
  for (const run of upload.runs) {
    const log = work.logs.get(keyOf(conversation.id, run.log));
    if (log === undefined) {
      refusals.push({ log: run.log, reason: 'unknown-log', next: 0 });
      continue;
    }
    const held = await heldOf(work, conversation, log, run.entries);
    const outcome = admitRun(conversation, log, run.entries, held, work.now);
    if (outcome.kind === 'refused') {
      refusals.push({ log: run.log, reason: outcome.reason, next: log.next });
      if (!outcome.froze) continue;
      work.touched.add(keyOf(conversation.id, log.log));
      const at = run.entries[0]?.seq ?? 0;
      work.evidence.push({ conversation: conversation.id, log: log.log, at });
      continue;
    }
    receipts.push(...outcome.receipts);
    rows.push(...outcome.rows);
    if (outcome.rows.length > 0) work.touched.add(keyOf(conversation.id, log.log));
  }
  work.rows.push(...rows);
  return accept({ receipts: mergeReceipts(receipts), fresh: appendsOf(rows), refusals });
}

function appendsOf(rows: readonly NewRow[]): AppendResult['fresh'] {
  const byLog = new Map<LogId, { log: LogId; from: number; entries: Uint8Array[] }>();
  for (const row of rows) {
    if (row.verdict !== 'accepted') continue;
    const append = byLog.get(row.log);
    if (append === undefined) {
      byLog.set(row.log, { log: row.log, from: row.logSeq, entries: [row.entry.bytes] });
    } else append.entries.push(row.entry.bytes);
  }
  return [...byLog.values()];
}

/** What is archived of the stretch that `entries` covers: rows of the database, and of this batch. */
async function heldOf(
  work: Work,
  conversation: WorkingConversation,
  log: WorkingLog,
  entries: readonly Entry[],
): Promise<Map<number, HeldEntry>> {
  const from = entries[0]?.seq ?? 0;
  const held = new Map<number, HeldEntry>();
  if (from >= log.next) return held;
  const stored = await work.trx
    .selectFrom('entries')
    .select(['log_seq', 'seq', 'received_at', 'verdict', 'head'])
    .where('conversation', '=', conversation.id)
    .where('log', '=', log.log)
    .where('log_seq', '>=', from)
    .where('log_seq', '<', from + entries.length)
    .execute();
  for (const it of stored) {
    held.set(it.log_seq, {
      log: log.log,
      logSeq: it.log_seq,
      seq: it.seq,
      receivedAt: it.received_at,
      verdict: it.verdict,
      hash: sha256(it.head.subarray(0, headerBytes)),
    });
  }
  for (const row of work.rows) {
    if (row.conversation !== conversation.id || row.log !== log.log) continue;
    held.set(row.logSeq, { ...row, hash: row.entry.hash });
  }
  return held;
}

async function write(work: Work): Promise<void> {
  const { trx, rows } = work;
  if (rows.length > 0) await insertRows(trx, rows);
  for (const [key, log] of work.logs) {
    if (!work.touched.has(key)) continue;
    const conversation = key.slice(0, key.indexOf(' ')) as ConversationId;
    await trx
      .updateTable('logs')
      .set({
        next: log.next,
        head_hash: log.headHash ?? null,
        head_depth: log.headDepth,
        quarantined_from: log.quarantinedFrom ?? null,
      })
      .where('conversation', '=', conversation)
      .where('log', '=', log.log)
      .execute();
  }
  for (const id of new Set(rows.map((row) => row.conversation))) {
    const conversation = work.conversations.get(id);
    if (conversation === undefined) throw new Error('A row belongs to no conversation.');
    await trx
      .updateTable('conversations')
      .set({ active_at: conversation.activeAt, head_seq: conversation.headSeq })
      .where('id', '=', id)
      .execute();
  }
  for (const it of work.evidence) {
    await trx
      .insertInto('audit_log')
      .values({
        at: work.now,
        actor: 'server',
        action: 'log.equivocated',
        thing: `${it.conversation}/${it.log}`,
        detail: JSON.stringify({ from: it.at }),
      })
      .execute();
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
