/** Writes a batch of authenticated uploads in one transaction: load, decide (`admission.ts`), write. */
import { headerBytes, type Entry } from '../../conversation/log/entry.ts';
import { sha256 } from '../../conversation/log/hash.ts';
import type { LogId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import {
  admitRun,
  numberByCause,
  type HeldEntry,
  type NewRow,
  type WorkingConversation,
  type WorkingLog,
} from './admission.ts';
import type { AppendRefusal, AppendResult, RunRefusal } from './archive.ts';
import { keyOf, loadBatch, writeBatch, type AuthenticatedUpload, type Batch } from './batch.ts';
import { mergeReceipts, type Receipt } from './receipts.ts';

export type CommitAnswer = Result<AppendResult, AppendRefusal>;

/** @returns one answer per upload, in order. Throws where the transaction failed: then nothing was written. */
export function commitUploads(
  database: Database,
  uploads: readonly AuthenticatedUpload[],
  now: number,
): Promise<CommitAnswer[]> {
  return database.transaction().execute(async (trx) => {
    const batch = await loadBatch(trx, uploads, now);
    const answers: CommitAnswer[] = [];
    for (const upload of uploads) answers.push(await take(batch, upload));
    await writeBatch(batch);
    return answers;
  });
}

async function take(batch: Batch, upload: AuthenticatedUpload): Promise<CommitAnswer> {
  const conversation = batch.conversations.get(upload.conversation);
  if (conversation === undefined) return refuse('not-found');
  if (conversation.isErased) return refuse('not-allowed');
  const isPresent =
    upload.uploader === undefined || batch.present.get(upload.uploader) === conversation.id;
  if (!isPresent) return refuse('not-allowed');

  const again: Receipt[] = [];
  const taken: NewRow[] = [];
  const refusals: RunRefusal[] = upload.refusals.map((it) => ({
    ...it,
    next: batch.logs.get(keyOf(conversation.id, it.log))?.next ?? 0,
  }));
  for (const run of upload.runs) {
    const log = batch.logs.get(keyOf(conversation.id, run.log));
    if (log === undefined) {
      refusals.push({ log: run.log, reason: 'unknown-log', next: 0 });
      continue;
    }
    const held = await heldOf(batch, conversation, log, run.entries);
    const outcome = admitRun(conversation, log, run.entries, held, batch.now);
    if (outcome.kind === 'refused') {
      refusals.push({ log: run.log, reason: outcome.reason, next: log.next });
      if (!outcome.froze) continue;
      touch(batch, conversation, log);
      const at = run.entries[0]?.seq ?? 0;
      batch.evidence.push({ conversation: conversation.id, log: log.log, at });
      continue;
    }
    again.push(...outcome.again);
    taken.push(...outcome.rows);
    if (outcome.rows.length > 0) touch(batch, conversation, log);
  }
  const rows = numberByCause(taken);
  batch.rows.push(...rows);
  return accept({ receipts: mergeReceipts([...again, ...rows]), fresh: appendsOf(rows), refusals });
}

function touch({ touched }: Batch, { id }: WorkingConversation, { log }: WorkingLog): void {
  touched.set(keyOf(id, log), { conversation: id, log });
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
  batch: Batch,
  conversation: WorkingConversation,
  log: WorkingLog,
  entries: readonly Entry[],
): Promise<Map<number, HeldEntry>> {
  const from = entries[0]?.seq ?? 0;
  const held = new Map<number, HeldEntry>();
  if (from >= log.next) return held;
  const stored = await batch.trx
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
  for (const row of batch.rows) {
    if (row.conversation !== conversation.id || row.log !== log.log) continue;
    held.set(row.logSeq, { ...row, hash: row.entry.hash });
  }
  return held;
}
