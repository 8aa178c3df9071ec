/** What somebody was shown as saved, and the archive to hold it against. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import { databasePath } from '../../signaling/database/data-folder.ts';
import { openDatabase } from '../../signaling/database/database.ts';
import { SqliteConnection } from '../../signaling/database/sqlite.ts';

/** One acknowledged entry, with the time and the place that the archive gave it where they are known. */
export interface Saved {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly logSeq: number;
  readonly receivedAt?: number;
  readonly seq?: number;
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

/** Which entry it is. */
export const entryOf = (it: Saved) => `${it.conversation} ${it.log} ${it.logSeq}`;

/** Which entry, where and when. */
export const placeOf = (it: Saved) => `${entryOf(it)} ${it.seq} ${it.receivedAt}`;

type Row = Required<Saved> & { readonly type: number };

export interface Inspection {
  /** In the archive's order within each conversation. */
  readonly rows: readonly Row[];
  /** What does not hold, as sentences. */
  readonly complaints: readonly string[];
}

/**
 * Opens the archive as the server does: it is whole, holds everything that was acknowledged at its place, nothing
 * twice, and every conversation and every log without a gap. It recovers the files, so give it a copy of what
 * somebody still needs (`inspectCopy`).
 */
export async function inspect(dataDir: string, saved: Iterable<Saved>): Promise<Inspection> {
  const database = await openDatabase(databasePath(dataDir));
  try {
    const complaints: string[] = [];
    const whole = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database);
    if (whole.rows[0]?.integrity_check !== 'ok') {
      complaints.push(`integrity_check: ${JSON.stringify(whole.rows.slice(0, 3))}`);
    }
    const strays = await sql`pragma foreign_key_check`.execute(database);
    if (strays.rows.length > 0) complaints.push(`${strays.rows.length} rows refer to nothing`);
    const rows: Row[] = await database
      .selectFrom('entries')
      .select(['conversation', 'log', 'log_seq as logSeq', 'seq', 'received_at as receivedAt'])
      .select('type')
      .orderBy('conversation')
      .orderBy('seq')
      .execute();
    const heads = await database.selectFrom('conversations').select(['id', 'head_seq']).execute();
    complaints.push(
      ...missingOf(rows, saved),
      ...gapsOf(rows, new Map(heads.map((it) => [it.id, it.head_seq]))),
    );
    return { rows, complaints };
  } finally {
    await database.destroy();
  }
}

/** While the server runs: looks beside it, at one moment, and changes nothing. */
export function inspectLive(dataDir: string, saved: Iterable<Saved>): readonly string[] {
  const connection = new SqliteConnection(databasePath(dataDir), { readonly: true });
  try {
    connection.prepare('begin').run();
    const rows = connection
      .prepare<[], Row>(
        `select conversation, log, log_seq as logSeq, received_at as receivedAt, seq, type
          from entries order by conversation, seq`,
      )
      .all();
    const heads = connection
      .prepare<[], { id: ConversationId; head: number }>(
        'select id, head_seq as head from conversations',
      )
      .all();
    return [
      ...missingOf(rows, saved),
      ...gapsOf(rows, new Map(heads.map(({ id, head }) => [id, head]))),
    ];
  } finally {
    connection.close();
  }
}

const agrees = (told: number | undefined, found: number) => told === undefined || told === found;

function missingOf(rows: readonly Row[], saved: Iterable<Saved>): string[] {
  const stored = new Map(rows.map((row) => [entryOf(row), row]));
  const missing = [...saved].filter((it) => {
    const row = stored.get(entryOf(it));
    return row === undefined || !agrees(it.receivedAt, row.receivedAt) || !agrees(it.seq, row.seq);
  });
  return missing.length === 0
    ? []
    : [`${missing.length} acknowledged entries are not in the archive`];
}

/** Numbers of a conversation, and of each log in it, run from 0 without a gap and without a double. */
function gapsOf(rows: readonly Row[], heads: ReadonlyMap<ConversationId, number>): string[] {
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
