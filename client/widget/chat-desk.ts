/** The visitor's one conversation at a time: the kept one, or a new one that waits for its first message. */
import type { HowSaid } from '../../conversation/log/payload.ts';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Conversation, Peer, Raise } from '../../conversation/peer/api.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { parseSubject } from '../../conversation/protocol/ticket.ts';
import type { Visitor } from './visitor.ts';

export interface ChatDesk {
  readonly conversation: Accessor<Conversation>;
  /** @param subject makes a ticket of a conversation that these words raise. */
  say(text: string, subject?: string, how?: HowSaid): void;
  /** After a closed conversation. */
  startOver(): void;
}

export interface ChatDeskOptions {
  readonly peer: Pick<Peer, 'open' | 'start'>;
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
  onCleanup(() => conversation().close());
  return {
    conversation,
    say(text, typed = '', how = {}) {
      const subject = parseSubject(typed);
      if (subject.ok && visitor.kept() === undefined) {
        conversation().close();
        setConversation(begin({ subject: subject.value }));
      }
      if (visitor.kept() === undefined) options.onBegins?.(conversation().id);
      conversation().say(text, how);
      visitor.keep(conversation().id);
      options.onKept(true);
    },
    startOver() {
      conversation().close();
      visitor.leave();
      options.onKept(false);
      setConversation(begin());
    },
  };
}
