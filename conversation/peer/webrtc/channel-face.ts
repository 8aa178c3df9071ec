/** The data channel as simple-peer sees it: open once the hellos are done, and silent but for what we write. */

/** The members of RTCDataChannel that simple-peer 9 uses. */
export interface ChannelFace {
  readonly label: string;
  binaryType: string;
  bufferedAmountLowThreshold: number;
  readonly bufferedAmount: number;
  readonly readyState: 'connecting' | 'open' | 'closed';
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onerror: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null;
  onbufferedamountlow: (() => void) | null;
  send(data: Uint8Array): void;
  close(): void;
  /** Ours: the hellos are done. */
  opened(): void;
  /** Ours: hands a message to y-webrtc. */
  deliver(message: Uint8Array<ArrayBuffer>): void;
  /** Ours: the link has ended. */
  ended(): void;
}

export interface ChannelFaceOptions {
  /** What y-webrtc sends once the channel is open. */
  readonly send: (bytes: Uint8Array) => void;
  readonly close: () => void;
  readonly bufferedAmount: () => number;
}

export function createChannelFace(options: ChannelFaceOptions): ChannelFace {
  let readyState: ChannelFace['readyState'] = 'connecting';
  return {
    label: 'parley',
    binaryType: 'arraybuffer',
    bufferedAmountLowThreshold: 0,
    onopen: null,
    onclose: null,
    onerror: null,
    onmessage: null,
    onbufferedamountlow: null,
    get readyState() {
      return readyState;
    },
    get bufferedAmount() {
      return readyState === 'open' ? options.bufferedAmount() : 0;
    },
    send(data) {
      // Before the hellos nothing is sent, and nothing is lost: the state vectors come after them.
      if (readyState === 'open') options.send(data);
    },
    close() {
      readyState = 'closed';
      options.close();
    },
    opened() {
      readyState = 'open';
      this.onopen?.();
    },
    deliver(message) {
      this.onmessage?.({ data: message.buffer });
    },
    ended() {
      readyState = 'closed';
      this.onclose?.();
    },
  };
}
