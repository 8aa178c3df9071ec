/** Messages of made-up words, some of which are in every second one and most of which are rare. */
import { seeded } from '../../prove/support/random.ts';

const syllables =
  'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni'.split(' ');
const vocabulary = 30_000;
const wordsPerMessage = 12;

/** The n-th word: frequent ones are short, as in any language. */
function word(n: number): string {
  let text = '';
  for (let rest = n + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length] ?? '';
  }
  return text;
}

export interface Words {
  message(): string;
  /** What somebody types who remembers a message: a word, two of them, or how one begins. */
  query(message: string): readonly string[];
}

export function createWords(seed: number): Words {
  const random = seeded(seed);
  const words = Array.from({ length: vocabulary }, (_, n) => word(n));
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  return {
    message: () =>
      Array.from(
        { length: wordsPerMessage },
        // Zipf's law: the n-th word is n times as rare as the first.
        () => words[Math.floor(vocabulary ** random()) - 1] ?? '',
      ).join(' '),
    query(message) {
      const there = message.split(' ');
      const kind = random();
      if (kind < 0.4) return [pick(there)];
      if (kind < 0.8) return [pick(there), pick(there)];
      return [pick(there).slice(0, 4)];
    },
  };
}
