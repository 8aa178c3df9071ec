/** Reading the archive for peers: what each of them lacks, as entries, receipts and certificates. */
import { headerBytes } from '../../conversation/log/entry.ts';
import { limits } from '../../conversation/log/limits.ts';
import { signatureBytes } from '../../conversation/log/signatures.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun, StateVector } from '../../conversation/protocol/session.ts';
import type { Database } from '../database/database.ts';
import type { Archive, Page, StoredCertificate } from './archive.ts';
import { mergeReceipts, type Receipt } from './receipts.ts';
import { joinEntry } from './stored-entry.ts';

export type History = Pick<Archive, 'since' | 'receiptsFor' | 'heads' | 'certificatesOf'>;

/** Rows read at once: what fits into one frame, so that memory is bounded whatever the length of a history. */
const rowsPerPage = limits.entriesPerUpdate;
/** Payload and head of the rows of one page; leaves room for what the update adds to each entry. */
const bytesPerPage = limits.updateBytes - 8 * 1024;

export function createHistory(database: Database): History {
  /** Ends of the logs that go on beyond what somebody has, quarantined entries included. */
  async function longerThan(conversation: ConversationId, have: ReadonlyMap<LogId, number>) {
    const logs = await database
      .selectFrom('logs')
      .select(['log', 'next'])
      .where('conversation', '=', conversation)
      .where('next', '>', 0)
      .execute();
    return logs.flatMap(({ log, next }) => {
      const from = have.get(log) ?? 0;
      return next > from ? [{ log, from }] : [];
    });
  }

  /** The archive's number of the first entry that somebody lacks; undefined: none. */
  async function firstMissing(
    conversation: ConversationId,
    have: ReadonlyMap<LogId, number>,
  ): Promise<number | undefined> {
    const firsts = await Promise.all(
      (await longerThan(conversation, have)).map(({ log, from }) =>
        database
          .selectFrom('entries')
          .select('seq')
          .where('conversation', '=', conversation)
          .where('log', '=', log)
          .where('log_seq', '=', from)
          .executeTakeFirst(),
      ),
    );
    const numbers = firsts.flatMap((row) => row?.seq ?? []);
    return numbers.length === 0 ? undefined : Math.min(...numbers);
  }

  async function* since(conversation: ConversationId, have: StateVector): AsyncIterable<Page> {
    const held = new Map<LogId, number>(have);
    let from = await firstMissing(conversation, held);
    while (from !== undefined) {
      const rows = await database
        .selectFrom('entries')
        .select(['log', 'log_seq', 'seq', 'received_at', 'verdict', 'head', 'payload'])
        .where('conversation', '=', conversation)
        .where('seq', '>=', from)
        .where('verdict', '=', 'accepted')
        .orderBy('seq')
        .limit(rowsPerPage)
        .execute();
      let batch: typeof rows = [];
      let size = 0;
      for (const row of rows) {
        if (row.log_seq < (held.get(row.log) ?? 0)) continue;
        const bytes = headerBytes + signatureBytes + (row.payload?.length ?? 0) + 24;
        if (size + bytes > bytesPerPage && batch.length > 0) {
          yield pageOf(batch);
          batch = [];
          size = 0;
        }
        batch.push(row);
        size += bytes;
      }
      if (batch.length > 0) yield pageOf(batch);
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsPerPage) return;
      from = last.seq + 1;
    }
  }

  async function receiptsFor(
    conversation: ConversationId,
    have: StateVector,
  ): Promise<ReceiptRun[]> {
    const receipts: Receipt[] = [];
    for (const { log, from } of await longerThan(conversation, new Map(have))) {
      const rows = await database
        .selectFrom('entries')
        .select(['log', 'log_seq', 'seq', 'received_at', 'verdict'])
        .where('conversation', '=', conversation)
        .where('log', '=', log)
        .where('log_seq', '>=', from)
        .execute();
      for (const row of rows) receipts.push(receiptOf(row));
    }
    return mergeReceipts(receipts);
  }

  async function heads(conversation: ConversationId): Promise<StateVector> {
    const rows = await database
      .selectFrom('logs')
      .select(['log', 'next', 'quarantined_from'])
      .where('conversation', '=', conversation)
      .where('next', '>', 0)
      .orderBy('log', 'desc')
      .execute();
    return rows
      .map((row): [LogId, number] => [
        row.log,
        Math.min(row.next, row.quarantined_from ?? row.next),
      ])
      .filter(([, next]) => next > 0);
  }

  async function certificatesOf(conversation: ConversationId): Promise<StoredCertificate[]> {
    const rows = await database
      .selectFrom('logs')
      .select(['log', 'issued_at', 'certificate'])
      .where('conversation', '=', conversation)
      .execute();
    return rows.map((row) => ({
      log: row.log,
      issuedAt: row.issued_at,
      bytes: new Uint8Array(row.certificate),
    }));
  }

  return { since, receiptsFor, heads, certificatesOf };
}

interface ReceiptRow {
  readonly log: LogId;
  readonly log_seq: number;
  readonly seq: number;
  readonly received_at: number;
  readonly verdict: Receipt['verdict'];
}

const receiptOf = (row: ReceiptRow): Receipt => ({
  log: row.log,
  logSeq: row.log_seq,
  seq: row.seq,
  receivedAt: row.received_at,
  verdict: row.verdict,
});

function pageOf(
  rows: readonly (ReceiptRow & {
    readonly head: Uint8Array;
    readonly payload: Uint8Array | null;
  })[],
): Page {
  const byLog = new Map<LogId, { log: LogId; from: number; entries: Uint8Array[] }>();
  for (const row of rows) {
    const bytes = joinEntry(row.head, row.payload);
    const append = byLog.get(row.log);
    if (append === undefined) {
      byLog.set(row.log, { log: row.log, from: row.log_seq, entries: [bytes] });
    } else append.entries.push(bytes);
  }
  const appends: Append[] = [...byLog.values()];
  return { appends, receipts: mergeReceipts(rows.map(receiptOf)) };
}
