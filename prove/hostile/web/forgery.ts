/** Cross-site request forgery, tried on every request that changes something. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Database } from '../../../signaling/database/database.ts';
import { ask, eventually, type Answer, type Proof } from '../people.ts';
import { changes, foreignHeaders, pathOf, unlisted, type Change, type Facts } from './changes.ts';

export interface Target {
  readonly url: string;
  readonly botsKey: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly database: Database;
}

export interface Tried {
  readonly requests: number;
  /** What went wrong, as sentences. */
  readonly broken: readonly string[];
}

export async function forge(target: Target): Promise<Tried> {
  const { url, database, admin } = target;
  const signedIn = await signIn(target, admin.password);
  const broken = await listedIn(url);
  let facts: Facts = { password: admin.password };
  let requests = 0;
  let who = signedIn;
  for (const change of changes) {
    await mailsAreOut(database);
    const before = await everything(database);
    for (const [what, answer] of await forgeries(target, change, facts, who)) {
      requests += 1;
      if (answer.status < 400 || answer.status >= 500) {
        broken.push(`${change.route} from ${what} was answered with ${answer.status}`);
      }
    }
    if ((await everything(database)) !== before) {
      broken.push(`${change.route} from somewhere else changed something`);
    }
    const honest = await send(target, change, facts, who, {});
    if (honest.status !== change.status) {
      broken.push(`${change.route} from our own page was answered with ${honest.status}`);
    }
    if (honest.status === change.status && change.learn !== undefined) {
      facts = { ...facts, ...change.learn(JSON.parse(honest.text)) };
    }
    const cookie = honest.headers['set-cookie']?.[0]?.split(';', 1)[0];
    if (change.route === 'post /api/sign-in' && cookie !== undefined) who = { cookie };
  }
  return { requests, broken };
}

async function signIn({ url, admin }: Target, password: string): Promise<Proof> {
  const body = JSON.stringify({ username: admin.username, password });
  const { headers } = await ask(`${url}/api/sign-in`, { body });
  return { cookie: headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '' };
}

async function listedIn(url: string): Promise<string[]> {
  const { text } = await ask(`${url}/api/openapi.json`);
  return unlisted(JSON.parse(text) as { paths: Record<string, object> }).map(
    (route) => `${route} has no row, or its row no route`,
  );
}

const formTypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''];

async function forgeries(
  target: Target,
  change: Change,
  facts: Facts,
  who: Proof,
): Promise<(readonly [string, Answer])[]> {
  const tried: (readonly [string, Answer])[] = [];
  for (const [what, headers] of foreignHeaders(target.url)) {
    tried.push([what, await send(target, change, facts, who, headers)]);
  }
  // A form can send these without asking; a browser that sends no Origin with a form sends no cookie either.
  const isPost = change.route.startsWith('post ');
  for (const type of isPost ? formTypes : []) {
    const headers = { 'content-type': type };
    tried.push([`a form (${type})`, await send(target, change, facts, who, headers)]);
  }
  for (const method of ['GET', 'HEAD']) {
    const answer = await send(target, change, facts, who, {}, method);
    // Some addresses have a GET of their own, which may be read and changes nothing.
    const status = answer.status < 300 ? 405 : answer.status;
    tried.push([`a ${method}`, { ...answer, status }]);
  }
  return tried;
}

function send(
  { url, botsKey }: Target,
  change: Change,
  facts: Facts,
  who: Proof,
  headers: Readonly<Record<string, string>>,
  method = change.route.split(' ', 1)[0]?.toUpperCase() ?? '',
): Promise<Answer> {
  const { body, by } = change;
  const proof = by === 'cookie' ? who : { authorization: `Bearer ${botsKey}` };
  return ask(url + pathOf(change, facts), {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body(facts)) }),
    headers: { ...proof, ...headers },
  });
}

/** What an honest request set going must not look like something that a forged one did. */
function mailsAreOut(database: Database): Promise<true> {
  return eventually('all mails are on their way', async () => {
    const waiting = await database
      .selectFrom('mails')
      .select('id')
      .where('due_at', 'is not', null)
      .executeTakeFirst();
    return waiting === undefined ? true : undefined;
  });
}

/** Every row there is, but for when sessions were last seen. */
export async function everything(database: Database): Promise<string> {
  const tables = await sql<{ name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name NOT LIKE 'sqlite_%' ORDER BY name`.execute(database);
  const rows: unknown[] = [];
  for (const { name } of tables.rows) {
    const found = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(
      database,
    );
    rows.push([name, found.rows.map(({ seen_at: _seenAt, ...row }) => row)]);
  }
  return JSON.stringify(rows);
}

/** @returns what differs between two of `everything`, for whoever reads the finding */
export function differences(before: string, after: string): string[] {
  const rowsOf = (text: string) => {
    const tables = v.parse(v.array(v.tuple([v.string(), v.array(v.unknown())])), JSON.parse(text));
    return tables.flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row)}`));
  };
  const [old, now] = [new Set(rowsOf(before)), new Set(rowsOf(after))];
  const changed = [
    ...[...old].filter((row) => !now.has(row)),
    ...[...now].filter((row) => !old.has(row)),
  ];
  return changed.map((row) => row.slice(0, 300));
}
