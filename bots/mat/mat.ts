/** Replaces every word with "mat". */
import type { Bot } from '../runtime/bot.ts';

/** A word is a run of letters and digits, with the apostrophes and hyphens inside it. */
const word = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu;

/** "Don't sit, Cat!" becomes "Mat mat, Mat!": all that is not a word stays, and so does a capital letter. */
export function matWords(text: string): string {
  return text.replace(word, (found) => (/^\p{Lu}/u.test(found) ? 'Mat' : 'mat'));
}

export function createMatBot(): Bot {
  return {
    name: 'mat',
    shownName: 'Mat',
    onMessage(chat, { text }) {
      chat.say(matWords(text));
    },
  };
}
