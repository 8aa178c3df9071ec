import { expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import { createOutbound, type OutboundSocket, type UnsentBytes } from './outbound.ts';

function open(socket: OutboundSocket, onSlow = () => {}, unsent: UnsentBytes = { total: 0 }) {
  const clock = createManualClock();
  return { clock, unsent, outbound: createOutbound(socket, { clock, unsent, onSlow }) };
}

function createSocket() {
  const sent: { data: string | Uint8Array; done: () => void }[] = [];
  const socket = {
    readyState: 1,
    OPEN: 1,
    bufferedAmount: 0,
    send: (data: string | Uint8Array, done: () => void) => void sent.push({ data, done }),
  } satisfies OutboundSocket;
  return { socket, sent };
}

test('[W8] a peer that does not read is noticed beyond a mebibyte, and not before', () => {
  const { socket } = createSocket();
  let slow = 0;
  const { outbound } = open(socket, () => {
    slow += 1;
  });
  socket.bufferedAmount = 1024 * 1024;
  outbound.send({ type: 'pong' });
  expect(slow).toBe(0);
  socket.bufferedAmount += 1;
  outbound.send({ type: 'pong' });
  void outbound.sendFrame(new Uint8Array(4));
  expect(slow).toBe(2);
});

test('a frame counts as sent when the network took it', async () => {
  const { socket, sent } = createSocket();
  const { outbound } = open(socket);
  let isDone = false;
  const frame = outbound.sendFrame(new Uint8Array([1])).then(() => {
    isDone = true;
  });
  await Promise.resolve();
  expect(isDone).toBe(false);
  sent[0]?.done();
  await frame;
  expect(isDone).toBe(true);
});

test('nothing is sent to a socket that is gone', async () => {
  const { socket, sent } = createSocket();
  socket.readyState = 3;
  const { outbound } = open(socket);
  outbound.send({ type: 'pong' });
  await outbound.sendFrame(new Uint8Array([1]));
  expect(sent).toEqual([]);
});

test('[W8] a peer of whose data the network takes nothing for half a minute is noticed', () => {
  const { socket, sent } = createSocket();
  let slow = 0;
  const { clock, outbound } = open(socket, () => {
    slow += 1;
  });
  socket.bufferedAmount = 100;
  outbound.send({ type: 'pong' });
  outbound.send({ type: 'pong' });
  clock.advance(29_000);
  sent[0]?.done();
  clock.advance(1_000);
  expect(slow).toBe(0);
  clock.advance(30_000);
  expect(slow).toBe(1);
});

test('[W8] all that waits together has a bound: whoever holds much of it is let go, others are not', () => {
  const unsent = { total: 0 };
  const slow: string[] = [];
  const peers = ['much', 'little'].map((name) => {
    const { socket } = createSocket();
    return { name, socket, ...open(socket, () => void slow.push(name), unsent) };
  });
  unsent.total = 256 * 1024 * 1024;
  for (const { name, socket, outbound } of peers) {
    socket.bufferedAmount = name === 'much' ? 64 * 1024 + 1 : 64 * 1024;
    outbound.send({ type: 'pong' });
  }
  expect(slow).toEqual(['much']);
  for (const { outbound } of peers) outbound.close();
  expect(unsent.total).toBe(256 * 1024 * 1024);
});

test('it says when nothing waits any more', async () => {
  const { socket, sent } = createSocket();
  const { outbound } = open(socket);
  await outbound.flushed();
  outbound.send({ type: 'pong' });
  let isFlushed = false;
  const flushed = outbound.flushed().then(() => {
    isFlushed = true;
  });
  await Promise.resolve();
  expect(isFlushed).toBe(false);
  sent[0]?.done();
  await flushed;
});
