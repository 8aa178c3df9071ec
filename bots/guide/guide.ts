/** Asks what is needed, makes a ticket of it, and hands over to people. */
import { subjectCharacters } from '../../conversation/protocol/ticket.ts';
import { isGreeting } from '../faq/faq.ts';
import type { Bot, Chat } from '../runtime/bot.ts';
import { farewell, flow, welcome, type Step } from './flow.ts';

/** What was answered so far, in order of the questions. */
type Answers = readonly string[];

export function createGuideBot(): Bot {
  const answers = new WeakMap<Chat, Answers>();

  return {
    name: 'guide',
    shownName: 'Guide',

    onOpen(chat) {
      chat.say(welcome);
    },

    onMessage(chat, { text }) {
      const known = answers.get(chat) ?? [];
      // Whoever only says hello has not said yet what it is about.
      const now = known.length === 0 && isGreeting(text) ? known : [...known, text];
      answers.set(chat, now);
      const next: Step | undefined = flow[now.length];
      if (next !== undefined) {
        chat.say(next.says);
        return;
      }
      const subject = subjectOf(now);
      chat.ticket(subject);
      chat.say(farewell(subject));
      chat.handOver();
    },
  };
}

const between = ' · ';
/** Each answer gets a fair share; what one does not need, the others have. */
const shortest = 20;

/** One line of at most as many characters as a subject has; the first answer keeps most of it. */
export function subjectOf(said: Answers): string {
  const lines = said.map((text) => text.replaceAll(/\s+/gu, ' ').trim());
  const [topic = '', ...others] = lines;
  const tails = others.map((text) => cut(text, shortest * 2));
  const room = subjectCharacters - tails.reduce((sum, tail) => sum + lengthOf(tail), 0);
  const head = cut(topic, Math.max(shortest, room - between.length * tails.length));
  return [head, ...tails].filter((part) => part !== '').join(between);
}

const lengthOf = (text: string) => Array.from(text).length;

function cut(text: string, most: number): string {
  const signs = Array.from(text);
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
