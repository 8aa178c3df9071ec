/**
 * Files over one link, on data channels of their own: the one we open to ask, and the one that the other side opened.
 * Beside the conversation's channel on the same connection, so that no message waits behind a file.
 */
import { createTokenBucket } from '../webrtc/token-bucket.ts';
import type { RawChannel, RawConnection } from '../webrtc/wrtc.ts';
import type { Clock } from '../clock.ts';
import { createAsking, type Asking } from './asking.ts';
import { readFileFrame, writeFileFrame, type FileFrame } from './file-frames.ts';
import { fileLimits } from './file-limits.ts';
import { createGiving } from './giving.ts';
import type { FileShelf, Taking, WantedFile } from './shared-file.ts';

/** By its label a channel is told from the conversation's. */
export const filesLabel = 'parley-files';

export interface LinkFilesOptions {
  readonly connection: Pick<RawConnection, 'createDataChannel'>;
  readonly clock: Clock;
  /** Left out: nothing is given here. */
  readonly shelf: FileShelf | undefined;
  /** The hello of the other side was checked. */
  isGreeted(): boolean;
  /** Something came over this link. */
  onHeard(): void;
  /** One strike. */
  onStrike(): void;
  /** Ends the link. */
  onFlood(): void;
  onFault(error: unknown): void;
}

export interface LinkFiles {
  /** Takes the channel that the other side opened; a second one is a strike. */
  accept(channel: RawChannel): void;
  take(wanted: WantedFile): Taking;
  close(): void;
}

export function createLinkFiles(options: LinkFilesOptions): LinkFiles {
  const { connection, clock, shelf } = options;
  let asking: { readonly side: Asking; close(): void } | undefined;
  let closeGiving: (() => void) | undefined;
  let isClosed = false;

  function openAsking(): NonNullable<typeof asking> {
    const channel = connection.createDataChannel(filesLabel, {
      ordered: true,
      // Where a browser knows it, the other channels of the connection go first.
      priority: 'very-low',
    });
    const early: FileFrame[] = [];
    let isOpen = false;
    const side = createAsking({
      clock,
      send(frame) {
        if (isOpen) sendOn(channel, frame);
        else early.push(frame);
      },
      onStrike: () => options.onStrike(),
    });
    const open = () => {
      if (isOpen) return;
      isOpen = true;
      for (const frame of early.splice(0)) sendOn(channel, frame);
    };
    const lost = () => {
      if (asking?.side === side) asking = undefined;
      leave(channel);
      side.close();
    };
    channel.binaryType = 'arraybuffer';
    channel.onopen = open;
    channel.onclose = channel.onerror = lost;
    channel.onmessage = ({ data }) => receive(data, (frame) => side.receive(frame));
    if (channel.readyState === 'open') open();
    return { side, close: lost };
  }

  function openGiving(channel: RawChannel, from: FileShelf): () => void {
    const budget = createTokenBucket(fileLimits.wantsPerSecond, fileLimits.wantBurst);
    let stopWaiting: (() => void) | undefined;
    const side = createGiving({
      clock,
      shelf: from,
      send(frame, isFast) {
        const most = isFast ? fileLimits.highWaterBytes : fileLimits.slowHighWaterBytes;
        sendOn(channel, frame);
        if (channel.bufferedAmount < most) return true;
        channel.bufferedAmountLowThreshold = most * fileLimits.lowWaterShare;
        wait();
        return false;
      },
      onStrike: () => options.onStrike(),
      onFault: (error) => options.onFault(error),
    });
    const wait = () => {
      stopWaiting = clock.after(fileLimits.fallbackMs, look);
    };
    const look = () => {
      if (stopWaiting === undefined) return;
      stopWaiting();
      stopWaiting = undefined;
      if (channel.bufferedAmount > channel.bufferedAmountLowThreshold) wait();
      else side.drained();
    };
    const end = () => {
      stopWaiting?.();
      stopWaiting = undefined;
      leave(channel);
      side.close();
    };
    channel.binaryType = 'arraybuffer';
    channel.onbufferedamountlow = look;
    channel.onclose = channel.onerror = end;
    channel.onmessage = ({ data }) => {
      if (!budget.take(clock.now())) return options.onFlood();
      receive(data, (frame) => side.receive(frame));
    };
    return end;
  }

  function receive(data: unknown, each: (frame: FileFrame) => void): void {
    if (isClosed) return;
    options.onHeard();
    const read = data instanceof ArrayBuffer ? readFileFrame(new Uint8Array(data)) : undefined;
    if (read?.ok !== true) return options.onStrike();
    try {
      each(read.value);
    } catch (error) {
      options.onFault(error);
    }
  }

  return {
    accept(channel) {
      if (isClosed || !options.isGreeted() || shelf === undefined) return channel.close();
      if (closeGiving !== undefined) {
        channel.close();
        return options.onStrike();
      }
      closeGiving = openGiving(channel, shelf);
    },
    take(wanted) {
      if (isClosed) return { ended: Promise.resolve('lost'), stop: () => undefined };
      asking ??= openAsking();
      return asking.side.take(wanted);
    },
    close() {
      isClosed = true;
      asking?.close();
      closeGiving?.();
    },
  };
}

function sendOn(channel: RawChannel, frame: FileFrame): void {
  // One that is closing takes nothing; its end is told by its event.
  if (channel.readyState !== 'open') return;
  try {
    channel.send(writeFileFrame(frame));
  } catch {
    channel.close();
  }
}

function leave(channel: RawChannel): void {
  channel.onopen = channel.onclose = channel.onerror = null;
  channel.onmessage = channel.onbufferedamountlow = null;
  channel.close();
}
