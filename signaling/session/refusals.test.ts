import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeUpdate } from '../../conversation/log/update.ts';
import { closeCodes } from '../../conversation/protocol/close-codes.ts';
import { writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import { fromServer, type RefusalCode } from '../../conversation/protocol/session.ts';
import * as v from 'valibot';
import type { Archive } from '../archive/archive.ts';
import type { Client, Peer } from './client.fixture.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
/** Set to make the archive fail. */
let archiveFault: Error | undefined;
beforeEach(async () => {
  archiveFault = undefined;
  world = await createTestServer({
    wrapArchive: (archive): Archive => ({
      ...archive,
      append: (upload) =>
        archiveFault === undefined ? archive.append(upload) : Promise.reject(archiveFault),
    }),
  });
});
afterEach(() => world.close());

const unknown = 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId;

async function dump(): Promise<string> {
  const { database } = world;
  return JSON.stringify([
    await database.selectFrom('conversations').selectAll().execute(),
    await database.selectFrom('participants').selectAll().execute(),
    await database.selectFrom('entries').selectAll().execute(),
    await database.selectFrom('logs').selectAll().execute(),
  ]);
}

interface Case {
  readonly title: string;
  readonly send: (peer: Peer) => void | Promise<void>;
  readonly code: RefusalCode;
}

const cases: readonly Case[] = [
  {
    title: 'text that is not JSON',
    send: ({ client }) => client.sendRaw('{"type":'),
    code: 'malformed',
  },
  {
    title: 'a message of an unknown type',
    send: ({ client }) => client.sendRaw('{"type":"launch"}'),
    code: 'malformed',
  },
  {
    title: 'a message with a wrong field',
    send: ({ client }) => client.sendRaw('{"type":"available","available":"yes"}'),
    code: 'malformed',
  },
  {
    title: 'a second hello',
    send: ({ client }) => client.send({ type: 'hello', version: 1, ticket: 'x' }),
    code: 'malformed',
  },
  {
    title: 'a binary frame of an unknown kind',
    send: ({ client }) => client.sendRaw(new Uint8Array(64).fill(7)),
    code: 'malformed',
  },
  {
    title: 'a frame that is too short',
    send: ({ client }) => client.sendRaw(new Uint8Array([1, 2, 3])),
    code: 'malformed',
  },
  {
    title: 'an update that is none of ours',
    send: ({ client, conversation }) =>
      client.sendRaw(writeEntriesFrame(conversation, new Uint8Array([1, 30, 7, 0]))),
    code: 'malformed',
  },
  {
    title: 'entries for a conversation that was not joined',
    send: async ({ client, writer }) =>
      client.sendRaw(writeEntriesFrame(unknown, writeUpdate([await writer.say('hello')]))),
    code: 'not-joined',
  },
  {
    title: 'a forged entry',
    send: async (peer) => {
      const entry = await peer.writer.forge({ seq: 0 });
      entry[110] = (entry[110] ?? 0) ^ 1;
      peer.upload([{ log: peer.writer.log, from: 0, entries: [entry] }]);
    },
    code: 'invalid-entry',
  },
  {
    title: 'an entry after a gap',
    send: async (peer) => {
      const entry = await peer.writer.forge({ seq: 5 });
      peer.upload([{ log: peer.writer.log, from: 5, entries: [entry] }]);
    },
    code: 'invalid-entry',
  },
  {
    title: 'an entry of a log that nobody was given',
    send: async (peer) => {
      const log = (peer.writer.log === 1 ? 2 : 1) as LogId;
      peer.upload([{ log, from: 0, entries: [await peer.writer.forge({ seq: 0 })] }]);
    },
    code: 'invalid-entry',
  },
  {
    title: 'joining an unknown conversation',
    send: ({ client, joined, signer }) =>
      client.send({
        type: 'join',
        conversation: unknown,
        have: [],
        key: {
          algorithm: signer.publicKey.algorithm,
          bytes: joined.certificate.slice(0, 43).replace(/.$/, 'A'),
        },
      }),
    code: 'not-found',
  },
  {
    title: 'joining with a key of the wrong length',
    send: ({ client, conversation }) =>
      client.send({
        type: 'join',
        conversation,
        have: [],
        key: { algorithm: 'Ed25519', bytes: 'AAAA' },
      }),
    code: 'malformed',
  },
  {
    title: 'a sync without a join',
    send: ({ client }) => client.send({ type: 'sync', conversation: unknown, have: [] }),
    code: 'not-joined',
  },
  {
    title: 'typing without a join',
    send: ({ client }) => client.send({ type: 'typing', conversation: unknown, typing: true }),
    code: 'not-joined',
  },
  {
    title: 'a visitor who wants to answer',
    send: ({ client }) => client.send({ type: 'available', available: true }),
    code: 'not-allowed',
  },
  {
    title: 'a visitor who hands over',
    send: ({ client, conversation }) => client.send({ type: 'handover', conversation }),
    code: 'not-allowed',
  },
  {
    title: 'closing a conversation that is not there',
    send: ({ client }) => client.send({ type: 'close', conversation: unknown }),
    code: 'not-found',
  },
];

/** A conversation of somebody else, to see that it goes on. */
async function bystander(): Promise<{ client: Client; peer: Peer }> {
  const client = await world.connect(await world.visitor());
  return { client, peer: await client.start() };
}

test.each(cases)(
  '[V-90] [W9] refused with code and sentence, changing nothing: $title',
  async (it) => {
    const { peer: other } = await bystander();
    const client = await world.connect(await world.visitor());
    const peer = await client.start();
    const before = await dump();
    client.mark();
    await it.send(peer);
    const refused = await client.next('refused');
    expect(refused.code).toBe(it.code);
    expect(refused.message).toMatch(/^[A-Z].*\.$/);
    expect(v.safeParse(fromServer, refused).success).toBe(true);
    expect(await dump()).toBe(before);
    await other.saved(await other.say('still here'));
    await client.settled();
  },
);

test('after three malformed messages the socket is closed with 4400, and no other one', async () => {
  const { peer: other } = await bystander();
  const client = await world.connect(await world.visitor());
  for (let i = 0; i < 3; i += 1) client.sendRaw('nonsense');
  expect(await client.closed).toBe(closeCodes.badMessage.code);
  await other.saved(await other.say('still here'));
});

test('a frame that is too large closes the socket', async () => {
  const client = await world.connect(await world.visitor());
  client.sendRaw(new Uint8Array(97 * 1024));
  expect(await client.closed).toBe(1009);
});

test('[V-42] an unknown, used or old ticket is refused and closed with 4401', async () => {
  const whom = await world.visitor();
  const used = world.ticketFor(whom);
  const first = await world.connectBare();
  first.send({ type: 'hello', version: 1, ticket: used });
  await first.next('welcome');
  const old = world.ticketFor(whom);
  for (const ticket of ['', 'unknown', used, old]) {
    if (ticket === old) world.clock.advance(31_000);
    const client = await world.connectBare();
    client.send({ type: 'hello', version: 1, ticket });
    expect((await client.next('refused')).code).toBe('bad-ticket');
    expect(await client.closed).toBe(closeCodes.badTicket.code);
  }
});

test('a version that does not fit is refused and closed with 4426', async () => {
  for (const version of [0, 999]) {
    const client = await world.connectBare();
    const ticket = world.ticketFor(client.whom);
    client.send({ type: 'hello', version, ticket });
    expect((await client.next('refused')).code).toBe('wrong-version');
    expect(await client.closed).toBe(closeCodes.wrongVersion.code);
  }
});

test('[V-42] who says anything before hello is refused, and who says nothing is closed', async () => {
  const early = await world.connectBare();
  early.send({ type: 'ping' });
  expect((await early.next('refused')).code).toBe('malformed');
  const silent = await world.connectBare();
  world.clock.advance(10_001);
  expect(await silent.closed).toBe(closeCodes.badTicket.code);
});

test('[U7] a visitor may hold five open conversations in a department, not six', async () => {
  const client = await world.connect(await world.visitor());
  for (let i = 0; i < 5; i += 1) await client.start();
  await expect(client.start()).rejects.toThrow('too-many-threads');
});

test('one address raises only so many conversations at once', async () => {
  const codes: string[] = [];
  for (let visitors = 0; visitors < 5; visitors += 1) {
    const client = await world.connect(await world.visitor());
    for (let i = 0; i < 5; i += 1) {
      await client.start().catch((fault: Error) => codes.push(fault.message));
    }
  }
  expect(codes).toEqual(['flooding', 'flooding', 'flooding', 'flooding', 'flooding']);
});

test('more messages than a client may send are refused, and end the session', async () => {
  const client = await world.connect(await world.visitor());
  for (let i = 0; i < 110; i += 1) client.send({ type: 'ping' });
  expect((await client.next('refused')).code).toBe('flooding');
  expect(await client.closed).toBe(closeCodes.flooding.code);
});

test('closing twice says so', async () => {
  const client = await world.connect(await world.visitor());
  const { conversation } = await client.start();
  client.send({ type: 'close', conversation });
  client.send({ type: 'close', conversation });
  expect((await client.next('refused')).code).toBe('already-closed');
});

test('[W1] an archive that cannot write acknowledges nothing, and the session survives', async () => {
  const client = await world.connect(await world.visitor());
  const peer = await client.start();
  client.mark();
  archiveFault = new Error('disk full');
  const append = await peer.say('hello');
  const refused = await client.next('refused');
  expect(refused).toMatchObject({ code: 'busy', conversation: peer.conversation });
  expect(JSON.stringify(refused)).not.toContain('disk');
  expect(client.heard.slice(-1)).toEqual([refused]);
  archiveFault = undefined;
  peer.upload([append]);
  await peer.saved(append);
});

test('an account that is deactivated loses its sockets with 4403 and can no longer join', async () => {
  const adas = await world.account('ada', 'agent');
  const agent = await world.connect(adas);
  const ticket = world.ticketFor(adas);
  await world.database.updateTable('accounts').set({ active: 0 }).execute();
  await world.sessions.endAllOf(adas.account);
  expect(await agent.closed).toBe(closeCodes.signedOut.code);
  const late = await world.connectBare();
  late.send({ type: 'hello', version: 1, ticket });
  expect(await late.closed).toBe(closeCodes.signedOut.code);
});

test('a line on which nothing is heard is closed with 4408', async () => {
  const client = await world.connectBare({ autoPong: false });
  client.send({ type: 'hello', version: 1, ticket: world.ticketFor(client.whom) });
  await client.next('welcome');
  // The first beat still counts what was heard before it.
  for (let beats = 0; beats < 3; beats += 1) world.clock.advance(15_000);
  expect(await client.closed).toBe(closeCodes.silent.code);
});

test('a server that stops tells everybody when to come back', async () => {
  const client = await world.connect(await world.visitor());
  const told = world.server.drain(2_000);
  expect((await client.next('draining')).retryAfterMs).toBeGreaterThanOrEqual(2_000);
  await expect(world.connectBare()).rejects.toThrow('503');
  await told;
  await world.server.close();
  expect(await client.closed).toBe(closeCodes.serviceRestart.code);
  expect(world.server.counts()).toEqual({ sessions: 0, joined: 0 });
});

test('[V-86] [W3] what had come before a server stops is archived and answered; what comes later is not taken', async () => {
  const client = await world.connect(await world.visitor());
  const peer = await client.start();
  // More than may be written at once: the last of them wait for their turn.
  const texts = Array.from({ length: 60 }, (_, i) => `line ${i}`);
  const appends = [];
  for (const text of texts) appends.push(await peer.say(text));
  await client.settled();
  const drained = world.server.drain(500);
  const late = await peer.say('too late');
  await drained;
  for (const append of appends) await peer.saved(append);
  await world.server.close();
  expect(await client.closed).toBe(closeCodes.serviceRestart.code);
  await expect(peer.saved(late)).rejects.toThrow('Closed with 1012');
});

test('[U1] a department that takes no support is raised nothing to; what is there goes on', async () => {
  const client = await world.connect(await world.visitor());
  const before = await client.start();
  await world.database.updateTable('departments').set({ kinds: '["departments"]' }).execute();
  await expect(client.start()).rejects.toThrow('not-found');
  const again = await client.start({ conversation: before.conversation });
  expect(again.joined.you).toEqual(before.joined.you);
});
