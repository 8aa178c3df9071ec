/** Direct links over WebRTC data channels, introduced by `/signal` (ARCHITECTURE.md; PROTOCOL.md, sections 4 and 5). */
import type { Clock } from '../clock.ts';
import type { RoomConnection, RoomOptions, Transport } from '../transport.ts';
import type { LinkEvent } from './link-host.ts';
import { openWebRtcRoom } from './webrtc-room.ts';
import type { Wrtc } from './wrtc.ts';

export interface WebRtcTransportOptions {
  /** `ws:` or `wss:` address of `/signal`. */
  readonly signalUrl: string;
  /** The host's WebRTC: a browser's globals, or `bots/runtime`. Where there is none, no link is ever made. */
  readonly wrtc: Wrtc | undefined;
  readonly clock: Clock;
  /** Counts what other peers sent and was refused, and why links to them were ended. */
  readonly onRefusal?: (kind: LinkEvent) => void;
  /** Something failed that ends one link at the most. */
  readonly onFault?: (error: unknown) => void;
}

export function createWebRtcTransport(options: WebRtcTransportOptions): Transport {
  const { signalUrl, wrtc, clock } = options;
  const onRefusal = options.onRefusal ?? (() => undefined);
  const onFault = options.onFault ?? (() => undefined);
  return {
    join(room: RoomOptions): RoomConnection {
      if (wrtc === undefined) return noLinks();
      return openWebRtcRoom({ room, signalUrl, wrtc, clock, onRefusal, onFault });
    },
  };
}

/** A host without WebRTC takes part through the server alone. */
function noLinks(): RoomConnection {
  const nothing = () => undefined;
  return {
    links: () => [],
    onLinks: () => nothing,
    takeFile: () => undefined,
    onTyping: () => nothing,
    setTyping: nothing,
    setIceServers: nothing,
    wake: nothing,
    close: nothing,
  };
}
