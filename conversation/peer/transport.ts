/**
 * How a peer reaches the other peers of a conversation directly. `webrtc/` does it over y-webrtc,
 * `memory-mesh.ts` in memory for tests; `transport.contract.ts` is what both must pass.
 */
import type * as Y from 'yjs';
import type { Certificate } from '../log/certificate.ts';
import type { FileShelf, Taking, WantedFile } from './files/shared-file.ts';
import type { LogId, Topic } from '../protocol/ids.ts';
import type { Result } from '../protocol/result.ts';
import type { IceServer } from '../protocol/session.ts';

/** Where an update came from: it decides who is to blame and whether erased payloads are believed. */
export type Source = 'link' | 'archive' | 'tab' | 'storage';

export interface Admission {
  /** How many entries were new here. */
  readonly fresh: number;
  /** What the sender of the update is now known to hold: log and number of its entries. */
  readonly holds: ReadonlyMap<LogId, number>;
}

/**
 * The only way into a replica. `admit` calls are worked off one after the other; what is refused changed nothing.
 * `gap`: entries before these are missing here; ask the sender for a sync (no fault of theirs).
 */
export interface Gate {
  readonly log: LogId;
  /** Our own certificate for `log`. */
  readonly certificate: Uint8Array;
  /** Signs with the session key, for the link's handshake. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  verify(certificate: Certificate, signature: Uint8Array, bytes: Uint8Array): Promise<boolean>;
  admit(update: Uint8Array, source: Source): Promise<Result<Admission, GateRefusal>>;
  /** Checks the installation's signature, the conversation and the validity, then keeps it. */
  admitCertificate(bytes: Uint8Array): Promise<Result<Certificate, GateRefusal>>;
  certificateOf(log: LogId): Uint8Array | undefined;
}

export type GateRefusal =
  | { readonly reason: 'gap' | 'unknown-log' }
  | { readonly reason: 'malformed' | 'forged' | 'conflict'; readonly detail: string };

/** A direct link that was proven alive in both directions. `log` is the log the peer at the other end writes. */
export interface Link {
  readonly log: LogId;
  readonly certificate: Certificate;
  /** `relay`: the bytes go through a TURN server. */
  readonly path: 'direct' | 'relay';
}

export interface RoomOptions {
  readonly topic: Topic;
  readonly doc: Y.Doc;
  readonly gate: Gate;
  readonly iceServers: readonly IceServer[];
  readonly policy: 'direct' | 'relay';
  /** Left out: no files are given over these links. */
  readonly files?: FileShelf | undefined;
}

export interface RoomConnection {
  links(): readonly Link[];
  /** Called at every change of `links()`. */
  onLinks(listener: () => void): () => void;
  /** Takes a file from whoever has it. @returns undefined where there is no link. */
  takeFile(wanted: WantedFile): Taking | undefined;
  /** Called when the peer that writes `log` starts or stops typing (and with false when its link ends). */
  onTyping(listener: (log: LogId, typing: boolean) => void): () => void;
  setTyping(typing: boolean): void;
  setIceServers(iceServers: readonly IceServer[]): void;
  /** After a change of network, a return from sleep or a new session: prove links again, announce again. */
  wake(): void;
  close(): void;
}

export interface Transport {
  /** Keeps `doc` in step with every peer that is introduced under `topic`, until the connection is closed. */
  join(room: RoomOptions): RoomConnection;
}
