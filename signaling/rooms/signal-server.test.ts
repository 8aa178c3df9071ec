import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ConversationId, LogId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { createManualClock } from '../archive/archive.fixture.ts';
import { createSystemClock, type Clock } from '../clock.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { createSignalConnection, signalLimits, type SignalLimits } from './signal-connection.ts';
import { createSignalServer, type SignalServer } from './signal-server.ts';
import { topicFor } from './topic-for.ts';

const conversation = 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId;
const secret = new Uint8Array(32).fill(3);
const topicOf = (log: number) => topicFor(secret, conversation, log as LogId);

let rooms: Rooms;
let server: SignalServer;
let http: Server;
let url: string;
const refused: string[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  refused.length = 0;
  rooms = createRooms({ clock: createSystemClock(), random: () => 0.5 });
  server = createSignalServer({
    rooms,
    clock: createSystemClock(),
    isAllowedOrigin: (origin) => origin !== 'https://evil.example',
    onRefused: (name) => refused.push(name),
    onFault: (error) => faults.push(error),
  });
  http = createServer();
  http.on('upgrade', (request, socket, head) => server.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/signal`;
});

afterEach(async () => {
  await server.close();
  rooms.close();
  await new Promise((resolve) => http.close(resolve));
  expect(faults).toEqual([]);
});

function enter(log: number, role: 'client' | 'agent'): void {
  rooms.enter({
    topic: topicOf(log),
    conversation,
    participant: `participant-${log}` as ParticipantId,
    log: log as LogId,
    role,
    policy: 'direct',
  });
}

interface TestSocket {
  readonly say: (message: unknown) => void;
  /** The next message that was not taken yet. */
  readonly next: () => Promise<unknown>;
  readonly closed: Promise<number>;
  readonly raw: WebSocket;
}

async function connect(): Promise<TestSocket> {
  const raw = new WebSocket(url);
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  raw.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const taker = waiting.shift();
    if (taker === undefined) messages.push(message);
    else taker(message);
  });
  raw.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => raw.on('close', resolve));
  await new Promise((resolve) => raw.once('open', resolve));
  return {
    raw,
    closed,
    say: (message) => raw.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () =>
      new Promise((resolve) => {
        if (messages.length > 0) resolve(messages.shift());
        else waiting.push(resolve);
      }),
  };
}

/** @throws where the server has no place. */
async function connectOnce(): Promise<void> {
  const raw = new WebSocket(url);
  await new Promise((resolve, reject) => {
    raw.once('open', resolve);
    raw.once('error', reject);
  });
}

const announce = (log: number) => ({
  type: 'publish',
  topic: topicOf(log),
  data: { type: 'announce', from: `peer-${log}-xxxx` },
});

test('two that subscribe and announce themselves are introduced: the client is told, by an alias', async () => {
  enter(1, 'client');
  enter(2, 'agent');
  const [client, agent] = [await connect(), await connect()];
  for (const [socket, log] of [
    [client, 1],
    [agent, 2],
  ] as const) {
    socket.say({ type: 'subscribe', topics: [topicOf(log)] });
    socket.say(announce(log));
  }
  const told = (await client.next()) as { topic: string; data: { type: string; from: string } };
  expect([told.topic, told.data.type]).toEqual([topicOf(1), 'announce']);
  expect(told.data.from).not.toContain('peer-2-xxxx');
});

test('[W8] one network holds so many sockets and no more', async () => {
  const small = createSignalServer({
    rooms,
    clock: createSystemClock(),
    sockets: { all: 10, perNetwork: 2 },
    onRefused: (name) => refused.push(name),
  });
  http.removeAllListeners('upgrade');
  http.on('upgrade', (request, socket, head) => small.handleUpgrade(request, socket, head));
  const [first] = [await connect(), await connect()];
  const third = new WebSocket(url);
  const problem = await new Promise<Error>((resolve) => third.once('error', resolve));
  expect(problem.message).toContain('503');
  expect(refused).toEqual(['limit']);
  first.raw.close();
  await first.closed;
  await vi.waitFor(() => connectOnce());
  await small.close();
});

test('[W8] a socket that takes part nowhere does not stay', async () => {
  const clock = createManualClock();
  const watched = createSignalServer({ rooms, clock, onRefused: (name) => refused.push(name) });
  http.removeAllListeners('upgrade');
  http.on('upgrade', (request, socket, head) => watched.handleUpgrade(request, socket, head));
  enter(1, 'client');
  const [member, stranger] = [await connect(), await connect()];
  member.say({ type: 'subscribe', topics: [topicOf(1)] });
  for (let beat = 0; beat < 2; beat += 1) {
    for (const each of [member, stranger]) {
      each.say({ type: 'ping' });
      expect(await each.next()).toEqual({ type: 'pong' });
    }
    clock.advance(25_000);
  }
  expect(await stranger.closed).toBe(4408);
  expect(member.raw.readyState).toBe(WebSocket.OPEN);
  await watched.close();
});

test('[V-64] [W17] what is no message is answered with an error, counted, and ends the socket when repeated', async () => {
  const socket = await connect();
  socket.say('this is not JSON');
  expect(await socket.next()).toEqual({
    type: 'error',
    code: 'malformed',
    message: 'A message was malformed.',
  });
  for (const bad of ['[]', '{"type":"publish"}', '{"type":"subscribe","topics":["short"]}', '{}']) {
    socket.say(bad);
  }
  expect(await socket.closed).toBe(4400);
  expect(refused.filter((name) => name === 'malformed').length).toBe(5);
});

test('[V-63] [W17] a topic that nobody was given, or that is held by another socket, gives nothing', async () => {
  const [stranger, owner] = [await connect(), await connect()];
  stranger.say({ type: 'subscribe', topics: [topicOf(1)] });
  expect(await stranger.next()).toMatchObject({ code: 'unknown-topic' });
  enter(1, 'client');
  owner.say({ type: 'subscribe', topics: [topicOf(1)] });
  owner.say({ type: 'ping' });
  expect(await owner.next()).toEqual({ type: 'pong' });
  stranger.say(announce(1));
  expect(await stranger.next()).toMatchObject({ code: 'not-subscribed' });
});

test('a topic is forgotten when its peer leaves', async () => {
  enter(1, 'client');
  const socket = await connect();
  socket.say({ type: 'subscribe', topics: [topicOf(1)] });
  socket.say({ type: 'ping' });
  await socket.next();
  rooms.leave(topicOf(1));
  socket.say(announce(1));
  expect(await socket.next()).toMatchObject({ code: 'unknown-topic' });
});

test('a message above 64 KiB closes its socket and no other', async () => {
  const [flooder, other] = [await connect(), await connect()];
  flooder.say(JSON.stringify({ type: 'ping', filler: 'x'.repeat(70_000) }));
  expect(await flooder.closed).toBe(1009);
  other.say({ type: 'ping' });
  expect(await other.next()).toEqual({ type: 'pong' });
});

test('a page of another origin gets no socket', async () => {
  const raw = new WebSocket(url, { origin: 'https://evil.example' });
  const error = await new Promise<Error>((resolve) => raw.once('error', resolve));
  expect(error.message).toContain('403');
});

test('on closing, every socket is told that the server restarts', async () => {
  const socket = await connect();
  expect(server.connectionCount()).toBe(1);
  await server.close();
  expect(await socket.closed).toBe(1012);
  expect(server.connectionCount()).toBe(0);
});

function lone(limits: Partial<SignalLimits> = {}, bufferedAmount = 0) {
  const sent: string[] = [];
  const ends: (number | 'terminated')[] = [];
  let now = 0;
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const connection = createSignalConnection({
    rooms,
    clock,
    limits: { ...signalLimits, ...limits },
    onRefused: (name) => refused.push(name),
    socket: {
      bufferedAmount,
      send: (text) => void sent.push(text),
      close: (code) => void ends.push(code),
      terminate: () => void ends.push('terminated'),
    },
  });
  const pass = (ms: number) => void (now += ms);
  return { connection, sent, ends, pass };
}

test('[V-64] [W8] more messages than the limits allow are not handled; going on ends the socket', () => {
  const { connection, sent, ends, pass } = lone({ burst: 10, perSecond: 1 });
  for (let i = 0; i < 12; i += 1) connection.receive('{"type":"ping"}');
  expect(sent.filter((text) => text.includes('pong')).length).toBe(10);
  expect(sent.filter((text) => text.includes('flooding')).length).toBe(1);
  pass(5_000);
  connection.receive('{"type":"ping"}');
  expect(sent.filter((text) => text.includes('pong')).length).toBe(11);
  for (let i = 0; i < 40; i += 1) connection.receive('{"type":"ping"}');
  expect(ends).toEqual([4429]);
});

test('a console with hundreds of rooms may say more at once than one with one', () => {
  for (let log = 1; log <= 200; log += 1) enter(log, 'agent');
  const { connection, ends } = lone();
  const topics = Array.from({ length: 200 }, (_, i) => topicOf(i + 1));
  connection.receive(JSON.stringify({ type: 'subscribe', topics }));
  for (let i = 0; i < 30 * 200; i += 1) connection.receive(JSON.stringify(announce(1 + (i % 200))));
  expect(refused).toEqual([]);
  expect(ends).toEqual([]);
  connection.closed();
});

test('[W8] a reader that is too slow is hung up on', () => {
  const { connection, sent, ends } = lone({}, 2 * 1024 * 1024);
  connection.receive('{"type":"ping"}');
  expect(sent).toEqual([]);
  expect(ends).toEqual([4430, 'terminated']);
});

test('topics depend on secret, conversation and log, and stay the same', () => {
  expect(topicOf(1)).toBe(topicOf(1));
  expect(topicOf(1)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(topicOf(1)).not.toBe(topicOf(2));
  expect(topicFor(new Uint8Array(32), conversation, 1 as LogId)).not.toBe(topicOf(1));
  expect(() => topicFor(new Uint8Array(16), conversation, 1 as LogId)).toThrow('32 bytes');
});
