import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { decodeEntry } from '../../conversation/log/entry.ts';
import {
  archiveListAnswer,
  searchAnswer,
  transcriptAnswer,
} from '../../conversation/protocol/http.ts';
import { errorAnswer } from '../../conversation/protocol/http/error.ts';
import {
  fromBase64Url,
  type AccountId,
  type ConversationId,
} from '../../conversation/protocol/ids.ts';
import { createRelations } from '../access/relations.ts';
import type { AccountRole, Authenticated, SessionRef } from '../accounts/actor.ts';
import { createAuditLog } from '../audit.ts';
import { createSystemClock } from '../clock.ts';
import { createApi } from '../http/api.ts';
import { createMetrics } from '../metrics.ts';
import { createWorld, type World, type Writer } from './archive.fixture.ts';
import { archiveRoutes } from './archive-routes.ts';

let world: World;
let conversation: ConversationId;
let client: Writer;
let role: AccountRole | undefined;
let url: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  world = await createWorld({ clock: createSystemClock() });
  ({ conversation, client } = await world.converse());
  await world.archive.append({
    conversation,
    uploader: client.participant,
    appends: [await client.say('The meter is wrong', 'second', 'third')],
  });
  role = 'admin';
  await join(conversation);
  const app = express();
  app.set('query parser', 'simple');
  const routes = archiveRoutes({
    archive: world.archive,
    audit: createAuditLog(world.database, world.clock.now),
    installation: world.installation,
    relations: createRelations(world.database),
  });
  const api = createApi(routes, {
    authenticate: () => Promise.resolve(authenticated()),
    botsKeyOf: () => Promise.resolve(undefined),
    deviceCookieName: 'device',
    metrics: createMetrics(),
  });
  app.use('/api', api);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await world.close();
  };
});
afterEach(() => stop());

const account = 'AAAAAAAAAAAAAAAAAAAAAA' as AccountId;

/** Makes the account a member of the conversation's department. */
async function join(of: ConversationId): Promise<void> {
  await world.database
    .insertInto('accounts')
    .values({
      id: account,
      username: 'ada',
      name: 'Ada',
      email: null,
      role: 'admin',
      password_hash: null,
      password_changed_at: null,
      active: 1,
      created_at: 0,
      created_by: null,
    })
    .execute();
  const { department } = await world.database
    .selectFrom('conversations')
    .select('department')
    .where('id', '=', of)
    .executeTakeFirstOrThrow();
  await world.database
    .insertInto('department_members')
    .values({ department, account, position: 'member', capacity: null, added_at: 0 })
    .execute();
}

function authenticated(): Authenticated | undefined {
  if (role === undefined) return undefined;
  return {
    session: 'account:x' as SessionRef,
    actor: { kind: 'account', account, username: 'ada', name: 'Ada', role },
  };
}

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path);
  return { status: response.status, body: await response.json() };
}

test('an admin lists conversations and reads a transcript page by page, which is audited once', async () => {
  const list = await get('/api/archive/conversations?state=open&limit=1');
  expect(list.status).toBe(200);
  const { conversations, next } = v.parse(archiveListAnswer, list.body);
  expect(conversations.map((it) => it.conversation)).toEqual([conversation]);
  expect(next).toBe(conversations[0]?.activeAt);

  const first = v.parse(
    transcriptAnswer,
    (await get(`/api/archive/conversations/${conversation}?limit=2`)).body,
  );
  expect(first.entries.map((it) => it.seq)).toEqual([0, 1]);
  expect(first.next).toBe(2);
  expect(first.certificates).toHaveLength(2);
  const bytes = fromBase64Url(first.entries[0]?.bytes ?? '') ?? new Uint8Array();
  expect(decodeEntry(bytes).ok).toBe(true);
  const rest = v.parse(
    transcriptAnswer,
    (await get(`/api/archive/conversations/${conversation}?from=2`)).body,
  );
  expect(rest.entries.map((it) => it.seq)).toEqual([2]);
  expect(rest.next).toBeUndefined();
  const audit = await world.database
    .selectFrom('audit_log')
    .select(['action', 'thing', 'actor', 'detail'])
    .execute();
  const opened = {
    action: 'archive.transcript-opened',
    thing: conversation,
    actor: 'AAAAAAAAAAAAAAAAAAAAAA',
  };
  // Also who begins in the middle.
  expect(audit).toEqual([
    { ...opened, detail: '{}' },
    { ...opened, detail: '{"from":2}' },
  ]);
});

test('a search answers with the place of the words', async () => {
  const { hits } = v.parse(searchAnswer, (await get('/api/archive/search?q=meter')).body);
  expect(hits).toMatchObject([
    {
      conversation,
      entry: `${client.log}-0`,
      snippet: [
        { text: 'The ', hit: false },
        { text: 'meter', hit: true },
        { text: ' is wrong', hit: false },
      ],
    },
  ]);
});

test('[L6] an admin of another department finds nothing of this one, a super admin finds all', async () => {
  await world.database.deleteFrom('department_members').execute();
  const paths = ['conversations', `conversations/${conversation}`, 'search?q=meter'].map(
    (path) => `/api/archive/${path}`,
  );
  const found = async () => Promise.all(paths.map(async (path) => get(path)));
  const [list, transcript, search] = await found();
  expect(list?.body).toEqual({ conversations: [] });
  expect(transcript?.status).toBe(404);
  expect(search?.body).toEqual({ hits: [] });
  role = 'super-admin';
  const [all, opened, hits] = await found();
  expect(v.parse(archiveListAnswer, all?.body).conversations).toHaveLength(1);
  expect(opened?.status).toBe(200);
  expect(v.parse(searchAnswer, hits?.body).hits).toHaveLength(1);
});

test.each([
  [401, undefined, '/api/archive/conversations'],
  [403, 'agent', '/api/archive/conversations'],
  [403, 'bot', '/api/archive/search?q=meter'],
  [403, 'customer', '/api/archive/search?q=meter'],
  [404, 'admin', '/api/archive/conversations/AAAAAAAAAAAAAAAAAAAAAA'],
  [404, 'admin', '/api/archive/conversations/..%2F..%2Fetc'],
  [400, 'admin', '/api/archive/conversations?limit=0'],
  [400, 'admin', '/api/archive/conversations?limit=1000'],
  [400, 'admin', '/api/archive/conversations?state=lost'],
  [400, 'admin', '/api/archive/search'],
  [400, 'admin', '/api/archive/search?q=a&q=b'],
  [400, 'admin', '/api/archive/search?q=a&evil=1'],
] as const)('[W9] %i for %s at %s', async (status, who, path) => {
  role = who;
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(v.safeParse(errorAnswer, answer.body).success).toBe(true);
});
