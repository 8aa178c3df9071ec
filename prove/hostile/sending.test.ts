import { expect, test } from 'vitest';
import { sendOn } from './sending.ts';

const failingAt = (nth: number, message: string) => {
  const sent: (Uint8Array | string)[] = [];
  const send = (data: Uint8Array | string) => {
    if (sent.length === nth) throw new Error(message);
    sent.push(data);
  };
  return { sent, channel: { readyState: 'open', send } };
};

test('the library knows that a channel is closed before the channel says so: the rest is not sent', () => {
  const closed = 'libdatachannel error while sending data channel message: DataChannel is closed';
  const { channel, sent } = failingAt(1, closed);
  sendOn(channel, ['a', 'b', 'c']);
  expect(sent).toEqual(['a']);
});

test('whatever else fails is told', () => {
  const { channel } = failingAt(0, 'Message size exceeds limit');
  expect(() => sendOn(channel, ['a'])).toThrow('exceeds');
});
