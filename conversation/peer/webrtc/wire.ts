/** The data channel of one link: frames go out, messages come in, and it opens and closes once. */
import type { Clock } from '../clock.ts';
import { writeFrame, type Frame } from './frames.ts';
import { createOutbox } from './outbox.ts';
import type { RawChannel } from './wrtc.ts';

export interface WireOptions {
  readonly channel: RawChannel;
  readonly clock: Clock;
  readonly onOpen: () => void;
  readonly onMessage: (data: unknown) => void;
  /** The other side, or the network, closed it. */
  readonly onClosed: () => void;
  /** There is room again, after `send` had to refuse or to wait. */
  readonly onDrained: () => void;
  readonly onFault: (error: unknown) => void;
}

export interface Wire {
  /** Calls back from here on; at once where the channel is open already. */
  listen(): void;
  /** @returns false, and sends nothing, where the outbox is full. @throws ChannelClosed */
  send(frame: Frame): boolean;
  /** For what must not wait behind a long history. @throws ChannelClosed */
  sendNow(frame: Frame): void;
  /** Closes the channel; nothing is called from here on. */
  close(): void;
}

export function createWire(options: WireOptions): Wire {
  const { channel, onClosed } = options;
  const outbox = createOutbox(options);
  let isOpen = false;

  function open(): void {
    // Some stacks say it again to whoever was handed an open channel.
    if (isOpen) return;
    isOpen = true;
    options.onOpen();
  }

  return {
    listen() {
      channel.binaryType = 'arraybuffer';
      channel.onmessage = ({ data }) => options.onMessage(data);
      channel.onclose = channel.onerror = () => onClosed();
      channel.onopen = open;
      if (channel.readyState === 'open') open();
    },
    send: (frame) => outbox.send(writeFrame(frame)),
    sendNow(frame) {
      for (const message of writeFrame(frame)) outbox.sendNow(message);
    },
    close() {
      outbox.close();
      channel.onopen = channel.onclose = channel.onerror = null;
      channel.onmessage = channel.onbufferedamountlow = null;
      channel.close();
    },
  };
}
