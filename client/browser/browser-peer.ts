/** The peer of a page: the conversation's parts put together with what a browser has. */
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createIndexedDbStorage } from '../../conversation/peer/indexeddb-storage.ts';
import { createPeer } from '../../conversation/peer/peer.ts';
import type { PeerEvent } from '../../conversation/peer/peer-options.ts';
import type { SocketLike, TicketRefusal } from '../../conversation/peer/session-link.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import { createBrowserClock } from './browser-clock.ts';
import { createBrowserLocks, nameFor } from './browser-locks.ts';
import { createEd25519Fallback } from './ed25519-fallback.ts';
import { createLateTransport, type LateTransport } from './late-transport.ts';
import { onWake } from './wake.ts';

/** Names somebody whom a site identified, on every device. */
export type IdentifiedId = string & { readonly identifiedId: true };

export interface BrowserPeerOptions {
  /** A fresh ticket for `/session` (`tickets.ts`). */
  ticket(): Promise<Result<string, TicketRefusal>>;
  /**
   * The account, or whom a site identified. Left out: the visitor of this browser. Somebody may be both, or two agents
   * after one another, and none of them must find, or send, what another one has not sent yet.
   */
  readonly owner?: AccountId | IdentifiedId;
  readonly log?: (event: PeerEvent) => void;
}

export interface BrowserPeer extends Peer {
  /** While it rests it holds no connection; what other tabs of this browser say to it, it goes on hearing. */
  rest(isResting: boolean): void;
}

/** @returns a peer that runs until it is closed; what it keeps stays in this browser's IndexedDB. */
export function createBrowserPeer(options: BrowserPeerOptions): BrowserPeer {
  const clock = createBrowserClock();
  const { owner, log = tellFaults } = options;
  const transport = directTransport(clock, log);
  let isResting = false;
  let socket: SocketLike | undefined;
  const peer = createPeer({
    serverUrl: socketUrl('/session'),
    ticket: () =>
      isResting ? Promise.resolve(refuse({ ended: false, message: '' })) : options.ticket(),
    storage: createIndexedDbStorage(owner),
    transport,
    openSocket(url) {
      // It began to rest while a ticket was on its way.
      if (isResting) throw new Error('A tab that rests opens no connection.');
      return (socket = openSocket(url));
    },
    subtle: crypto.subtle,
    verifyFallback: createEd25519Fallback(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    random: () => Math.random(),
    clock,
    locks: createBrowserLocks(navigator.locks, owner),
    channel: (name) => new BroadcastChannel(nameFor(owner, name)),
    log,
  });
  const stopWaking = onWake(() => peer.wake());
  return {
    ...peer,
    rest(resting) {
      isResting = resting;
      transport?.rest(resting);
      if (resting) socket?.close();
      else peer.wake();
    },
    close() {
      stopWaking();
      return peer.close();
    },
  };
}

/** Whoever looks for the cause of something finds it in the browser's tools; what a peer sent is never in it. */
function tellFaults({ event, conversation, error }: PeerEvent): void {
  if (event === 'fault') console.error('Parley', conversation, error);
}

function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function openSocket(url: string): SocketLike {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return socket;
}

/** Some browsers and some policies have no WebRTC: then everything goes over the server. */
function directTransport(clock: Clock, log: BrowserPeerOptions['log']): LateTransport | undefined {
  if (typeof RTCPeerConnection === 'undefined') return undefined;
  return createLateTransport(async () => {
    const { createWebRtcTransport } =
      await import('../../conversation/peer/webrtc/webrtc-transport.ts');
    return createWebRtcTransport({
      signalUrl: socketUrl('/signal'),
      wrtc: { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate },
      clock,
      onRefusal: (kind) => log?.({ event: kind }),
      onFault: (error) => log?.({ event: 'fault', error }),
    });
  });
}
