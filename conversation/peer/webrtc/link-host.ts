/** What a direct link and the room that holds it know of each other. */
import type { Certificate } from '../../log/certificate.ts';
import type { ConversationId, ParticipantId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { FileShelf, Taking, WantedFile } from '../files/shared-file.ts';
import type { Gate, Link, RoomOptions } from '../transport.ts';
import type { ChannelFace } from './channel-face.ts';
import type { RawChannel } from './wrtc.ts';

/** Why a link ended, or what was refused on it; for counters. */
export type LinkEvent =
  | 'closed'
  | 'replaced'
  | 'not-up-in-time'
  | 'silent'
  | 'no-hello'
  | 'bad-certificate'
  | 'own-log'
  | 'bad-signature'
  | 'banned'
  | 'malformed'
  | 'forged'
  | 'conflict'
  | 'flooding'
  | 'strikes'
  | 'fault';

export interface LinkHost {
  readonly doc: RoomOptions['doc'];
  readonly gate: Gate;
  readonly conversation: ConversationId;
  readonly clock: Clock;
  /** What may be given to whoever is at the other end. */
  readonly files?: FileShelf | undefined;
  /** Whether we are typing now. */
  typing(): boolean;
  onTyping(link: GuardedLink, typing: boolean): void;
  /** How long to wait, ms, now that this participant has brought so many new entries. */
  spend(participant: ParticipantId, entries: number): number;
  mayLink(certificate: Certificate): boolean;
  onUp(link: GuardedLink): void;
  /** A link that is up goes another way now: past the relay, or through it. */
  onPath(link: GuardedLink): void;
  /** Called once, whether the link was up or not. */
  onEnd(link: GuardedLink, reason: LinkEvent): void;
  onRefusal(kind: LinkEvent): void;
  onFault(error: unknown): void;
}

export interface GuardedLink {
  /** What is known once the link is up. */
  link(): Link | undefined;
  /** Whose hello was checked. */
  certificate(): Certificate | undefined;
  /** Takes the data channel of the connection. @returns the channel that simple-peer sees. */
  attach(channel: RawChannel): ChannelFace;
  /** Takes the channel on which the other side asks for files. */
  acceptFiles(channel: RawChannel): void;
  /** Takes a file from the other side. */
  takeFile(wanted: WantedFile): Taking;
  /** A description was applied. Chromium may open a channel before it says so of the answer. */
  described(): void;
  /** Ends the link unless the other side is heard soon. */
  prove(): void;
  end(reason: LinkEvent): void;
}
