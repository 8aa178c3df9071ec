import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { ChannelClosed, createOutbox } from './outbox.ts';
import type { RawChannel } from './wrtc.ts';

const mebibyte = 1024 * 1024;

function newOutbox() {
  const clock = createManualClock(0);
  const faults: unknown[] = [];
  const counts = { sent: 0, drained: 0 };
  const state = { bufferedAmount: 0, isClosed: false };
  const channel = {
    get bufferedAmount() {
      return state.bufferedAmount;
    },
    bufferedAmountLowThreshold: 0,
    onbufferedamountlow: null as (() => void) | null,
    send({ length }: Uint8Array) {
      if (state.isClosed) throw new Error('InvalidStateError');
      counts.sent += 1;
      state.bufferedAmount += length;
    },
  };
  const outbox = createOutbox({
    channel: channel as unknown as RawChannel,
    clock,
    onDrained: () => (counts.drained += 1),
    onFault: (error) => faults.push(error),
  });
  return { outbox, channel, clock, counts, state, faults };
}

test('[W8] what is beyond four mebibytes is refused whole, and whoever waits is told when there is room', () => {
  const { outbox, channel, counts, state } = newOutbox();
  const piece = new Uint8Array(mebibyte);
  expect(outbox.send([piece])).toBe(true);
  for (let i = 0; i < 4; i += 1) expect(outbox.send([piece])).toBe(true);
  expect(outbox.send([piece])).toBe(false);
  expect(counts).toEqual({ sent: 1, drained: 0 });

  for (let i = 0; i < 4; i += 1) {
    state.bufferedAmount = 0;
    channel.onbufferedamountlow?.();
  }
  expect(counts).toEqual({ sent: 5, drained: 1 });
});

test('a channel that does not say that it has room is asked again after a while', async () => {
  const { outbox, clock, counts, state } = newOutbox();
  const piece = new Uint8Array(mebibyte);
  outbox.send([piece, piece]);
  state.bufferedAmount = 0;
  await clock.advance(250, () => Promise.resolve());
  expect(counts.sent).toBe(2);
  outbox.close();
  expect(clock.waiting()).toBe(0);
});

test('a channel that takes no more says so as a closed one', () => {
  const { outbox, state } = newOutbox();
  state.isClosed = true;
  expect(() => outbox.sendNow(new Uint8Array(1))).toThrow(ChannelClosed);
});
