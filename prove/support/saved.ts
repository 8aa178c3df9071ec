/** What somebody was shown as saved, and the archive to hold it against. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import { databasePath } from '../../signaling/database/data-folder.ts';
import { openDatabase } from '../../signaling/database/database.ts';

/** One acknowledged entry, with the place and the time that the archive gave it. */
export interface Saved {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly logSeq: number;
  readonly seq: number;
  readonly receivedAt: number;
}

export function receiptsOf(conversation: ConversationId, runs: readonly ReceiptRun[]): Saved[] {
  return runs.flatMap(({ log, from, count, seq, receivedAt }) =>
    Array.from({ length: count }, (_, i) => ({
      conversation,
      log,
      logSeq: from + i,
      seq: seq + i,
      receivedAt,
    })),
  );
}

export const placeOf = (it: Saved) =>
  `${it.conversation} ${it.log} ${it.logSeq} ${it.seq} ${it.receivedAt}`;

export interface Inspection {
  readonly entries: number;
  /** What does not hold, as sentences. */
  readonly complaints: readonly string[];
}

/**
 * Opens the archive as the server does: it is whole, holds everything that was acknowledged at its place, nothing
 * twice, and every conversation and every log without a gap. It recovers the files, so give it a copy of what
 * somebody still needs (`inspectCopy`).
 */
export async function inspect(dataDir: string, saved: Iterable<Saved>): Promise<Inspection> {
  const complaints: string[] = [];
  const database = await openDatabase(databasePath(dataDir));
  try {
    const whole = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database);
    if (whole.rows[0]?.integrity_check !== 'ok') {
      complaints.push(`integrity_check: ${JSON.stringify(whole.rows.slice(0, 3))}`);
    }
    const strays = await sql`pragma foreign_key_check`.execute(database);
    if (strays.rows.length > 0) complaints.push(`${strays.rows.length} rows refer to nothing`);
    const rows: Saved[] = await database
      .selectFrom('entries')
      .select(['conversation', 'log', 'log_seq as logSeq', 'seq', 'received_at as receivedAt'])
      .execute();
    const heads = await database.selectFrom('conversations').select(['id', 'head_seq']).execute();
    const stored = new Set(rows.map(placeOf));
    const missing = [...saved].filter((it) => !stored.has(placeOf(it)));
    if (missing.length > 0) {
      complaints.push(`${missing.length} acknowledged entries are not in the archive`);
    }
    complaints.push(...gapsOf(rows, new Map(heads.map((it) => [it.id, it.head_seq]))));
    return { entries: rows.length, complaints };
  } finally {
    await database.destroy();
  }
}

/** Numbers of a conversation, and of each log in it, run from 0 without a gap and without a double. */
function gapsOf(rows: readonly Saved[], heads: ReadonlyMap<ConversationId, number>): string[] {
  const inConversations = groups(rows, (it) => it.conversation);
  const inLogs = groups(rows, (it) => `${it.conversation} ${it.log}`);
  return [
    ...[...heads].flatMap(([id, head]) =>
      isCountedTo(head, inConversations.get(id)?.map((it) => it.seq) ?? [])
        ? []
        : [`the numbers of conversation ${id} do not run from 0 to ${head}`],
    ),
    ...[...inLogs].flatMap(([log, them]) =>
      isCountedTo(
        them.length,
        them.map((it) => it.logSeq),
      )
        ? []
        : [`the numbers of log ${log} have gaps or doubles`],
    ),
  ];
}

function groups<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const found = new Map<Key, Item[]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group === undefined) found.set(keyOf(item), [item]);
    else group.push(item);
  }
  return found;
}

function isCountedTo(count: number, numbers: readonly number[]): boolean {
  return numbers.length === count && numbers.toSorted((a, b) => a - b).every((it, i) => it === i);
}

/** For a server that is dead and will be started again: its files stay as it left them. */
export async function inspectCopy(dataDir: string, saved: Iterable<Saved>): Promise<Inspection> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-copy-'));
  try {
    for (const end of ['', '-wal']) {
      const path = `${databasePath(dataDir)}${end}`;
      if (existsSync(path)) copyFileSync(path, `${databasePath(folder)}${end}`);
    }
    return await inspect(folder, saved);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
