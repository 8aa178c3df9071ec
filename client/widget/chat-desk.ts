/** The conversation before the visitor: the kept one, another one of theirs, or a new one that waits for its first message. */
import type { HowSaid } from '../../conversation/log/payload.ts';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Conversation, Raise } from '../../conversation/peer/api.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { parseSubject } from '../../conversation/protocol/ticket.ts';
import type { OpenBook } from './open-book.ts';
import type { Visitor } from './visitor.ts';

export interface ChatDesk {
  readonly conversation: Accessor<Conversation>;
  /** @param subject makes a ticket of a conversation that these words raise. */
  say(text: string, subject?: string, how?: HowSaid): void;
  /** After a closed conversation. */
  startOver(): void;
  /** A new one beside those that go on; until something is said in it, a reload comes back to the one before. */
  begin(): void;
  /** To another one of theirs. */
  go(conversation: ConversationId): void;
}

export interface ChatDeskOptions {
  readonly peer: Pick<OpenBook, 'open' | 'start' | 'close'>;
  readonly visitor: Pick<Visitor, 'kept' | 'keep' | 'leave'>;
  /** User name of the bot that should answer. */
  readonly bot: string | undefined;
  /** Whom it is raised to; undefined: the first department. */
  readonly department?: DepartmentId | undefined;
  /** Undefined: support. */
  readonly kind?: Raise['kind'] | undefined;
  /** The first words are about to be said in it. */
  onBegins?(conversation: ConversationId): void;
  /** Whether there is a conversation to come back to, now and at each change. */
  onKept(kept: boolean): void;
}

export function createChatDesk(options: ChatDeskOptions): ChatDesk {
  const { peer, visitor, bot, department, kind } = options;
  const begin = (ticket: Pick<Raise, 'subject'> = {}) =>
    peer.start({
      ...(department === undefined ? {} : { department }),
      ...(kind === undefined ? {} : { kind }),
      ...(bot === undefined ? {} : { prefer: bot }),
      ...ticket,
    });
  const kept = visitor.kept();
  const [conversation, setConversation] = createSignal(
    kept === undefined ? begin() : peer.open(kept),
  );
  options.onKept(kept !== undefined);
  let isBegun = kept !== undefined;
  onCleanup(() => peer.close(conversation()));

  /** What follows both keeps them open; so one is let go of once the other one is there. */
  function show(next: Conversation): void {
    const before = conversation();
    setConversation(next);
    peer.close(before);
  }
  return {
    conversation,
    say(text, typed = '', how = {}) {
      const subject = parseSubject(typed);
      if (subject.ok && !isBegun) show(begin({ subject: subject.value }));
      if (!isBegun) options.onBegins?.(conversation().id);
      isBegun = true;
      conversation().say(text, how);
      visitor.keep(conversation().id);
      options.onKept(true);
    },
    startOver() {
      visitor.leave();
      options.onKept(false);
      isBegun = false;
      show(begin());
    },
    begin() {
      if (!isBegun) return;
      isBegun = false;
      show(begin());
    },
    go(id) {
      visitor.keep(id);
      options.onKept(true);
      isBegun = true;
      if (id !== conversation().id) show(peer.open(id));
    },
  };
}
