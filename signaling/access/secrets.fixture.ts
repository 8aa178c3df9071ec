/** What a server knows and tells nobody, in every spelling in which it could slip out. */
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Columns by the names that secrets have here; a new table is looked into by itself. */
const isSecret = /hash|secret|material|password/;
/** Of what people see anyway: contents of files, heads of logs. */
const isPublic = /^(?:files|file_uploads|uploads|conversation_files)\.|head_hash$|_at$/;

/** @returns what it is, by its spelling: as text, base64url, base64 and hex */
export async function secretsOf(database: Database): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const tables = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and sql not like 'create virtual%'`.execute(
    database,
  );
  for (const { name: table } of tables.rows) {
    const columns = await sql<{ name: string }>`
      select name from pragma_table_info(${table})`.execute(database);
    for (const { name: column } of columns.rows) {
      const what = `${table}.${column}`;
      if (!isSecret.test(column) || isPublic.test(what)) continue;
      const values = await sql<{ value: unknown }>`
        select ${sql.ref(column)} as value from ${sql.table(table)}`.execute(database);
      for (const { value } of values.rows) {
        for (const spelling of spellingsOf(value)) found.set(spelling, what);
      }
    }
  }
  return found;
}

/** Shorter ones would be found by chance. */
const shortest = 16;

function spellingsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length < shortest ? [] : [value];
  if (!(value instanceof Uint8Array) || value.length < shortest) return [];
  const bytes = Buffer.from(value);
  return (['base64url', 'base64', 'hex'] as const).map((encoding) => bytes.toString(encoding));
}
