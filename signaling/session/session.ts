/** One live session and the conversations it takes part in, as the handlers see them. */
import type { CloseName } from '../../conversation/protocol/close-codes.ts';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import type { ConversationId, LogId, Topic } from '../../conversation/protocol/ids.ts';
import type { FromServer } from '../../conversation/protocol/session.ts';
import type { Actor } from '../accounts/actor.ts';
import type { TokenBucket } from './token-bucket.ts';

export interface Session {
  readonly actor: Actor;
  /** The sender's network address, for limits only. */
  readonly address: string;
  readonly joined: Map<ConversationId, Joined>;
  /** False once the socket is gone: nothing may be joined any more. */
  isOpen(): boolean;
  /** Resolves when nothing may be put off any more: the socket is gone, or the server stops. */
  readonly hurry: Promise<void>;
  send(message: FromServer): void;
  /** Resolves when the frame was handed to the network, or cannot be any more. */
  sendFrame(frame: Uint8Array): Promise<void>;
  end(name: CloseName): void;
}

/** One peer of one conversation. */
export interface Joined {
  readonly session: Session;
  readonly conversation: ConversationId;
  readonly participant: Participant;
  /** The log this peer writes. */
  readonly log: LogId;
  /** By log: when the newest certificate that was sent here had been issued. */
  readonly certificates: Map<LogId, number>;
  readonly topic: Topic | undefined;
  readonly entries: TokenBucket;
  readonly typingRate: TokenBucket;
  readonly syncs: TokenBucket;
  typing: boolean;
  /** While the history is sent, what is new waits here. */
  held: (() => void)[] | undefined;
}

/** Names whom a session speaks for. */
export type ActorKey = string & { readonly actorKey: true };

export function actorKeyOf(actor: Actor): ActorKey {
  return (
    actor.kind === 'visitor' ? `visitor:${actor.visitor}` : `account:${actor.account}`
  ) as ActorKey;
}
