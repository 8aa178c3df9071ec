/** Reading the archive: updates for peers, transcripts and lists for people. */
import { sql } from 'kysely';
import { headerBytes } from '../../conversation/log/entry.ts';
import { limits } from '../../conversation/log/limits.ts';
import { signatureBytes } from '../../conversation/log/signatures.ts';
import type { Append } from '../../conversation/log/update.ts';
import { entryIdOf, type ConversationId, type LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun, StateVector } from '../../conversation/protocol/session.ts';
import type { Database } from '../database/database.ts';
import type { Archive, Hit, Page, StoredCertificate, Transcript } from './archive.ts';
import { mergeReceipts, type Receipt } from './receipts.ts';
import { matchBegins, matchEnds, toSearchQuery, toSegments } from './search-query.ts';
import { joinEntry } from './stored-entry.ts';
import { readSummaries, readSummary } from './summaries.ts';

export type Reader = Pick<
  Archive,
  'since' | 'receiptsFor' | 'heads' | 'certificatesOf' | 'transcript' | 'list' | 'search'
>;

/** Rows read at once: what fits into one frame, so that memory is bounded whatever the length of a history. */
const rowsPerPage = limits.entriesPerUpdate;
/** Payload and head of the rows of one page; leaves room for what the update adds to each entry. */
const bytesPerPage = limits.updateBytes - 8 * 1024;

export function createReader(database: Database): Reader {
  const joined = database
    .selectFrom('entries')
    .select(['log', 'log_seq', 'seq', 'received_at', 'verdict', 'head', 'payload']);

  async function* since(conversation: ConversationId, have: StateVector): AsyncIterable<Page> {
    const held = new Map<LogId, number>(have);
    let from = 0;
    for (;;) {
      const rows = await joined
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

  async function receiptsFor(conversation: ConversationId): Promise<ReceiptRun[]> {
    const rows = await database
      .selectFrom('entries')
      .select(['log', 'log_seq', 'seq', 'received_at', 'verdict'])
      .where('conversation', '=', conversation)
      .execute();
    return mergeReceipts(rows.map(receiptOf));
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

  async function transcript(
    conversation: ConversationId,
    from: number,
    limit: number,
  ): Promise<Transcript | undefined> {
    const summary = await readSummary(database, conversation);
    if (summary === undefined) return undefined;
    const rows = await joined
      .where('conversation', '=', conversation)
      .where('seq', '>=', from)
      .orderBy('seq')
      .limit(limit + 1)
      .execute();
    const participants = await database
      .selectFrom('participants')
      .select(['id', 'name', 'role'])
      .where('conversation', '=', conversation)
      .orderBy('joined_at')
      .orderBy('id')
      .execute();
    return {
      summary,
      participants,
      certificates: await certificatesOf(conversation),
      entries: rows.slice(0, limit).map((row) => ({
        seq: row.seq,
        receivedAt: row.received_at,
        verdict: row.verdict,
        bytes: joinEntry(row.head, row.payload),
      })),
      next: rows[limit]?.seq,
    };
  }

  async function search(typed: string, limit: number): Promise<Hit[]> {
    const words = toSearchQuery(typed);
    if (words === undefined) return [];
    const { rows } = await sql<FoundRow>`
      select e.conversation, e.log, e.log_seq, e.seq, e.received_at,
        p.id as author_id, p.name as author_name, p.role as author_role,
        snippet(entry_text, 0, ${matchBegins}, ${matchEnds}, '…', 16) as marked
      from entry_text
      join entries e on e.id = entry_text.rowid
      join logs l on l.conversation = e.conversation and l.log = e.log
      join participants p on p.id = l.participant
      where entry_text match ${words}
      order by entry_text.rowid desc
      limit ${limit}`.execute(database);
    return rows.map((row) => ({
      conversation: row.conversation,
      entry: entryIdOf(row.log, row.log_seq),
      seq: row.seq,
      receivedAt: row.received_at,
      author: { id: row.author_id, name: row.author_name, role: row.author_role },
      snippet: toSegments(row.marked),
    }));
  }

  return {
    since,
    receiptsFor,
    heads,
    certificatesOf,
    transcript,
    search,
    list: ({ state, before, limit }) =>
      readSummaries(database, (query) => {
        let narrowed = query.orderBy('conversations.active_at', 'desc').limit(limit);
        if (state === 'closed') narrowed = narrowed.where('conversations.status', '=', 'closed');
        if (state === 'open') narrowed = narrowed.where('conversations.status', '!=', 'closed');
        if (before !== undefined) {
          narrowed = narrowed.where('conversations.active_at', '<', before);
        }
        return narrowed;
      }),
  };
}

interface FoundRow {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly log_seq: number;
  readonly seq: number;
  readonly received_at: number;
  readonly author_id: Hit['author']['id'];
  readonly author_name: string;
  readonly author_role: Hit['author']['role'];
  readonly marked: string;
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
