/** The bot's view of a conversation. */
import { limits } from '../../conversation/log/limits.ts';
import type { HowSaid } from '../../conversation/log/payload.ts';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { afterSaved } from './after-saved.ts';
import type { Chat } from './bot.ts';

export interface ChatOptions {
  readonly conversation: Conversation;
  readonly clock: Clock;
  /** Whether what is said now greets, and which message it answers. */
  readonly how: () => HowSaid;
  readonly onHandOver: () => void;
}

export interface OwnedChat {
  readonly chat: Chat;
  /** Forgets what was still to be done. */
  close(): void;
}

export function createChat(options: ChatOptions): OwnedChat {
  const { conversation, clock, how, onHandOver } = options;
  let cancel = () => {};
  const client = {
    get name() {
      return conversation.others().find((other) => other.role === 'client')?.name ?? 'Visitor';
    },
  };

  const chat: Chat = {
    id: conversation.id,
    client,

    say(text) {
      const whole = text.trim();
      if (whole === '') return;
      const cut = cutToBytes(whole, limits.textBytes);
      conversation.say(cut, how());
    },

    ticket: (subject) => conversation.setSubject(subject),

    handOver() {
      onHandOver();
      cancel();
      cancel = afterSaved(conversation, clock, () => conversation.handOver());
    },

    end() {
      cancel();
      cancel = afterSaved(conversation, clock, () => conversation.end());
    },

    typing(forMs) {
      conversation.setTyping(true);
      if (forMs === undefined) return Promise.resolve();
      return new Promise((resolve) => clock.after(forMs, resolve));
    },
  };

  return { chat, close: () => cancel() };
}

/** Cuts between two characters so that at most `most` UTF-8 bytes stay, and shows that it did. */
export function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const room = most - Buffer.byteLength('…');
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    end += character.length;
  }
  return `${text.slice(0, end)}…`;
}
