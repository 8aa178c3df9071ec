/** Lists of an organisation that has grown: 10,000 accounts and 100,000 conversations (bar: below 100 ms at the server). */
import { sql } from 'kysely';
import { signInAs } from '../prove/hostile/people.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { databasePath } from '../signaling/database/data-folder.ts';
import { openDatabase, type Database } from '../signaling/database/database.ts';
import { median, row, type Row } from './statistics.ts';
import { withServer, type Part } from './part.ts';

export interface Size {
  readonly accounts: number;
  readonly conversations: number;
}

const rounds = 15;
const barMs = 100;

/** Every list that a page of the console or of a customer asks for; what takes an id is no list. */
const listPaths = (paths: Readonly<Record<string, object>>): string[] =>
  Object.entries(paths)
    .filter(([path, methods]) => 'get' in methods && !path.includes('{'))
    .map(([path]) => (path === '/api/archive/search' ? `${path}?q=nothing` : path));

/** Ids look like those that are made by chance: 21 digits and one of four last signs. */
const id = (last: 'A' | 'Q' | 'g', n = 'n') => sql.raw(`printf('%021d', ${n}) || '${last}'`);
/** Not the one that has nearly everything. */
const small = sql`select id from departments order by id desc limit 1`;
const numbers = (count: number) =>
  sql`with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})`;

async function fill(database: Database, { accounts, conversations }: Size): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await sql`insert into accounts (id, username, name, role, active, created_at)
      ${numbers(accounts)} select ${id('A')}, 'person-' || n, 'Person ' || n,
      case when n % 10 = 0 then 'agent' else 'customer' end, 1, n from numbers`.execute(trx);
    await sql`insert into conversations
        (id, kind, department, status, status_since, raised_by, waiting_since, created_at, active_at)
      ${numbers(conversations)} select ${id('Q')}, 'support', (select id from departments order by id limit 1),
      case when n % 50 = 0 then 'waiting' else 'closed' end, n, ${id('g')}, n, n, n from numbers`.execute(
      trx,
    );
    await sql`insert into participants (id, conversation, account, role, name, joined_at)
      ${numbers(conversations)} select ${id('g')}, ${id('Q')}, printf('%021d', 1 + n % ${accounts}) || 'A',
      'client', 'Person ' || (1 + n % ${accounts}), n from numbers`.execute(trx);
    await sql`insert into tickets
        (conversation, number, subject, status, status_since, created_at, changed_by)
      ${numbers(conversations)} select ${id('Q')}, printf('%05d', n % 100000), 'Subject ' || n,
      case when n % 50 = 0 then 'new' else 'closed' end, n, n, 'server' from numbers`.execute(trx);
    await sql`update conversations set department = (${small}) where cast(id as integer) % 5000 = 1`.execute(
      trx,
    );
  });
}

/** @returns undefined where it is not for those who ask */
async function timed(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const began = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (response.status === 403) return undefined;
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`);
  return performance.now() - began;
}

export async function listRows(parley: Parley, size: Size): Promise<Row[]> {
  const database = await openDatabase(databasePath(parley.dataDir));
  await fill(database, size);
  const found = await sql<{ id: string }>`${small}`.execute(database);
  const ofSmall = `?department=${found.rows[0]?.id ?? ''}`;
  await database.destroy();
  const proof = { ...(await signInAs(parley.url, parley.admin)) };
  const api = (await (await fetch(`${parley.url}/api/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  const rows: Row[] = [];
  const all = [
    ...listPaths(api.paths),
    ...['', '&status=new', '&status=closed'].map((more) => `/api/tickets${ofSmall}${more}`),
  ];
  for (const path of all) {
    const times: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const took = await timed(parley.url + path, proof);
      if (took !== undefined) times.push(took);
    }
    // Lists of customers are about one of them.
    if (times.length === 0) continue;
    const [half, most] = [median(times), Math.max(...times)];
    rows.push(
      row(
        `GET ${path.replace(ofSmall, '?department=a small one')}`,
        `${half.toFixed(1)} ms, at most ${most.toFixed(1)} ms, of ${size.accounts} accounts and ${size.conversations} conversations`,
        `below ${barMs} ms`,
        half < barMs,
      ),
    );
  }
  return rows;
}

export const lists: Part = {
  name: 'lists',
  rows: ({ quick }) =>
    withServer((parley) =>
      listRows(parley, {
        accounts: quick ? 1000 : 10_000,
        conversations: quick ? 10_000 : 100_000,
      }),
    ),
};
