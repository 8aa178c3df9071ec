/** What a peer needs from its host: browsers and Node make these differently. */
import type { SubtleLike } from '../log/signatures.ts';
import type { VerifySignature } from '../log/signatures.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Result } from '../protocol/result.ts';
import type { Clock } from './clock.ts';
import type { MakeDocument } from './log-document.ts';
import type { SocketLike, TicketRefusal } from './session-link.ts';
import type { Locks } from './slot.ts';
import type { Storage } from './storage.ts';
import type { BroadcastChannelLike } from './tabs.ts';
import type { Transport } from './transport.ts';

/** For counters and logs of whoever runs the peer. Never quotes what somebody sent. */
export interface PeerEvent {
  readonly event: string;
  readonly conversation?: ConversationId;
  /** Of a `fault`: something of ours went wrong. */
  readonly error?: unknown;
}

export interface PeerOptions {
  /** `ws://…/session` or `wss://…/session`. */
  readonly serverUrl: string;
  /** A fresh single-use ticket for each connection. */
  ticket(): Promise<Result<string, TicketRefusal>>;
  readonly storage: Storage;
  /** Left out: never directly, always over the server. */
  readonly transport?: Transport | undefined;
  /** Left out: Yjs is loaded once a conversation is opened, which is shown before it is there. */
  readonly makeDocument?: () => Promise<MakeDocument>;
  openSocket(url: string): SocketLike;
  /** Web Crypto's. */
  readonly subtle: SubtleLike;
  /** Checks signatures that this host's Web Crypto does not know. */
  readonly verifyFallback?: VerifySignature | undefined;
  /** From a CSPRNG. */
  randomBytes(length: number): Uint8Array;
  /** From 0 to 1, for spreading attempts. */
  random(): number;
  readonly clock: Clock;
  readonly locks: Locks;
  /** Tabs of one browser; left out: there are none. */
  channel?: ((name: string) => BroadcastChannelLike) | undefined;
  log?: ((event: PeerEvent) => void) | undefined;
}
