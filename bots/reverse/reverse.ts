/** Answers with the words in reverse order. */
import type { Bot } from '../runtime/bot.ts';

/** "How are you?" becomes "you? are How": the words change places, their letters stay. */
export function reverseWords(text: string): string {
  return text.trim().split(/\s+/u).reverse().join(' ');
}

export function createReverseBot(): Bot {
  return {
    name: 'reverse',
    shownName: 'Reverse',
    onMessage(chat, { text }) {
      chat.say(reverseWords(text));
    },
  };
}
