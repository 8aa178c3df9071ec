/**
 * What the user interface and the bots see of a peer: plain values, listeners that return their undo,
 * and verbs. Nothing here mentions Yjs, sockets or WebRTC.
 */
import type { MessageDetails } from '../log/message-details.ts';
import type { HowSaid } from '../log/payload.ts';
import type { TimelineItem } from '../log/timeline.ts';
import type {
  ConversationStatus,
  ConversationSummary,
  Participant,
} from '../protocol/conversation.ts';
import type { ConversationId, DepartmentId, EntryId, ParticipantId } from '../protocol/ids.ts';
import type { Identity, RefusalCode } from '../protocol/session.ts';
import type { SharedFiles, Taking, WantedFile } from './files/shared-file.ts';
import type { Staff } from './staff.ts';

/** How a conversation's bytes travel at this moment (`data-link` on the page). */
export type LinkState = 'connecting' | 'direct' | 'relay' | 'server' | 'offline';

/** The session with the server. `ended`: signed out, deactivated or too old; it does not come back by itself. */
export type SessionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'online'; readonly you: Identity }
  | { readonly state: 'offline'; readonly retryAt: number }
  | { readonly state: 'ended'; readonly code: RefusalCode; readonly message: string };

export interface Raise {
  /** Whom it is raised to; left out: the first department. */
  readonly department?: DepartmentId;
  /** Left out: support. */
  readonly kind?: 'support' | 'course';
  readonly prefer?: string;
  readonly subject?: string;
}

export interface Peer {
  session(): SessionState;
  /** The account's or visitor's open conversations by the server's last word. */
  listed(): readonly ConversationSummary[];
  /** Whether new conversations are offered to this account. */
  available(): boolean;
  setAvailable(available: boolean): void;
  /**
   * A conversation that does not exist yet: it is raised with its first message, and waits locally while
   * the server is away. `prefer` names a bot; with a subject (ticket.ts) it is a ticket.
   */
  start(options?: Raise): Conversation;
  /** Opens one that exists; at once from the local replica, and from the server when it is there. */
  open(conversation: ConversationId): Conversation;
  /** Looks on in one without taking part, as admins may; whoever is given it later takes part. */
  watch(conversation: ConversationId): Conversation;
  /** What staff do with conversations beyond answering. */
  readonly staff: Staff;
  /** Gives these to the other peers of their conversations, over direct links. */
  shareFiles(files: SharedFiles): void;
  /**
   * Takes a file over a direct link of that conversation.
   *
   * @returns undefined where there is none, or where no message here names the file
   */
  takeFile(conversation: ConversationId, wanted: WantedFile): Taking | undefined;
  /** Called after any change of the above. */
  onChange(listener: () => void): () => void;
  /** The network changed, the page came back: do not wait for time-outs. */
  wake(): void;
  close(): Promise<void>;
}

export interface Conversation {
  readonly id: ConversationId;
  /** False until the local replica has been read. */
  loaded(): boolean;
  /**
   * True once everything that the archive held when we last joined is here (bots answer only then: before it,
   * a message may look unanswered because its answer has not arrived yet). False again while not joined.
   */
  caughtUp(): boolean;
  /** In order. A new array after a change; items that did not change are the same objects. */
  items(): readonly TimelineItem[];
  /** Undefined until the server said it once (it is kept locally). */
  status(): ConversationStatus | undefined;
  /** Our own face in this conversation. */
  you(): Participant | undefined;
  /** Everybody but us. */
  others(): readonly Participant[];
  /** Which of the others have a program running in this conversation. */
  here(): ReadonlySet<ParticipantId>;
  /** Which of the others are typing now. */
  typing(): ReadonlySet<ParticipantId>;
  /** What others are writing, as far as they let it be seen. */
  previews(): ReadonlyMap<ParticipantId, string>;
  /** Whether those who answer may see what is written here, before it is sent. */
  mayPreview(): boolean;
  link(): LinkState;
  /** Messages of others after the last one marked as read. */
  unread(): number;
  /** The last thing the server refused here, as a sentence; undefined after `say` works again. */
  trouble(): string | undefined;
  /** Called after any change of the above. Several changes of one moment may come as one call. */
  onChange(listener: () => void): () => void;

  /**
   * Shows the message at once as `sending`. Throws RangeError for an empty or too long text (limits.ts).
   * After `close` nothing is said; that is logged.
   */
  say(text: string, how?: HowSaid): void;
  /** False where one reads and may do no more: announcements, and what others of one's department raised. */
  mayWrite(): boolean;
  /** Who has read it, besides its author, as far as is known here, in the order of names. */
  readBy(message: EntryId): readonly Participant[];
  /** Whether something of the following can be said about messages now. */
  mayChange(): boolean;
  /** Gives one's own message another text. Throws RangeError as `say` does, and where nothing can be changed now. */
  edit(message: EntryId, text: string): void;
  /** Takes one's own message back, for everybody. Throws RangeError where nothing can be changed now. */
  takeBack(message: EntryId): void;
  /** @param emoji exactly one; throws RangeError for anything else, and where nothing can be changed now */
  react(message: EntryId, emoji: string, on: boolean): void;
  /** Undefined where there is no such message. */
  details(message: EntryId): MessageDetails | undefined;
  /** Everything up to and including this message was seen by a person (or handled by a bot). */
  markRead(upTo: EntryId): void;
  setTyping(typing: boolean): void;
  /** What stands in the box now, where the person lets it be seen; empty: nothing any more. */
  setPreview(text: string): void;
  /** Ends the conversation for everybody. */
  end(): void;
  /** A bot asks for a person. */
  handOver(): void;
  /** A bot says what it is about: the conversation is a ticket from then on. */
  setSubject(subject: string): void;
  /** Stops taking part here; the conversation itself goes on. */
  close(): void;
}
