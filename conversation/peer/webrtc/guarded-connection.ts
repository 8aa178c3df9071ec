/**
 * The `wrtc` that y-webrtc gets: RTCPeerConnections whose data channels are guarded links.
 *
 * simple-peer 9 assigns to descriptions (`offer.sdp = ...`), which several stacks forbid, and waits without limit
 * for statistics that not all stacks give; both are answered with plain objects here.
 */
import { filesLabel } from '../files/link-files.ts';
import type { GuardedLink } from './link-host.ts';
import type { ChannelFace } from './channel-face.ts';
import type {
  ConnectionConfig,
  RawConnection,
  RawChannel,
  SessionDescription,
  Wrtc,
} from './wrtc.ts';

export interface ConnectionHost {
  /** ICE servers and policy at this moment: TURN credentials are short-lived. */
  config(): ConnectionConfig;
  /** @param onEnd tells simple-peer that the link ended before it had a channel. */
  createLink(connection: RawConnection, onEnd: () => void): GuardedLink;
}

type Handler<Event = never> = ((event: Event) => void) | null;

/** "A pair was selected", without an address in it. */
const anyPair = new Map([['pair', { id: 'pair', type: 'candidate-pair', selected: true }]]);

type MakeConnection = new (config: ConnectionConfig) => RawConnection;

export function guardWrtc(wrtc: Wrtc, host: ConnectionHost): Wrtc {
  const Connection = wrtc.RTCPeerConnection as MakeConnection;
  return {
    // Bound, because a class made anew for each conversation takes more memory than what is in it.
    RTCPeerConnection: GuardedConnection.bind(undefined, Connection, host),
    RTCSessionDescription: PlainDescription,
    RTCIceCandidate: PlainCandidate,
  };
}

class GuardedConnection {
  readonly #raw: RawConnection;
  readonly #link: GuardedLink;
  #hasEnded = false;
  #onIceState: Handler<undefined> = null;
  #onChannel: Handler<{ readonly channel: ChannelFace }> = null;

  constructor(Connection: MakeConnection, host: ConnectionHost) {
    const raw = new Connection(host.config());
    this.#raw = raw;
    this.#link = host.createLink(raw, () => {
      this.#hasEnded = true;
      this.#onIceState?.(undefined);
    });
    raw.oniceconnectionstatechange = () => this.#onIceState?.(undefined);
    raw.ondatachannel = ({ channel }) => this.#offer(channel);
  }

  /** Of the conversation's channels only the first one counts; an honest peer opens one. */
  #offer(channel: RawChannel): void {
    if (channel.label === filesLabel) return this.#link.acceptFiles(channel);
    if (this.#onChannel === null) channel.close();
    else this.#onChannel({ channel: this.#link.attach(channel) });
    this.#onChannel = null;
  }

  get connectionState(): string {
    return this.#hasEnded ? 'closed' : this.#raw.connectionState;
  }
  get iceConnectionState(): string {
    return this.#hasEnded ? 'closed' : this.#raw.iceConnectionState;
  }
  get iceGatheringState(): string {
    return this.#raw.iceGatheringState;
  }
  get signalingState(): string {
    return this.#raw.signalingState;
  }
  get localDescription(): SessionDescription | null {
    return plain(this.#raw.localDescription);
  }
  get remoteDescription(): SessionDescription | null {
    return plain(this.#raw.remoteDescription);
  }

  set oniceconnectionstatechange(handler: Handler<undefined>) {
    this.#onIceState = handler;
  }
  set onconnectionstatechange(handler: Handler) {
    this.#raw.onconnectionstatechange = handler;
  }
  set onicegatheringstatechange(handler: Handler) {
    this.#raw.onicegatheringstatechange = handler;
  }
  set onsignalingstatechange(handler: Handler) {
    this.#raw.onsignalingstatechange = handler;
  }
  set onicecandidate(handler: Handler) {
    this.#raw.onicecandidate = handler;
  }
  set ondatachannel(handler: Handler<{ readonly channel: ChannelFace }>) {
    this.#onChannel = handler;
  }
  set ontrack(_handler: Handler) {
    // There is no media here.
  }

  createDataChannel(label: string): ChannelFace {
    return this.#link.attach(this.#raw.createDataChannel(label, { ordered: true }));
  }
  async createOffer(): Promise<SessionDescription | null> {
    return plain(await this.#raw.createOffer());
  }
  async createAnswer(): Promise<SessionDescription | null> {
    return plain(await this.#raw.createAnswer());
  }
  async setLocalDescription(description: never): Promise<void> {
    await this.#raw.setLocalDescription(description);
    this.#link.described();
  }
  async setRemoteDescription(description: never): Promise<void> {
    await this.#raw.setRemoteDescription(description);
    this.#link.described();
  }
  async addIceCandidate(candidate: never): Promise<void> {
    try {
      await this.#raw.addIceCandidate(candidate);
    } catch {
      // One unusable candidate (of another address family, say) does not end an attempt that has others.
    }
  }
  getStats(): Promise<typeof anyPair> {
    return Promise.resolve(anyPair);
  }
  close(): void {
    const raw = this.#raw;
    this.#onIceState = this.#onChannel = null;
    raw.oniceconnectionstatechange = raw.onconnectionstatechange = raw.ondatachannel = null;
    raw.onicegatheringstatechange = raw.onsignalingstatechange = raw.onicecandidate = null;
    this.#link.end('closed');
  }
}

function plain(description: unknown): SessionDescription | null {
  const { type, sdp } = (description ?? {}) as Partial<SessionDescription>;
  return typeof type === 'string' && typeof sdp === 'string' ? { type, sdp } : null;
}

class PlainDescription {
  readonly type: string;
  readonly sdp: string;
  constructor({ type, sdp }: SessionDescription) {
    this.type = type;
    this.sdp = sdp;
  }
}

class PlainCandidate {
  readonly candidate: unknown;
  readonly sdpMid: unknown;
  readonly sdpMLineIndex: unknown;
  constructor(init: { candidate?: unknown; sdpMid?: unknown; sdpMLineIndex?: unknown }) {
    this.candidate = init.candidate;
    this.sdpMid = init.sdpMid;
    this.sdpMLineIndex = init.sdpMLineIndex;
  }
}
