/**
 * WebRTC for Node: node-datachannel's W3C polyfill behind the few members that the transport uses, and a WebSocket
 * that keeps what its listeners throw to itself.
 */
import { cleanup } from 'node-datachannel';
import {
  RTCIceCandidate,
  RTCPeerConnection,
  RTCSessionDescription,
} from 'node-datachannel/polyfill';
import WebSocket from 'ws';
import type { SessionDescription, Wrtc } from '../../conversation/peer/webrtc/wrtc.ts';
import { nodeSocketLimits } from './node-socket.ts';

interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

interface Configuration {
  readonly iceServers?: readonly IceServer[];
  readonly iceTransportPolicy?: 'all' | 'relay';
}

/**
 * The polyfill writes TURN credentials into a URL as they are, so coturn's `expiry:name` would be cut at its colon.
 * libjuice speaks UDP only; other servers are left out, since one it does not understand ends the connection.
 */
function forLibjuice(server: IceServer): IceServer[] {
  const all = typeof server.urls === 'string' ? [server.urls] : server.urls;
  const urls = all.filter((url) => /^(stun|turn):/.test(url) && !/transport=tcp/.test(url));
  if (urls.length === 0) return [];
  const { username, credential } = server;
  if (username === undefined || credential === undefined) return [{ urls }];
  return [
    {
      urls,
      username: encodeURIComponent(username),
      credential: encodeURIComponent(credential),
    },
  ];
}

/** The members of the polyfill that are used here; its own types need the DOM's. */
interface PolyfillConnection extends EventTarget {
  readonly signalingState: string;
  readonly localDescription: SessionDescription | null;
  setRemoteDescription(description: SessionDescription): Promise<void>;
}

const Polyfill = RTCPeerConnection as unknown as new (
  configuration: Configuration,
) => PolyfillConnection;

/**
 * An offerer keeps its candidates until it has the answer. Otherwise the other side's first packets meet it half
 * ready, which libdatachannel 0.24 takes badly: a DTLS ClientHello that comes before its own ICE is connected is
 * dropped and repeated after a second (one connection in five on a loopback), and a handshake that ends while the
 * answer is being applied fails for want of a fingerprint ("remote candidate without ICE transport").
 */
class NodePeerConnection extends Polyfill {
  #held: Event[] = [];

  constructor(configuration: Configuration = {}) {
    super({
      iceServers: (configuration.iceServers ?? []).flatMap(forLibjuice),
      iceTransportPolicy: configuration.iceTransportPolicy ?? 'all',
    });
  }

  get #isUnanswered(): boolean {
    return this.signalingState === 'have-local-offer';
  }

  override get localDescription(): SessionDescription | null {
    const description = super.localDescription;
    if (description === null || !this.#isUnanswered) return description;
    const { type, sdp } = description;
    return { type, sdp: sdp.replace(/^a=(?:candidate:|end-of-candidates).*\r?\n/gm, '') };
  }

  override dispatchEvent(event: Event): boolean {
    if (event.type !== 'icecandidate' || !this.#isUnanswered) return super.dispatchEvent(event);
    this.#held.push(event);
    return true;
  }

  override async setRemoteDescription(description: SessionDescription): Promise<void> {
    await super.setRemoteDescription(description);
    for (const event of this.#held.splice(0)) super.dispatchEvent(event);
  }
}

/** What `createWebRtcTransport` takes as `wrtc`. */
export const nodeWrtc: Wrtc = {
  RTCPeerConnection: NodePeerConnection,
  RTCSessionDescription,
  RTCIceCandidate,
};

export interface NodeGlobals {
  /** Lets the native threads end; without it the process does not. All connections must be closed before. */
  restore(): void;
}

/**
 * y-webrtc takes its WebSocket from the global scope. What one of its listeners throws would end the process as an
 * uncaught exception; here it is reported, and the socket goes on.
 */
export function installNodeGlobals(options: { onFault(error: unknown): void }): NodeGlobals {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');

  class ContainedWebSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, nodeSocketLimits);
      // Without a listener of ours an error before lib0 listens would be thrown.
      this.on('error', () => undefined);
    }

    override emit(event: string | symbol, ...values: unknown[]): boolean {
      try {
        return super.emit(event, ...values);
      } catch (error) {
        options.onFault(error);
        return true;
      }
    }
  }

  Object.defineProperty(globalThis, 'WebSocket', {
    value: ContainedWebSocket,
    configurable: true,
    writable: true,
  });
  return {
    restore() {
      if (before === undefined) Reflect.deleteProperty(globalThis, 'WebSocket');
      else Object.defineProperty(globalThis, 'WebSocket', before);
    },
  };
}

/** Ends the native threads of node-datachannel: at the very end of a process, after every connection was closed. */
export function endNodeWebRtc(): void {
  cleanup();
}
