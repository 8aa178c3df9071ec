/** What a bot is: a small object with the words it says; the runtime does everything else (docs/bots.md). */
import type { TimelineItem } from '../../conversation/log/timeline.ts';

export type ChatMessage = Extract<TimelineItem, { kind: 'message' }>;

/** `cannot-help`: a person takes over. */
export type Outcome = void | 'cannot-help';

export interface Bot {
  /** User name of the bot's account. */
  readonly name: string;
  /** What clients see. */
  readonly shownName: string;
  /** False for a bot that also answers "I want to talk to a person" itself. */
  readonly answersRequestsForPersons?: boolean;
  /** The client has said something, and nobody of our side anything yet. Called before `onMessage`. */
  onOpen?(chat: Chat): void | Promise<void>;
  /**
   * Called once for every message of the client, in order, one at a time in a conversation.
   * When it throws, or takes longer than a minute, a person takes over.
   */
  onMessage(chat: Chat, message: ChatMessage): Outcome | Promise<Outcome>;
  /** The conversation ended, somebody else answers it now, or the process is told to stop. */
  onClose?(chat: Chat): void | Promise<void>;
}

/** One conversation, as a bot sees it. The object stays the same from `onOpen` to `onClose`. */
export interface Chat {
  readonly id: string;
  readonly client: { readonly name: string };
  /** Says something; too long a text is cut, an empty one is not said. */
  say(text: string): void;
  /** Makes the conversation a ticket with this subject: one line, at most 150 characters. */
  ticket(subject: string): void;
  /** Gives the conversation to a person; nothing is answered here after that. */
  handOver(): void;
  /** Ends the conversation for both. */
  end(): void;
  /** Shows "is typing" for so long (in milliseconds); without a number, until the answer is given. */
  typing(forMs?: number): Promise<void>;
}
