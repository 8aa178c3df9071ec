/** A peer in Node: real sockets, real WebRTC, memory for as long as the process runs. */
import { randomBytes, webcrypto } from 'node:crypto';
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createMemoryStorage } from '../../conversation/peer/memory-storage.ts';
import { createPeer } from '../../conversation/peer/peer.ts';
import type { Locks } from '../../conversation/peer/slot.ts';
import { createWebRtcTransport } from '../../conversation/peer/webrtc/webrtc-transport.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { openNodeSocket } from './node-socket.ts';
import { nodeWrtc } from './node-webrtc.ts';
import { getTicket, type ServerAddress } from './sign-in.ts';

export interface NodePeerOptions {
  readonly address: ServerAddress;
  /** Bearer token of a bot's session. */
  readonly token: string;
  readonly clock: Clock;
  readonly report: (sentence: string, error?: unknown) => void;
}

export interface NodePeer {
  readonly peer: Peer;
  /** Frees the memory of a conversation that was left. */
  readonly forget: (conversation: ConversationId) => Promise<void>;
}

/** `installNodeGlobals` (node-webrtc.ts) must have been called: y-webrtc needs a global WebSocket. */
export function openNodePeer({ address, token, clock, report }: NodePeerOptions): NodePeer {
  const storage = createMemoryStorage();
  const socketUrl = (path: string) => {
    const url = new URL(path, address.server);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
  };
  const peer = createPeer({
    serverUrl: socketUrl('/session'),
    ticket: () => getTicket(address, token),
    storage,
    transport: createWebRtcTransport({
      signalUrl: socketUrl('/signal'),
      wrtc: nodeWrtc,
      clock,
      onFault: (error) => report('A direct link failed.', error),
    }),
    openSocket: openNodeSocket,
    subtle: webcrypto.subtle,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    random: Math.random,
    clock,
    locks: createLocks(),
    log: ({ event, error }) => {
      if (event === 'fault') report('A conversation failed.', error);
    },
  });
  return { peer, forget: (conversation) => storage.forget(conversation) };
}

/** One process, one peer, one memory: nobody else can hold a lock. */
function createLocks(): Locks {
  const held = new Set<string>();
  return {
    acquire(name) {
      if (held.has(name)) return Promise.resolve(undefined);
      held.add(name);
      return Promise.resolve(() => void held.delete(name));
    },
  };
}
