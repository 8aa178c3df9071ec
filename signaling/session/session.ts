/** One live session and the conversations it takes part in, as the handlers see them. */
import type { CloseName } from '../../conversation/protocol/close-codes.ts';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import type {
  ConversationId,
  DepartmentId,
  LogId,
  Topic,
} from '../../conversation/protocol/ids.ts';
import type { FromServer } from '../../conversation/protocol/session.ts';
import type { Actor } from '../accounts/actor.ts';
import type { TokenBucket } from './token-bucket.ts';

export interface Session {
  readonly actor: Actor;
  /** The sender's network address, for limits only. */
  readonly address: string;
  readonly joined: Map<ConversationId, Joined>;
  readonly watching: Map<ConversationId, Watching>;
  /** The departments whose open conversations it is told of, or all; undefined: it did not ask. */
  oversees: 'all' | ReadonlySet<DepartmentId> | undefined;
  /** What is before the eyes of somebody of the staff. */
  viewing: ConversationId | undefined;
  /** False once the socket is gone: nothing may be joined any more. */
  isOpen(): boolean;
  /** Resolves when nothing may be put off any more: the socket is gone, or the server stops. */
  readonly hurry: Promise<void>;
  send(message: FromServer): void;
  /** Resolves when the frame was handed to the network, or cannot be any more. */
  sendFrame(frame: Uint8Array): Promise<void>;
  end(name: CloseName): void;
}

/** Whoever is sent what happens in one conversation. */
export interface Listener {
  readonly session: Session;
  readonly conversation: ConversationId;
  /** By log: when the newest certificate that was sent here had been issued. */
  readonly certificates: Map<LogId, number>;
  readonly syncs: TokenBucket;
  /** While the history is sent, what is new waits here. */
  held: (() => void)[] | undefined;
}

/** One peer of one conversation. */
export interface Joined extends Listener {
  readonly participant: Participant;
  /** The log this peer writes. */
  readonly log: LogId;
  readonly topic: Topic | undefined;
  /** Whether it was given TURN credentials that still hold, or will be renewed. */
  hasRelays: boolean;
  readonly entries: TokenBucket;
  readonly typingRate: TokenBucket;
  typing: boolean;
  readonly previewRate: TokenBucket;
  /** Whether others see what it is writing. */
  previewed: boolean;
  /** The status as it was told last: who is told the same again could guess that something was hidden. */
  toldStatus: string;
}

/** Somebody who looks on, or reads what is said to all of a department: has no log, no topic and no face. */
export interface Watching extends Listener {
  /** Whether they are among those to whom it is said; nobody writes down that they read it. */
  readonly reads: boolean;
  readonly since: number;
  /** Ends what was begun for it, once. */
  readonly end: () => Promise<void>;
}

/** Names whom a session speaks for. */
export type ActorKey = string & { readonly actorKey: true };

export function actorKeyOf(actor: Actor): ActorKey {
  return (
    actor.kind === 'visitor' ? `visitor:${actor.visitor}` : `account:${actor.account}`
  ) as ActorKey;
}
