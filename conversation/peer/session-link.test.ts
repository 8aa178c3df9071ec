import { expect, test } from 'vitest';
import type { ConversationId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import type { FromServer, ToServer } from '../protocol/session.ts';
import type { SessionState } from './api.ts';
import { createManualClock } from './clock.fixture.ts';
import { createSessionLink, type SocketLike, type TicketRefusal } from './session-link.ts';

const welcome = {
  type: 'welcome',
  version: 1,
  now: 0,
  you: { kind: 'visitor', name: 'Ana' },
  installationKey: 'AAAA',
  conversations: [],
  available: false,
};

const typing = {
  type: 'typing',
  conversation: 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId,
  typing: true,
} as const;

interface FakeSocket extends SocketLike {
  bufferedAmount: number;
  readonly sent: (ToServer | Uint8Array)[];
  isClosed: boolean;
  emit(type: 'open' | 'message' | 'close', event?: unknown): void;
}

function newSocket(): FakeSocket {
  const listeners = new Map<string, ((event: never) => void)[]>();
  const sent: (ToServer | Uint8Array)[] = [];
  return {
    bufferedAmount: 0,
    sent,
    isClosed: false,
    send: (data) => sent.push(typeof data === 'string' ? JSON.parse(data) : data),
    close() {
      this.isClosed = true;
    },
    addEventListener: (type: string, listener: (event: never) => void) => {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
    emit: (type, event = {}) => {
      for (const listener of listeners.get(type) ?? []) listener(event as never);
    },
  };
}

function setUp(
  ticket: () => Result<string, TicketRefusal> = () => accept('a ticket'),
  ready?: Promise<void>,
) {
  const clock = createManualClock(0);
  const sockets: FakeSocket[] = [];
  const states: SessionState[] = [];
  const messages: FromServer[] = [];
  const entries: Uint8Array[] = [];
  let ignored = 0;
  const link = createSessionLink({
    url: 'ws://test/session',
    ticket: () => Promise.resolve(ticket()),
    ...(ready && { ready }),
    openSocket: () => {
      const socket = newSocket();
      sockets.push(socket);
      return socket;
    },
    clock,
    random: () => 0,
    onMessage: (message) => messages.push(message),
    onEntries: (_conversation, update) => entries.push(update),
    onState: (state) => states.push(state),
    onIgnored: () => (ignored += 1),
  });
  const settle = async () => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };
  const say = (message: unknown) =>
    sockets.at(-1)!.emit('message', {
      data: typeof message === 'string' ? message : JSON.stringify(message),
    });
  return {
    link,
    clock,
    sockets,
    states,
    messages,
    entries,
    ignored: () => ignored,
    settle,
    say,
    advance: (ms: number) => clock.advance(ms, settle),
    async online() {
      await settle();
      sockets.at(-1)!.emit('open');
      say(welcome);
    },
  };
}

test('it says hello with the ticket and is online with the welcome, not before', async () => {
  const world = setUp();
  await world.settle();
  expect(world.link.send({ type: 'available', available: true })).toBe(false);
  await world.online();
  expect(world.sockets[0]!.sent).toEqual([{ type: 'hello', version: 1, ticket: 'a ticket' }]);
  expect(world.link.state()).toMatchObject({ state: 'online', you: { name: 'Ana' } });
  expect(world.link.send({ type: 'available', available: true })).toBe(true);
});

test('the first socket opens while the ticket is asked for and the store is read; hello waits for both', async () => {
  let isRead = (): void => undefined;
  const world = setUp(undefined, new Promise((resolve) => (isRead = resolve)));
  const [socket] = world.sockets;
  socket!.emit('open');
  await world.settle();
  expect(socket!.sent).toEqual([]);
  isRead();
  await world.settle();
  expect(socket!.sent).toEqual([{ type: 'hello', version: 1, ticket: 'a ticket' }]);
  expect(world.sockets).toHaveLength(1);
});

test('whoever comes back after a loss takes no socket before they have a ticket', async () => {
  let isAway = false;
  const world = setUp(() =>
    isAway ? refuse({ ended: false, message: 'Away.' }) : accept('a ticket'),
  );
  await world.online();
  isAway = true;
  world.sockets[0]!.emit('close', { code: 1012 });
  await world.advance(60_000);
  expect(world.sockets).toHaveLength(1);
});

test('[W9] what is not of the protocol is counted and changes nothing', async () => {
  const world = setUp();
  await world.online();
  for (const garbage of ['', '{', 'null', '[]', '{"type":"become-admin"}', '{"type":"saved"}']) {
    world.say(garbage);
  }
  world.say(welcome);
  const socket = world.sockets[0]!;
  socket.emit('message', { data: new Uint8Array([1, 2]).buffer });
  socket.emit('message', { data: new Uint8Array(40).buffer });
  socket.emit('message', { data: { toString: () => 'x' } });
  expect(world.ignored()).toBe(10);
  expect(world.messages.map(({ type }) => type)).toEqual(['welcome']);
  expect(world.entries).toEqual([]);
  expect(world.link.state().state).toBe('online');
});

test('after a loss it comes back with growing waits and with a new ticket', async () => {
  let asked = 0;
  const world = setUp(() => accept(`ticket ${(asked += 1)}`));
  await world.online();
  world.sockets[0]!.emit('close', { code: 1006 });
  expect(world.link.state()).toEqual({ state: 'offline', retryAt: 500 });
  await world.advance(499);
  expect(world.sockets).toHaveLength(1);
  await world.advance(1);
  expect(world.sockets).toHaveLength(2);
  expect(asked).toBe(2);
});

test('a wake does not wait for the time', async () => {
  const world = setUp();
  await world.online();
  world.sockets[0]!.emit('close', { code: 1006 });
  world.link.wake();
  await world.online();
  expect(world.link.state().state).toBe('online');
  expect(world.sockets).toHaveLength(2);
});

test('a server that drains says when to come back', async () => {
  const world = setUp();
  await world.online();
  world.say({ type: 'draining', retryAfterMs: 7000 });
  world.sockets[0]!.emit('close', { code: 1012 });
  expect(world.link.state()).toEqual({ state: 'offline', retryAt: 7000 });
});

test('a server that said it restarts is looked for in short intervals until it is back', async () => {
  let isAway = false;
  const world = setUp(() =>
    isAway ? refuse({ ended: false, message: 'Away.' }) : accept('a ticket'),
  );
  await world.online();
  world.say({ type: 'draining', retryAfterMs: 0 });
  isAway = true;
  world.sockets[0]!.emit('close', { code: 1012 });
  for (let at = 500; at <= 8000; at += 500) {
    expect(world.link.state()).toEqual({ state: 'offline', retryAt: at });
    await world.advance(500);
  }
  isAway = false;
  await world.advance(500);
  await world.online();
  expect(world.link.state().state).toBe('online');

  // The next loss is one like any other.
  world.sockets.at(-1)!.emit('close', { code: 1006 });
  expect(world.link.state()).toEqual({ state: 'offline', retryAt: 9000 });
});

test('a server that has fallen silent is left', async () => {
  const world = setUp();
  await world.online();
  await world.advance(20_000);
  expect(world.sockets[0]!.sent.at(-1)).toEqual({ type: 'ping' });
  world.say({ type: 'pong' });
  await world.advance(40_000);
  expect(world.link.state().state).toBe('online');
  await world.advance(20_500);
  expect(world.sockets[0]!.isClosed).toBe(true);
  expect(world.sockets).toHaveLength(2);
});

test('after a wake a session that does not answer is left within seconds', async () => {
  const world = setUp();
  await world.online();
  world.link.wake();
  await world.advance(3_999);
  expect(world.link.state().state).toBe('online');
  await world.advance(1);
  expect(world.link.state().state).toBe('offline');
});

test('[W3] a session whose network went away without a word is left seconds after something was said', async () => {
  const world = setUp();
  await world.online();
  await world.advance(1_000);
  world.link.send(typing);
  await world.advance(5_999);
  expect(world.sockets[0]!.sent.at(-1)).toEqual(typing);
  await world.advance(1);
  expect(world.sockets[0]!.sent.at(-1)).toEqual({ type: 'ping' });
  await world.advance(3_999);
  expect(world.link.state().state).toBe('online');
  await world.advance(1);
  expect(world.link.state().state).toBe('offline');
  world.link.close();
  expect(world.clock.waiting()).toBe(0);
});

test('a session that says anything within that time stays', async () => {
  const world = setUp();
  await world.online();
  for (let turn = 0; turn < 10; turn += 1) {
    world.link.send(typing);
    await world.advance(5_000);
    world.say({ type: 'pong' });
  }
  expect(world.sockets).toHaveLength(1);
  expect(world.link.state().state).toBe('online');
});

test('an upload that is still on its way into a slow network is waited for', async () => {
  const world = setUp();
  await world.online();
  world.sockets[0]!.bufferedAmount = 60_000;
  world.link.sendEntries('AAAAAAAAAAAAAAAAAAAAAA' as never, new Uint8Array(3));
  await world.advance(15_000);
  expect(world.link.state().state).toBe('online');
});

test('a connection that is never welcomed is given up', async () => {
  const world = setUp();
  await world.settle();
  world.sockets[0]!.emit('open');
  await world.advance(15_000);
  expect(world.link.state().state).toBe('offline');
});

test('whoever is signed out, or out of date, does not come back', async () => {
  const noTicket = setUp(() => refuse({ ended: true, message: 'Signed out.' }));
  await noTicket.settle();
  expect(noTicket.link.state()).toEqual({
    state: 'ended',
    code: 'not-allowed',
    message: 'Signed out.',
  });
  const closed = setUp();
  await closed.online();
  closed.sockets[0]!.emit('close', { code: 4403 });
  expect(closed.link.state()).toMatchObject({ state: 'ended', code: 'not-allowed' });
  const old = setUp();
  await old.settle();
  old.say({ type: 'refused', code: 'wrong-version', message: 'Load the page again.' });
  expect(old.link.state()).toMatchObject({ state: 'ended', code: 'wrong-version' });
  for (const world of [noTicket, closed, old]) {
    const opened = world.sockets.length;
    world.link.wake();
    await world.advance(600_000);
    expect(world.sockets).toHaveLength(opened);
    expect(world.clock.waiting()).toBe(0);
  }
});

test('a ticket that cannot be had now is asked for again', async () => {
  let isAway = true;
  const world = setUp(() =>
    isAway ? refuse({ ended: false, message: 'Away.' }) : accept('a ticket'),
  );
  await world.settle();
  expect(world.link.state().state).toBe('offline');
  isAway = false;
  await world.advance(500);
  expect(world.sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

test('[W8] entries are held back while the socket is full', async () => {
  const world = setUp();
  await world.online();
  const conversation = 'AAAAAAAAAAAAAAAAAAAAAA' as never;
  expect(world.link.sendEntries(conversation, new Uint8Array(3))).toBe(true);
  world.sockets[0]!.bufferedAmount = 2 * 1024 * 1024;
  expect(world.link.sendEntries(conversation, new Uint8Array(3))).toBe(false);
  world.link.close();
  expect(world.sockets[0]!.isClosed).toBe(true);
  expect(world.clock.waiting()).toBe(0);
});

test('what an abandoned connection still says is not heard', async () => {
  const world = setUp();
  await world.online();
  const old = world.sockets[0]!;
  old.emit('close', { code: 1006 });
  await world.advance(500);
  old.emit('message', { data: JSON.stringify(welcome) });
  old.emit('close', { code: 4403 });
  expect(world.link.state().state).toBe('connecting');
});
