/** Answers from a file of questions and answers, says when it does not know, and then gets a person. */
import type { Bot, Chat } from '../runtime/bot.ts';
import { createMatcher, type Topic } from './match.ts';

const missesUntilHandOver = 2;

export function createFaqBot(topics: readonly Topic[]): Bot {
  const match = createMatcher(topics);
  /** Misses in a row. */
  const misses = new WeakMap<Chat, number>();

  return {
    name: 'faq',
    shownName: 'Spark',

    onOpen(chat) {
      chat.say(
        'Hello, I am Spark, a bot. Ask me about tariffs, bills, meter readings, moving house or solar. ' +
          'Say "talk to a person" at any time.',
      );
    },

    onMessage(chat, { text }) {
      const found = match(text);
      if (found !== undefined) {
        misses.delete(chat);
        chat.say(found.topic.answer);
        return;
      }
      if (isGreeting(text)) {
        chat.say('Hello! What would you like to know?');
        return;
      }
      const missed = (misses.get(chat) ?? 0) + 1;
      misses.set(chat, missed);
      if (missed >= missesUntilHandOver) return 'cannot-help';
      chat.say(
        'I do not know that. Can you put it in other words? Or say "talk to a person", and I will get one.',
      );
    },
  };
}

/** "Hello", "Hi there!", "thank you": friendly, and no question. */
export function isGreeting(text: string): boolean {
  return /^\W*(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|thanks|thank you)(?: there| all| spark| very much| a lot)?\W*$/i.test(
    text,
  );
}
