import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { linkLimits } from './link-limits.ts';
import { createOutbound } from './outbound.ts';
import { writeStockState } from './stock-messages.ts';

/** What y-webrtc sends when the awareness changed, or when it says it again. */
const awareness = new Uint8Array([1, 0]);

function outbound() {
  const clock = createManualClock(1_800_000_000_000);
  const said: (boolean | string)[] = [];
  let typing = false;
  const take = createOutbound({
    clock,
    exchange: () => ({
      sendState: () => said.push('state'),
      sendUpdate: (update) => said.push(`update of ${update.length}`),
    }),
    typing: () => typing,
    send: (frame) => said.push(frame.typing),
  });
  const type = (next: boolean) => {
    typing = next;
    take(awareness);
  };
  const advance = (ms: number) => clock.advance(ms, () => Promise.resolve());
  return { take, type, said, advance };
}

test('a state and an update of y-webrtc go to the exchange', () => {
  const { take, said } = outbound();
  take(writeStockState(new Uint8Array([0])));
  take(new Uint8Array([0, 2, 3, 7, 7, 7]));
  take(new Uint8Array());
  expect(said).toEqual(['state', 'update of 3']);
});

test('typing is said when it changes, and again before the other side forgets it; not typing once', async () => {
  const { type, said, advance } = outbound();
  type(false);
  expect(said).toEqual([]);
  type(true);
  type(true);
  expect(said).toEqual([true]);
  await advance(linkLimits.typingRenewMs + 1);
  type(true);
  expect(said).toEqual([true, true]);
  type(false);
  await advance(linkLimits.typingRenewMs + 1);
  type(false);
  expect(said).toEqual([true, true, false]);
});

test('a message that y-webrtc 10 does not send is a fault', () => {
  const { take } = outbound();
  expect(() => take(new Uint8Array([4, 0]))).toThrow('y-webrtc sent a message of type 4.');
});
