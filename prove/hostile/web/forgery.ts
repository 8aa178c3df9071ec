/** Cross-site request forgery, tried on every request that changes something. */
import { sql } from 'kysely';
import type { Database } from '../../../signaling/database/database.ts';
import { ask, type Answer, type Proof } from '../people.ts';
import { changes, foreignHeaders, unlisted, type Change, type Facts } from './changes.ts';

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
  let facts = await factsOf(url, signedIn, admin.password);
  let requests = 0;
  let who = signedIn;
  for (const change of changes) {
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
    if (change.route === 'post /api/accounts') {
      const { account } = JSON.parse(honest.text) as { account: { id: string } };
      facts = { ...facts, account: account.id };
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

async function factsOf(url: string, who: Proof, password: string): Promise<Facts> {
  const read = async (path: string) =>
    JSON.parse((await ask(url + path, { headers: { ...who } })).text) as {
      departments?: { id: string }[];
    };
  return {
    account: '',
    department: (await read('/api/departments')).departments?.[0]?.id ?? '',
    password,
  };
}

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
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '',
  ]) {
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
  { route, parameters, body, by }: Change,
  facts: Facts,
  who: Proof,
  headers: Readonly<Record<string, string>>,
  method = route.split(' ', 1)[0]?.toUpperCase() ?? '',
): Promise<Answer> {
  const path = Object.entries(parameters?.(facts) ?? {}).reduce(
    (filled, [name, value]) => filled.replace(`{${name}}`, value),
    route.slice(route.indexOf(' ') + 1),
  );
  const proof = by === 'cookie' ? who : { authorization: `Bearer ${botsKey}` };
  return ask(url + path, {
    method,
    body: JSON.stringify(body(facts)),
    headers: { ...proof, ...headers },
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
