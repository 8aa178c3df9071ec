/** Frames and bytes that a page sends over its data channels, counted at `send`. */
import type { Writer } from './painted.ts';

declare global {
  interface Window {
    benchFrames: number;
    benchBytes: number;
  }
}

/** For `prepare` (painted.ts). */
export function installCounters(): void {
  window.benchFrames = 0;
  window.benchBytes = 0;
  const { send } = RTCDataChannel.prototype as {
    send: (this: RTCDataChannel, data: unknown) => void;
  };
  RTCDataChannel.prototype.send = function counted(this: RTCDataChannel, data: unknown) {
    window.benchFrames += 1;
    window.benchBytes +=
      data instanceof ArrayBuffer || ArrayBuffer.isView(data)
        ? data.byteLength
        : String(data).length;
    send.call(this, data);
  };
}

export interface Sent {
  readonly frames: number;
  readonly bytes: number;
}

/** What all the pages together have sent so far. */
export async function sentBy(writers: readonly Writer[]): Promise<Sent> {
  const counts = await Promise.all(
    writers.map(({ frame }) =>
      frame.evaluate(() => ({ frames: window.benchFrames, bytes: window.benchBytes })),
    ),
  );
  return {
    frames: counts.reduce((sum, { frames }) => sum + frames, 0),
    bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
