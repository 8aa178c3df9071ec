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

test.each([
  'libdatachannel error while sending data channel message: DataChannel is closed',
  'libdatachannel error while sending data channel message: Sending failed, errno=2',
  'libdatachannel error while sending data channel message: Sending failed, errno=104',
])('the library knows that a channel is gone before the channel says so: %s', (message) => {
  const { channel, sent } = failingAt(1, message);
  sendOn(channel, ['a', 'b', 'c']);
  expect(sent).toEqual(['a']);
});

test.each(['Message size exceeds limit', 'Sending failed, errno=22'])(
  'whatever else fails is told: %s',
  (message) => {
    const { channel } = failingAt(0, message);
    expect(() => sendOn(channel, ['a'])).toThrow(message);
  },
);
