/**
 * Proves that a database file is a whole archive: SQLite's own checks, then ours. The chain covers every header and
 * each header the hash of its payload, so one signature at the end of each log stands for all that is before it.
 */
import type { SqliteConnection } from '../database/sqlite.ts';
import { decodeCertificate, verifyCertificate } from '../../conversation/log/certificate.ts';
import { decodeEntry, noPrev, type Entry } from '../../conversation/log/entry.ts';
import { sameBytes, sha256 } from '../../conversation/log/hash.ts';
import type { VerifySignature } from '../../conversation/log/signatures.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { joinEntry } from '../archive/stored-entry.ts';
import { migrations } from '../database/migrations/all.ts';

export interface Contents {
  readonly accounts: number;
  readonly conversations: number;
  readonly entries: number;
  /** Contents of files that lie beside it. */
  readonly files?: number;
}

/** What is wrong, as the end of a sentence: "it …". Names ids and positions, never what anybody wrote. */
export type Damage = string;

interface LogRow {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly certificate: Uint8Array;
  readonly next: number;
  readonly head_hash: Uint8Array | null;
}

interface EntryRow {
  readonly seq: number;
  readonly log_seq: number;
  readonly head: Uint8Array;
  readonly payload: Uint8Array | null;
}

export async function checkDatabase(
  database: SqliteConnection,
  verify: VerifySignature,
): Promise<Result<Contents, Damage>> {
  const damage =
    damageOfFile(database) ??
    damageOfSchema(database) ??
    damageOfNumbers(database) ??
    (await damageOfLogs(database, verify));
  return damage === undefined ? accept(contentsOf(database)) : refuse(damage);
}

export function contentsOf(database: SqliteConnection): Contents {
  const count = (table: 'accounts' | 'conversations' | 'entries') =>
    database.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
  return {
    accounts: count('accounts'),
    conversations: count('conversations'),
    entries: count('entries'),
  };
}

function damageOfFile(database: SqliteConnection): Damage | undefined {
  const [first] = database.prepare<[], string>('pragma integrity_check(1)').pluck().all();
  if (first !== 'ok') return 'is damaged: SQLite finds fault with it';
  const strays = database.prepare('pragma foreign_key_check').all();
  return strays.length === 0 ? undefined : `has ${strays.length} rows that refer to nothing`;
}

function damageOfSchema(database: SqliteConnection): Damage | undefined {
  const tables = database
    .prepare<[], string>(`select name from sqlite_master where type = 'table'`)
    .pluck()
    .all();
  if (!tables.includes('migrations') || !tables.includes('entries')) {
    return 'is no database of Parley';
  }
  const known = database
    .prepare<[], string>('select name from migrations order by position')
    .pluck()
    .all();
  if (known.some((name, position) => migrations[position]?.name !== name)) {
    return 'was written by a newer version of Parley; use that version';
  }
  const installations = database.prepare('select id from installation').all();
  return installations.length === 1 ? undefined : 'has no keys of an installation';
}

/** A conversation's entries are numbered from 0 without gaps (`entries` is unique by number). */
function damageOfNumbers(database: SqliteConnection): Damage | undefined {
  const [wrong] = database
    .prepare<[], { id: string }>(
      `select conversations.id from conversations
       left join entries on entries.conversation = conversations.id
       group by conversations.id having count(entries.id) <> head_seq or coalesce(max(seq), -1) <> head_seq - 1
       limit 1`,
    )
    .all();
  return wrong === undefined ? undefined : `lacks entries of the conversation ${wrong.id}`;
}

async function damageOfLogs(
  database: SqliteConnection,
  verify: VerifySignature,
): Promise<Damage | undefined> {
  const installationKey = database
    .prepare<[], Uint8Array>('select certificate_key_public from installation')
    .pluck()
    .get();
  const logs = database
    .prepare<[], LogRow>('select conversation, log, certificate, next, head_hash from logs')
    .all();
  const entriesOf = database.prepare<[ConversationId, LogId], EntryRow>(
    `select seq, log_seq, head, payload from entries
     where conversation = ? and log = ? order by log_seq`,
  );
  for (const row of logs) {
    const name = `log ${row.log} of the conversation ${row.conversation}`;
    const chain = followChain(row, entriesOf.iterate(row.conversation, row.log));
    if (!chain.ok) return `has a broken chain in ${name}, at entry ${chain.refusal}`;
    const certificate = decodeCertificate(new Uint8Array(row.certificate));
    if (!certificate.ok || installationKey === undefined) return `has no certificate for ${name}`;
    const trusted = await verifyCertificate(certificate.value, {
      conversation: row.conversation,
      installationKey: new Uint8Array(installationKey),
      verify,
    });
    if (!trusted.ok) return `has a certificate of another installation for ${name}`;
    const last = chain.value;
    if (last === undefined) continue;
    if (!(await verify(certificate.value.key, last.signature, last.header))) {
      return `has a forged entry in ${name}`;
    }
  }
  return undefined;
}

/** @returns the last entry of the log, undefined where it has none; or the place of the first that does not fit. */
function followChain(
  { conversation, log, next, head_hash }: LogRow,
  rows: Iterable<EntryRow>,
): Result<Entry | undefined, number> {
  let last: Entry | undefined;
  let place = 0;
  for (const row of rows) {
    const decoded = decodeEntry(new Uint8Array(joinEntry(row.head, row.payload)));
    if (!decoded.ok) return refuse(place);
    const entry = decoded.value;
    const isInPlace =
      row.log_seq === place &&
      entry.seq === place &&
      entry.log === log &&
      entry.conversation === conversation &&
      sameBytes(entry.prev, last?.hash ?? noPrev());
    const isWhole =
      entry.payload === undefined || sameBytes(sha256(entry.payload), entry.payloadHash);
    if (!isInPlace || !isWhole) return refuse(place);
    last = entry;
    place += 1;
  }
  const isAll =
    place === next &&
    (last === undefined ? head_hash === null : sameBytes(last.hash, head_hash ?? noPrev()));
  return isAll ? accept(last) : refuse(place);
}
