/**
 * Keeps the full-text index in step with what is shown: the last text of each message, and nothing of a
 * redacted one. An edit that was redacted does not count (SPEC.md, TIM4). A row is taken out with the very text that
 * was put in, which FTS5 requires of tables whose content is kept elsewhere (https://sqlite.org/fts5.html, 4.4.3).
 */
import { sql, type Transaction } from 'kysely';
import { decodeEntry, saltBytes } from '../../conversation/log/entry.ts';
import { readPayload, type Payload } from '../../conversation/log/payload.ts';
import { splitEntryId, type ConversationId } from '../../conversation/protocol/ids.ts';
import { anyOf, keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Schema } from '../database/schema.ts';
import type { NewRow } from './admission.ts';
import { joinEntry } from './stored-entry.ts';

type NumberedRow = NewRow & { readonly id: number };

const messageType = 1;
/** SQLite's JSON parser gives up at 1,000 levels; nothing honest needs more than two. */
const deepestJson = 16;

/** Updates the index for entries that were just inserted, in the order of the archive. */
export async function indexRows(
  trx: Transaction<Schema>,
  rows: readonly NumberedRow[],
): Promise<void> {
  let plain: number[] = [];
  const changedIn = await conversationsWithChanges(trx, rows);
  for (const row of rows) {
    const payload = readPayload(row.entry);
    if (payload.type !== 'message' && payload.type !== 'edit' && payload.type !== 'redaction') {
      continue;
    }
    if (payload.type === 'message' && !changedIn.has(row.conversation)) {
      if (isIndexable(row.entry.payload)) plain.push(row.id);
      continue;
    }
    await insertText(trx, plain);
    plain = [];
    await showOnlyLast(trx, row, payload.type === 'message' ? row.entry.id : payload.of);
  }
  await insertText(trx, plain);
}

/** Conversations in which anything was ever edited or redacted: there a message may have been changed before it came. */
async function conversationsWithChanges(
  trx: Transaction<Schema>,
  rows: readonly NumberedRow[],
): Promise<Set<ConversationId>> {
  const ids = [...new Set(rows.map((row) => row.conversation))];
  if (ids.length === 0) return new Set();
  const found = await changedAmong(trx, { ids: JSON.stringify(ids) });
  return new Set(found.rows.map((it) => it.conversation));
}

const changedAmong = keepQuery((database, value: ValueOf<{ ids: string }>) =>
  database
    .selectFrom('entries')
    .select('conversation')
    .distinct()
    .where('conversation', 'in', anyOf<ConversationId>(value('ids')))
    .where(sql<boolean>`type in (2, 3)`),
);

const textOf = keepQuery((database, value: ValueOf<{ ids: string }>) =>
  database
    .insertInto('entry_text')
    .columns(['rowid', 'text'])
    .expression(
      database
        .selectFrom('entry_body')
        .select(['id', 'text'])
        .where('id', 'in', anyOf<number>(value('ids'))),
    ),
);

async function insertText(trx: Transaction<Schema>, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await textOf(trx, { ids: JSON.stringify(ids) });
}

async function removeText(trx: Transaction<Schema>, id: number): Promise<void> {
  await sql`insert into entry_text (entry_text, rowid, text)
    select 'delete', id, text from entry_body where id = ${id}`.execute(trx);
}

/** One change or message of `row`'s author, read back. */
interface Related {
  readonly id: number;
  readonly seq: number;
  readonly entryId: string;
  readonly payload: Payload;
  readonly isIndexable: boolean;
}

/**
 * Works out which text of one message was indexed before `row` and which is now, and changes the difference.
 *
 * @param named the entry that `row` is or changes: a message, or an edit of one
 */
async function showOnlyLast(
  trx: Transaction<Schema>,
  row: NumberedRow,
  named: string,
): Promise<void> {
  const ofAuthor = trx
    .selectFrom('entries')
    .select(['id', 'seq', 'head', 'payload'])
    .where('conversation', '=', row.conversation)
    .where('verdict', '=', 'accepted')
    .where('seq', '<=', row.seq)
    .where('log', 'in', (logs) =>
      logs
        .selectFrom('logs as theirs')
        .innerJoin('logs as its', 'its.participant', 'theirs.participant')
        .select('theirs.log')
        .where('its.conversation', '=', row.conversation)
        .where('its.log', '=', row.log)
        .where('theirs.conversation', '=', row.conversation),
    );
  const changes = (await ofAuthor.where(sql<boolean>`type in (2, 3)`).execute()).map(readBack);
  const edit = changes.find((it) => it.entryId === named)?.payload;
  const message = edit?.type === 'edit' ? edit.of : named;
  const target = splitEntryId(message);
  if (target === undefined) return;
  const targets = await ofAuthor
    .where('log', '=', target.log)
    .where('log_seq', '=', target.seq)
    .where('type', '=', messageType)
    .execute();
  const related = [...targets.map(readBack), ...changes].toSorted((a, b) => a.seq - b.seq);

  let before: Related | undefined;
  let after: Related | undefined;
  let original: Related | undefined;
  const edits: Related[] = [];
  const redacted = new Set<string>();
  for (const it of related) {
    const { payload } = it;
    before = after;
    if (payload.type === 'message' && it.entryId === message) original = it;
    if (payload.type === 'edit' && payload.of === message) edits.push(it);
    if (payload.type === 'redaction') redacted.add(payload.of);
    const shown =
      original === undefined || redacted.has(message)
        ? undefined
        : (edits.findLast(({ entryId }) => !redacted.has(entryId)) ?? original);
    after = shown?.isIndexable === true ? shown : undefined;
  }
  if (before === after) return;
  if (before !== undefined) await removeText(trx, before.id);
  if (after !== undefined) await insertText(trx, [after.id]);
}

function readBack(it: {
  readonly id: number;
  readonly seq: number;
  readonly head: Uint8Array;
  readonly payload: Uint8Array | null;
}): Related {
  const decoded = decodeEntry(joinEntry(it.head, it.payload));
  if (!decoded.ok) throw new Error('An archived entry cannot be read.');
  return {
    id: it.id,
    seq: it.seq,
    entryId: decoded.value.id,
    payload: readPayload(decoded.value),
    isIndexable: isIndexable(it.payload ?? undefined),
  };
}

/** Whether SQLite can read the JSON that JavaScript could: its depth has a bound, and one bad row fails a batch. */
export function isIndexable(payload: Uint8Array | undefined): boolean {
  if (payload === undefined) return false;
  let depth = 0;
  let isText = false;
  for (let i = saltBytes; i < payload.length; i += 1) {
    const byte = payload[i];
    if (isText) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    if (depth > deepestJson) return false;
  }
  return true;
}
