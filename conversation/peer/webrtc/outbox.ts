/** What waits to be sent on one channel. SCTP closes or throws when too much is buffered, so the rest waits here. */
import type { Clock } from '../clock.ts';
import type { RawChannel } from './wrtc.ts';

/** Enough to keep a fast path busy for a round trip, far below the 16 MiB at which Chromium gives up. */
const highWaterBytes = 256 * 1024;
const lowWaterBytes = 64 * 1024;
/** What a reader that is too slow may cost us; beyond it the other side is asked what it still lacks. */
const queueBytes = 4 * 1024 * 1024;
/** The `bufferedamountlow` event is lost on some stacks when it falls together with a state change. */
const fallbackMs = 250;

/** The channel took no more: it is closing, whatever it says of itself. Its link ends; that is no fault of ours. */
export class ChannelClosed extends Error {}

export interface Outbox {
  /** @returns false, and sends nothing, where the queue is full. @throws ChannelClosed */
  send(messages: readonly Uint8Array<ArrayBuffer>[]): boolean;
  /** For what must not wait behind a long history: pings and typing. */
  sendNow(message: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface OutboxOptions {
  readonly channel: RawChannel;
  readonly clock: Clock;
  /** Called when the queue has become empty again after it had to wait. */
  readonly onDrained: () => void;
  /** What the channel threw outside of a call of ours. */
  readonly onFault: (error: unknown) => void;
}

export function createOutbox({ channel, clock, onDrained, onFault }: OutboxOptions): Outbox {
  let queue: Uint8Array<ArrayBuffer>[] = [];
  let queued = 0;
  let stopWaiting: (() => void) | undefined;

  function push(message: Uint8Array<ArrayBuffer>): void {
    try {
      channel.send(message);
    } catch (cause) {
      throw new ChannelClosed('The data channel took no more.', { cause });
    }
  }

  function pump(): void {
    let sent = 0;
    for (const message of queue) {
      if (channel.bufferedAmount >= highWaterBytes) break;
      push(message);
      queued -= message.length;
      sent += 1;
    }
    if (sent > 0) queue = queue.slice(sent);
  }

  function goOn(): void {
    stopWaiting?.();
    stopWaiting = undefined;
    try {
      pump();
      if (queue.length > 0) wait();
      else onDrained();
    } catch (error) {
      onFault(error);
    }
  }

  function wait(): void {
    stopWaiting ??= clock.after(fallbackMs, goOn);
  }

  channel.bufferedAmountLowThreshold = lowWaterBytes;
  channel.onbufferedamountlow = () => {
    if (stopWaiting !== undefined) goOn();
  };

  return {
    send(messages) {
      const length = messages.reduce((sum, message) => sum + message.length, 0);
      if (queued > 0 && queued + length > queueBytes) return false;
      queue.push(...messages);
      queued += length;
      if (stopWaiting === undefined) pump();
      if (queue.length > 0) wait();
      return true;
    },
    sendNow(message) {
      push(message);
    },
    close() {
      stopWaiting?.();
      stopWaiting = undefined;
      queue = [];
      queued = 0;
    },
  };
}
