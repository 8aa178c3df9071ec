import { expect, test } from 'vitest';
import { createOutbound, type OutboundSocket } from './outbound.ts';

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
  const outbound = createOutbound(socket, () => {
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
  const outbound = createOutbound(socket, () => undefined);
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
  const outbound = createOutbound(socket, () => undefined);
  outbound.send({ type: 'pong' });
  await outbound.sendFrame(new Uint8Array([1]));
  expect(sent).toEqual([]);
});
