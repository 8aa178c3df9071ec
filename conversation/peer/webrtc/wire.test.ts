import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { createWire } from './wire.ts';
import type { RawChannel } from './wrtc.ts';

const event = undefined as never;

function wired(readyState: string) {
  const told: string[] = [];
  const channel = {
    readyState,
    bufferedAmount: 0,
    send: (data: Uint8Array) => told.push(`sent ${data.join(' ')}`),
    close: () => told.push('closed the channel'),
  } as unknown as RawChannel;
  const wire = createWire({
    channel,
    clock: createManualClock(1_800_000_000_000),
    onOpen: () => told.push('open'),
    onMessage: (data) => told.push(`came ${String(data)}`),
    onClosed: () => told.push('closed'),
    onDrained: () => told.push('drained'),
    onFault: (error) => told.push(`fault: ${String(error)}`),
  });
  return { told, channel, wire };
}

test('a channel that is open when it is handed over is open once, also where the stack says it again', () => {
  const { told, channel, wire } = wired('open');
  wire.listen();
  channel.onopen?.(event);
  expect(told).toEqual(['open']);
});

test('frames go out as bytes, and what comes is handed on as it is', () => {
  const { told, channel, wire } = wired('connecting');
  wire.listen();
  channel.onopen?.(event);
  expect(wire.send({ kind: 'ask' })).toBe(true);
  wire.sendNow({ kind: 'typing', typing: true });
  channel.onmessage?.({ data: 'anything' });
  expect(told).toEqual(['open', 'sent 6', 'sent 7 1', 'came anything']);
});

test('after it is closed the channel has nobody to call', () => {
  const { told, channel, wire } = wired('open');
  wire.listen();
  channel.onclose?.(event);
  channel.onerror?.(event);
  wire.close();
  expect(told).toEqual(['open', 'closed', 'closed', 'closed the channel']);
  const { onopen, onclose, onerror, onmessage, onbufferedamountlow } = channel;
  expect([onopen, onclose, onerror, onmessage, onbufferedamountlow]).toEqual(
    Array.from({ length: 5 }, () => null),
  );
});
