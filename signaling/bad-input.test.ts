/**
 * [W9] Everything bad that can be sent to a running server, over real sockets: each gets a clear answer, is counted
 * for the operator, changes nothing, and does not touch the conversation of others.
 */
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { entryAttacks } from '../conversation/log/attacks.fixture.ts';
import { rootName } from '../conversation/log/update.ts';
import { writeEntriesFrame } from '../conversation/protocol/frames.ts';
import { protocolVersion } from '../conversation/protocol/version.ts';
import { createSystemClock } from './clock.ts';
import { databasePath } from './database/data-folder.ts';
import { openDatabase, type Database } from './database/database.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';
import { createClient, type Client, type Peer } from './session/client.fixture.ts';

let server: TestServer;
let database: Database;
let bystander: Peer;
/** Added to the server's clock, ms. */
let later = 0;

beforeAll(async () => {
  const system = createSystemClock();
  const clock = { ...system, now: () => system.now() + later };
  server = await startTestServer({}, { clock });
  database = await openDatabase(databasePath(server.dataDir));
  bystander = await (await visit()).start();
});
/** One network raises only so many conversations a minute. */
beforeEach(() => {
  later += 60_000;
});
afterAll(async () => {
  await bystander.client.close();
  await database.destroy();
  await server.close();
});

async function open(path: '/session' | '/signal'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
  await once(socket, 'open');
  return socket;
}

async function ticket(): Promise<string> {
  const { json } = await server.ask('/api/visitors', { body: {} });
  const got = await server.ask('/api/session-tickets', {
    body: {},
    bearer: String(json?.['token']),
  });
  return String(got.json?.['ticket']);
}

async function stranger(): Promise<Client> {
  return createClient(await open('/session'), () => Date.now() + later);
}

/** A visitor who was welcomed. */
async function visit(): Promise<Client> {
  const client = await stranger();
  client.send({ type: 'hello', version: protocolVersion, ticket: await ticket() });
  await client.next('welcome');
  return client;
}

/** What everybody together has, but for the counters of attempts. */
async function state(): Promise<string> {
  const tables = [
    'accounts',
    'departments',
    'conversations',
    'participants',
    'logs',
    'entries',
  ] as const;
  return JSON.stringify(
    await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute())),
  );
}

async function refusals(at: string): Promise<number> {
  const { text } = await server.ask('/metrics');
  const counted = text.matchAll(
    new RegExp(`^parley_refusals_total\\{at="(${at})",.*\\} (\\d+)$`, 'gm'),
  );
  return [...counted].reduce((sum, [, , count]) => sum + Number(count), 0);
}

/** @param send what is bad; returns the code and the sentence that came back. */
async function refusedWith(
  at: 'http' | 'session' | 'signal' | 'archive' | 'session|archive',
  send: () => Promise<readonly [code: string | number, sentence: string | undefined]>,
): Promise<string | number> {
  const [before, counted] = [await state(), await refusals(at)];
  const [code, sentence] = await send();
  if (sentence !== undefined) expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(await refusals(at)).toBeGreaterThan(counted);
  expect(await state()).toBe(before);
  expect((await server.ask('/readyz')).status).toBe(200);
  bystander.client.mark();
  await bystander.saved(await bystander.say('still here'));
  return code;
}

/** The state is compared around what is bad, so the conversation it happens in is made before. */
async function refusedInConversation(
  at: 'session' | 'archive',
  say: (peer: Peer) => void | Promise<void>,
): Promise<string> {
  const peer = await (await visit()).start();
  await peer.saved(await peer.say('one', 'two'));
  const code = await refusedWith(at, async () => {
    peer.client.mark();
    await say(peer);
    const refused = await peer.client.next('refused');
    return [refused.code, refused.message];
  });
  await peer.client.close();
  return String(code);
}

test.each([
  ['malformed JSON', '{"type":', 'malformed'],
  ['an unknown type', '{"type":"launch"}', 'malformed'],
  ['a type that every object has', '{"type":"__proto__"}', 'malformed'],
  ['a type that every object inherits', '{"type":"constructor"}', 'malformed'],
  ['a field of another type', '{"type":"available","available":"yes"}', 'malformed'],
  ['JSON that is no object', '7', 'malformed'],
  ['a binary frame of an unknown kind', new Uint8Array(64).fill(7), 'malformed'],
  ['an empty binary frame', new Uint8Array(0), 'malformed'],
])('[V-33] /session: %s', async (_what, data, code) => {
  const found = await refusedInConversation('session', ({ client }) => client.sendRaw(data));
  expect(found).toBe(code);
});

test.each([
  ['malformed JSON', '{"type":', 'malformed'],
  ['an unknown type', '{"type":"launch"}', 'malformed'],
  ['a type that every object has', '{"type":"__proto__"}', 'malformed'],
  ['a type that every object inherits', '{"type":"constructor"}', 'malformed'],
  ['a binary frame', new Uint8Array([1, 2, 3]), 'malformed'],
  [
    'an unknown topic',
    JSON.stringify({ type: 'subscribe', topics: ['A'.repeat(22)] }),
    'unknown-topic',
  ],
  [
    'a publication on an unknown topic',
    JSON.stringify({
      type: 'publish',
      topic: 'A'.repeat(22),
      data: { type: 'announce', from: 'b3a1c6ce-5a4f-4b52-9d9c-0c5d0a6a1e11' },
    }),
    'unknown-topic',
  ],
])('[V-33] /signal: %s', async (_what, data, code) => {
  const socket = await open('/signal');
  const found = await refusedWith('signal', async () => {
    const answered = once(socket, 'message');
    socket.send(data);
    const [answer] = (await answered) as [Buffer];
    const error = JSON.parse(answer.toString()) as { code: string; message: string };
    return [error.code, error.message];
  });
  expect(found).toBe(code);
  socket.terminate();
});

test.each(['/session', '/signal'] as const)(
  '[V-73] %s: an oversize frame ends the socket',
  async (path) => {
    const socket = await open(path);
    const found = await refusedWith(path === '/session' ? 'session' : 'signal', async () => {
      const closed = once(socket, 'close');
      socket.send('x'.repeat(1024 * 1024));
      return [((await closed) as [number])[0], undefined];
    });
    expect(found).toBe(1009);
  },
);

test.each(['/session', '/signal'] as const)(
  '[V-73] %s: a message a byte at a time ends the socket, and none is compressed',
  async (path) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
      perMessageDeflate: true,
    });
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    const found = await refusedWith(path === '/session' ? 'session' : 'signal', async () => {
      const closed = once(socket, 'close');
      for (let n = 0; n < 1000; n += 1) socket.send('x', { fin: false });
      return [((await closed) as [number])[0], undefined];
    });
    expect(found).toBe(1008);
  },
);

test('[V-42] /session: an expired ticket, one that was used, and none', async () => {
  const expired = await ticket();
  const used = await ticket();
  const first = await stranger();
  first.send({ type: 'hello', version: protocolVersion, ticket: used });
  await first.next('welcome');
  later += 31_000;
  for (const bad of [expired, used, '']) {
    const client = await stranger();
    const found = await refusedWith('session', async () => {
      client.send({ type: 'hello', version: protocolVersion, ticket: bad });
      const { code, message } = await client.next('refused');
      expect(await client.closed).toBe(4401);
      return [code, message];
    });
    expect(found).toBe('bad-ticket');
  }
  await first.close();
});

test('/session: an entry that was changed after it was signed', async () => {
  const code = await refusedInConversation('archive', async (peer) => {
    const entry = await peer.writer.forge({ seq: peer.writer.next() });
    entry[110] = (entry[110] ?? 0) ^ 1;
    peer.upload([{ log: peer.writer.log, from: peer.writer.next(), entries: [entry] }]);
  });
  expect(code).toBe('invalid-entry');
});

test('/session: an entry that somebody else signed for another conversation', async () => {
  const { writer: foreign } = await (await visit()).start();
  const code = await refusedInConversation('archive', async (peer) => {
    const entry = await foreign.forge({ seq: peer.writer.next() });
    peer.upload([{ log: peer.writer.log, from: peer.writer.next(), entries: [entry] }]);
  });
  expect(code).toBe('invalid-entry');
});

test('/session: a replayed entry is acknowledged as before, and stands there once', async () => {
  const peer = await (await visit()).start();
  const said = await peer.say('once');
  await peer.saved(said);
  const [before, first] = [
    await state(),
    peer.client.heard.findLast(({ type }) => type === 'saved'),
  ];
  peer.client.mark();
  peer.upload([said]);
  expect(await peer.client.next('saved')).toEqual(first);
  expect(await state()).toBe(before);
  // In the conversation of somebody else it is nothing.
  const code = await refusedInConversation('archive', (other) => other.upload([said]));
  expect(code).toBe('invalid-entry');
  await peer.client.close();
});

test.each(entryAttacks.map((attack) => [attack.id, attack.title, attack] as const))(
  '[V-80] /session: %s %s',
  async (_id, _title, attack) => {
    const peer = await (await visit()).start();
    await peer.saved(await peer.say('one', 'two'));
    const { conversation, writer, client } = peer;
    const update = attack.update({
      log: writer.log,
      from: 2,
      rootName: rootName(writer.log),
      conversation,
      prev: writer.head(),
    });
    const found = await refusedWith('session|archive', async () => {
      client.mark();
      client.sendRaw(writeEntriesFrame(conversation, update));
      const isTooLarge = update.length > 96 * 1024;
      if (isTooLarge) return [await client.closed, undefined];
      const { code, message } = await client.next('refused');
      return [code, message];
    });
    expect(['malformed', 'invalid-entry', 1009]).toContain(found);
    await client.close();
  },
);

const logs = (count: number) => Array.from({ length: count }, (_, i) => [i + 1, 1]);
test.each([
  ['A20b: of more logs than a conversation has', logs(257)],
  ['A20b: of ten thousand logs', logs(10_000)],
  ['of a negative position', [[1, -1]]],
  ['of a position that no log has', [[1, 2 ** 40]]],
  ['of log 0', [[0, 1]]],
  ['of half a log', [[1.5, 1]]],
  ['of a log without a position', [[1]]],
  ['of words', [['1', '1']]],
  ['that is an object', { length: 1, 0: [1, 1] }],
  ['that is missing', undefined],
])('[V-82] /session: a state vector %s', async (_what, have) => {
  const code = await refusedInConversation('session', ({ client, conversation }) =>
    client.sendRaw(JSON.stringify({ type: 'sync', conversation, have })),
  );
  expect(code).toBe('malformed');
});

test("[V-85] [W4, A18] /session: nobody types in another's name, whatever they add", async () => {
  const peer = await (await visit()).start();
  const { client, conversation } = peer;
  const second = await (await visit()).start();
  client.mark();
  client.sendRaw(
    JSON.stringify({
      type: 'typing',
      conversation,
      typing: true,
      participant: second.joined.you.id,
      from: second.joined.log,
      clock: 2 ** 40,
    }),
  );
  // In a conversation of others it is nothing at all.
  client.send({ type: 'typing', conversation: second.conversation, typing: true });
  expect((await client.next('refused')).code).toBe('not-joined');
  await second.client.settled();
  expect(second.client.heard.filter(({ type }) => type === 'typing')).toEqual([]);
  expect(client.heard.filter(({ type }) => type === 'typing')).toEqual([]);
  await client.close();
  await second.client.close();
});

test.each(['/session', '/signal'])(
  '[V-41] %s: a page of somebody else is shut out',
  async (path) => {
    const found = await refusedWith('http', async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
        origin: 'https://evil.example',
      });
      const [, response] = (await once(socket, 'unexpected-response')) as [
        unknown,
        { statusCode: number; setEncoding(as: string): void; on: typeof process.stdin.on },
      ];
      response.setEncoding('utf8');
      let sentence = '';
      response.on('data', (text: string) => (sentence += text));
      await once(response as never, 'end');
      return [response.statusCode, sentence.trim()];
    });
    expect(found).toBe(403);
  },
);

test('HTTP: a wrong password, a wrong token, a foreign page, an unknown address, an unknown page', async () => {
  const said = (json: unknown) => {
    const { code, message } = (json as { error: { code: string; message: string } }).error;
    return [code, message] as const;
  };
  const wrongPassword = { username: 'admin', password: 'not the password' };
  const asked = {
    'wrong-credentials': () => server.ask('/api/sign-in', { body: wrongPassword }),
    'not-signed-in': () => server.ask('/api/session-tickets', { body: {}, bearer: 'nobody' }),
    'foreign-origin': () =>
      server.ask('/api/visitors', { body: {}, headers: { origin: 'https://evil.example' } }),
    'not-found': () => server.ask('/api/none'),
    malformed: () => server.ask('/api/visitors', { raw: '{' }),
  };
  for (const [code, ask] of Object.entries(asked)) {
    const found = await refusedWith('http', async () => said((await ask()).json));
    expect(found).toBe(code);
  }
  const page = await refusedWith('http', async () => {
    const { status, text } = await server.ask('/no-such-page');
    expect(text).toContain('This page does not exist');
    return [status, undefined];
  });
  expect(page).toBe(404);
});

test.each(['/session', '/signal'] as const)(
  '%s: a message in a thousand parts, and compression, which is not spoken here',
  async (path) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
      perMessageDeflate: true,
    });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    const closed = once(socket, 'close');
    for (let part = 0; part < 1000; part += 1) socket.send('x', { fin: false });
    expect((await closed)[0]).toBe(1008);
    await bystander.saved(await bystander.say('still here'));
  },
);
