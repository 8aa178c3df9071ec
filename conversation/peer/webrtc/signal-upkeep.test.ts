import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { keepUp, type SignaledRoom, type StockSignaling } from './signal-upkeep.ts';

const topic = 'AAAAAAAAAAAAAAAAAAAAAA';
const alias = 'aaaaaaaa-1';
const answerWithinMs = 3_000;

interface Socket {
  isClosed: boolean;
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  onerror: unknown;
  close(): void;
}

/** y-webrtc's connection, with sockets that do only what the test says. */
function newSignaling() {
  const clock = createManualClock(1_800_000_000_000);
  const sockets: Socket[] = [];
  const said: unknown[] = [];
  const heard: unknown[] = [];
  const listeners = new Set<(...args: unknown[]) => void>([(message) => heard.push(message)]);
  const signaling: StockSignaling = {
    ws: null,
    connected: false,
    connecting: false,
    lastMessageReceived: 0,
    _observers: new Map([['message', listeners]]),
    on: (_name, listener) => listeners.add(listener as (...args: unknown[]) => void),
    off: (_name, listener) => void listeners.delete(listener as (...args: unknown[]) => void),
    send: (message) => said.push(message),
    connect() {
      if (signaling.ws !== null) return;
      const socket: Socket = {
        isClosed: false,
        onopen: 'stock',
        onmessage: 'stock',
        onclose: 'stock',
        onerror: 'stock',
        close: () => (socket.isClosed = true),
      };
      sockets.push(socket);
      signaling.ws = socket;
      signaling.connecting = true;
    },
  };
  const room: SignaledRoom = {
    connections: () => new Map(),
    onFault: (error) => expect.fail(String(error)),
  };
  const upkeep = keepUp(signaling);
  const opens = () => {
    signaling.connecting = false;
    signaling.connected = true;
  };
  const hears = (message: unknown) => {
    signaling.lastMessageReceived = clock.now();
    for (const listener of listeners) listener(message);
  };
  const advance = (ms: number) => clock.advance(ms, () => Promise.resolve());
  return { clock, signaling, sockets, said, heard, room, upkeep, opens, hears, advance };
}

/** With a room and an open socket. */
function connected() {
  const it = newSignaling();
  it.upkeep.rooms.set(topic, it.room);
  it.signaling.connect();
  it.opens();
  return it;
}

test('[W3] a socket that does not answer in time is replaced, and says nothing more', async () => {
  const { clock, signaling, sockets, said, upkeep, advance } = connected();
  upkeep.wake(clock);
  expect(said).toEqual([{ type: 'ping' }]);
  await advance(answerWithinMs - 1);
  expect(sockets).toHaveLength(1);
  await advance(1);
  expect(sockets).toHaveLength(2);
  const [dead, fresh] = sockets;
  expect(dead).toMatchObject({ isClosed: true, onopen: null, onmessage: null, onclose: null });
  expect(signaling.ws).toBe(fresh);
  expect({ connected: signaling.connected, connecting: signaling.connecting }).toEqual({
    connected: false,
    connecting: true,
  });
  // A late failure of the dead one is nobody's.
  expect((dead!.onerror as () => unknown)()).toBeUndefined();
  expect(clock.waiting()).toBe(0);
});

test('a socket that answers anything stays', async () => {
  const { clock, sockets, upkeep, hears, advance } = connected();
  upkeep.wake(clock);
  await advance(1_000);
  hears({ type: 'pong' });
  await advance(10_000);
  expect(sockets).toHaveLength(1);
  expect(sockets[0]?.isClosed).toBe(false);
});

test('[W8] waking often asks once, and again only after the answer was due', async () => {
  const { clock, said, upkeep, hears, advance } = connected();
  for (let i = 0; i < 5; i += 1) upkeep.wake(clock);
  expect(said).toHaveLength(1);
  hears({ type: 'pong' });
  await advance(answerWithinMs);
  upkeep.wake(clock);
  expect(said).toHaveLength(2);
});

test('without a connection waking connects at once, but only for a room', () => {
  const { clock, sockets, said, room, upkeep } = newSignaling();
  upkeep.wake(clock);
  expect(sockets).toHaveLength(0);
  upkeep.rooms.set(topic, room);
  upkeep.wake(clock);
  expect(sockets).toHaveLength(1);
  expect(said).toEqual([]);
});

test('a silent socket that no room needs any more is left to y-webrtc', async () => {
  const { clock, sockets, upkeep, advance } = connected();
  upkeep.wake(clock);
  upkeep.rooms.delete(topic);
  await advance(answerWithinMs);
  expect(sockets).toHaveLength(1);
});

test('nothing is said on a socket that is being replaced', async () => {
  const { clock, signaling, said, upkeep, opens, advance } = connected();
  upkeep.wake(clock);
  await advance(answerWithinMs);
  signaling.send({ type: 'publish' });
  expect(said).toEqual([{ type: 'ping' }]);
  opens();
  signaling.send({ type: 'subscribe' });
  expect(said).toHaveLength(2);
});

test('[W9] only what fits the room reaches y-webrtc', () => {
  const { heard, hears } = connected();
  const publish = (data: unknown, to = topic) => hears({ type: 'publish', topic: to, data });
  publish({ type: 'announce', from: alias }, 'BBBBBBBBBBBBBBBBBBBBBB');
  publish({ type: 'announce' });
  publish({ type: 'signal', from: alias, to: alias, signal: { type: 'answer', sdp: 'v=0' } });
  hears('publish');
  expect(heard).toEqual([]);
  publish({ type: 'announce', from: alias });
  expect(heard).toHaveLength(1);
});

test('a connection has one upkeep, however often it is asked for', () => {
  const { signaling, upkeep } = newSignaling();
  expect(keepUp(signaling)).toBe(upkeep);
});
