import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId, ConversationId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { createManualClock } from '../archive/archive.fixture.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { createAccountsStore, type AccountsStore } from './accounts-store.ts';
import { createAuthenticate, type Authenticate } from './authenticate.ts';
import { createSessions, endSessionsOf, type Sessions } from './sessions.ts';
import { openDepartmentsStore } from '../departments/departments-store.ts';
import { createVisitorsStore, type VisitorsStore } from './visitors-store.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

let folder: string;
let database: Database;
let clock: ReturnType<typeof createManualClock>;
let accounts: AccountsStore;
let visitors: VisitorsStore;
let sessions: Sessions;
let authenticate: Authenticate;
let ada: AccountId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-sessions-'));
  clock = createManualClock();
  database = await openDatabase(join(folder, 'a.sqlite'));
  const stores = { database, now: clock.now, randomBytes };
  accounts = createAccountsStore(stores);
  visitors = createVisitorsStore(stores);
  sessions = createSessions({
    database,
    clock,
    randomBytes,
    onFault: (fault) => {
      throw fault;
    },
  });
  authenticate = createAuthenticate({ sessions, visitors, cookieName: 'parley' });
  const created = await accounts.create({
    username: 'ada',
    name: 'Ada',
    role: 'agent',
    passwordHash: undefined,
    createdBy: undefined,
  });
  if (!created.ok) throw new Error(created.refusal);
  ada = created.value.id;
});
afterEach(async () => {
  sessions.close();
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const byCookie = (token: string) => authenticate({ cookie: `other=1; parley=${token}; x=y` });
const byBearer = (token: string) => authenticate({ authorization: `Bearer ${token}` });

/** Moves the clock past the next look of the background check and waits until it has looked. */
async function look(): Promise<void> {
  clock.advance(500);
  // One connection works off queries in order, so this one comes after those of the check.
  for (let n = 0; n < 20; n += 1) await database.selectFrom('accounts').select('id').execute();
}

test('[V-17] a cookie stands for its account, and the database holds only a hash of it', async () => {
  const { token, session } = await sessions.open(ada, 'cookie');
  expect(await byCookie(token)).toEqual({
    actor: { kind: 'account', account: ada, username: 'ada', name: 'Ada', role: 'agent' },
    session,
  });
  const rows = await database.selectFrom('sessions').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token.split('_')[1]);
  expect(session).not.toContain(token.split('_')[1]);
});

test("a visitor's token lives as long as it is used at least every 400 days", async () => {
  const { token } = await visitors.create();
  for (let n = 0; n < 3; n += 1) {
    clock.advance(399 * dayMs);
    expect(await byBearer(token)).toMatchObject({ actor: { kind: 'visitor' } });
  }
  clock.advance(400 * dayMs);
  expect(await byBearer(token)).toBeUndefined();
});

test('[W8] visitors who never said anything are forgotten after a month, the others and what they said are kept', async () => {
  const silent = await visitors.create();
  const said = await visitors.create();
  const department = (
    await openDepartmentsStore({ database, now: clock.now, randomBytes })
  ).first();
  await database.transaction().execute(async (trx) => {
    const conversation = 'conversation' as ConversationId;
    const participant = 'participant' as ParticipantId;
    const now = clock.now();
    await trx
      .insertInto('conversations')
      .values({
        id: conversation,
        kind: 'support',
        department: (await department)!.id,
        status: 'waiting',
        status_since: now,
        raised_by: participant,
        assigned_to: null,
        closed_by: null,
        prefer: null,
        waiting_since: now,
        created_at: now,
        active_at: now,
      })
      .execute();
    await trx
      .insertInto('participants')
      .values({
        id: participant,
        conversation,
        account: null,
        visitor: said.visitor,
        role: 'client',
        name: said.name,
        joined_at: now,
        left_at: null,
      })
      .execute();
  });
  clock.advance(20 * dayMs);
  const later = await visitors.create();
  expect(await byBearer(silent.token)).toBeDefined();
  clock.advance(31 * dayMs);
  const last = await visitors.create();
  const known = await database.selectFrom('visitors').select('id').execute();
  expect(known.map(({ id }) => id).toSorted()).toEqual([said.visitor, last.visitor].toSorted());
  expect(await byBearer(silent.token)).toBeUndefined();
  expect(await byBearer(later.token)).toBeUndefined();
  expect(await byBearer(said.token)).toBeDefined();
});

test("a visitor's and a bot's token are bearer tokens, a person's session is a cookie", async () => {
  const { token: visitor } = await visitors.create();
  const { token: bot } = await sessions.open(ada, 'bot');
  const { token: person } = await sessions.open(ada, 'cookie');
  expect(await byBearer(visitor)).toMatchObject({ actor: { kind: 'visitor' } });
  expect(await byCookie(visitor)).toBeUndefined();
  expect(await byBearer(bot)).toMatchObject({ actor: { username: 'ada' } });
  expect(await byCookie(bot)).toBeUndefined();
  expect(await byBearer(person)).toBeUndefined();
  expect(await byCookie(person)).toBeDefined();
});

test('[V-10] a bad token is not made good by a cookie', async () => {
  const { token } = await sessions.open(ada, 'cookie');
  const headers = { cookie: `parley=${token}`, authorization: 'Bearer visitor_wrong' };
  expect(await authenticate(headers)).toBeUndefined();
  expect(await authenticate({ ...headers, authorization: 'Basic YTpi' })).toBeUndefined();
});

test.each([
  {},
  { cookie: '' },
  { cookie: 'parley' },
  { cookie: 'parley=' },
  { cookie: 'parley=null' },
  { cookie: `xparley=session_${'A'.repeat(43)}` },
  { cookie: `parley=session_${'A'.repeat(43)}` },
  { authorization: '' },
  { authorization: 'Bearer' },
  { authorization: 'Bearer null' },
  { authorization: `Bearer visitor_${'A'.repeat(43)}` },
  { authorization: `Bearer bot_${'A'.repeat(43)}` },
])('[V-10] %j is nobody', async (headers) => {
  expect(await authenticate(headers)).toBeUndefined();
});

describe('a session ends', () => {
  test('when it was not used for half a day', async () => {
    const { token } = await sessions.open(ada, 'cookie');
    clock.advance(11 * hourMs);
    expect(await byCookie(token)).toBeDefined();
    clock.advance(11 * hourMs);
    expect(await byCookie(token)).toBeDefined();
    clock.advance(12 * hourMs);
    expect(await byCookie(token)).toBeUndefined();
  });

  test('after a week, however much it is used', async () => {
    const { token } = await sessions.open(ada, 'cookie');
    for (let n = 0; n < 20; n += 1) {
      clock.advance(8 * hourMs);
      expect(await byCookie(token)).toBeDefined();
    }
    clock.advance(8 * hourMs);
    expect(await byCookie(token)).toBeUndefined();
  });

  test('[V-11] with its account switched off or deleted', async () => {
    const { token } = await sessions.open(ada, 'cookie');
    await accounts.change(ada, { active: false });
    expect(await byCookie(token)).toBeUndefined();
    await accounts.change(ada, { active: true });
    expect(await byCookie(token)).toBeDefined();
    await accounts.delete(ada);
    expect(await byCookie(token)).toBeUndefined();
  });

  test('with all others of the account but the one that is spared', async () => {
    const [kept, lost] = [await sessions.open(ada, 'cookie'), await sessions.open(ada, 'bot')];
    await sessions.endAllOf(ada, kept.session);
    expect(await byCookie(kept.token)).toBeDefined();
    expect(await byBearer(lost.token)).toBeUndefined();
  });
});

describe('whoever watches a session hears of its end', () => {
  test('at once when it was ended here, and only once', async () => {
    const { session } = await sessions.open(ada, 'cookie');
    const other = await sessions.open(ada, 'cookie');
    const heard: string[] = [];
    sessions.watch(session, () => heard.push('first'));
    sessions.watch(session, () => heard.push('second'));
    sessions.watch(other.session, () => heard.push('other'));
    await sessions.end(session);
    expect(heard).toEqual(['first', 'second']);
    await sessions.end(session);
    await look();
    expect(heard).toEqual(['first', 'second']);
  });

  test('at once when it had ended before', async () => {
    const { session } = await sessions.open(ada, 'cookie');
    await sessions.end(session);
    await look();
    await new Promise<void>((ended) => sessions.watch(session, ended));
  });

  test('not after the undo was called', async () => {
    const { session } = await sessions.open(ada, 'cookie');
    const heard: string[] = [];
    const undo = sessions.watch(session, () => heard.push('ended'));
    undo();
    await sessions.end(session);
    expect(heard).toEqual([]);
  });

  test('within a second when another program ended it', async () => {
    const { session } = await sessions.open(ada, 'cookie');
    const heard: string[] = [];
    sessions.watch(session, () => heard.push('ended'));
    await look();
    const theirs = await openDatabase(join(folder, 'a.sqlite'));
    await endSessionsOf(theirs, ada);
    await theirs.destroy();
    expect(heard).toEqual([]);
    await look();
    expect(heard).toEqual(['ended']);
  });

  test('within a second when another program deleted the account', async () => {
    const { session } = await sessions.open(ada, 'bot');
    const heard: string[] = [];
    sessions.watch(session, () => heard.push('ended'));
    await look();
    const theirs = await openDatabase(join(folder, 'a.sqlite'));
    await createAccountsStore({ database: theirs, now: clock.now, randomBytes }).delete(ada);
    await theirs.destroy();
    await look();
    expect(heard).toEqual(['ended']);
  });

  test('when its week is over, but not while an open socket keeps it in use', async () => {
    const { session } = await sessions.open(ada, 'cookie');
    const heard: string[] = [];
    sessions.watch(session, () => heard.push('ended'));
    for (let passedMs = 0; passedMs < 6 * dayMs; passedMs += 6 * hourMs) {
      clock.advance(6 * hourMs - 500);
      await look();
    }
    expect(heard).toEqual([]);
    clock.advance(dayMs);
    await look();
    await look();
    expect(heard).toEqual(['ended']);
    expect(await database.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });
});

test('visitors stay the same person, and their token is hashed', async () => {
  const { token, name, visitor } = await visitors.create();
  expect(name).toMatch(/^Visitor [0-9]{4,5}$/);
  clock.advance(300 * dayMs);
  expect(await byBearer(token)).toMatchObject({ actor: { kind: 'visitor', visitor, name } });
  const rows = await database.selectFrom('visitors').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token.split('_')[1]);
  expect(rows[0]?.seen_at).toBe(clock.now());
});
