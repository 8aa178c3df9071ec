/** Finding an emoji by words, and giving it a skin tone. Pure. */

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  /** Other words for it, with blanks between them. */
  readonly words: string;
  readonly hasTones: boolean;
}

export interface EmojiGroup {
  readonly name: string;
  readonly emoji: readonly Emoji[];
}

export const tones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
export type Tone = (typeof tones)[number];

/** Each of the people in it gets the tone (Unicode Technical Standard 51, 2.4). */
export function withTone({ emoji, hasTones }: Emoji, tone: Tone): string {
  if (!hasTones || tone === '') return emoji;
  return emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tone}`);
}

const mostFound = 60;

/** As people type it: without capitals, accents, hamza and vowel signs; œ and ß in two letters. */
const folded = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('ß', 'ss')
    .replaceAll(/['’“”"(]/g, ' ');

/** A word may stand behind the Arabic article. */
const begins = (text: string, word: string) =>
  ` ${text}`.includes(` ${word}`) || ` ${text}`.includes(` ال${word}`);

/** @returns finds those whose words begin with all words of the query; the ones that are called so come first. */
export function createEmojiFinder(
  groups: readonly EmojiGroup[],
): (query: string) => readonly Emoji[] {
  const all = groups
    .flatMap(({ emoji }) => emoji)
    .map((one) => ({ one, name: folded(one.name), words: folded(one.words) }));
  return (query) => {
    const wanted = folded(query).split(/\s+/).filter(Boolean);
    if (wanted.length === 0) return [];
    const byName: Emoji[] = [];
    const byWords: Emoji[] = [];
    for (const { one, name, words } of all) {
      if (wanted.every((word) => begins(name, word))) byName.push(one);
      else if (wanted.every((word) => begins(name, word) || begins(words, word))) {
        byWords.push(one);
      }
    }
    return [...byName, ...byWords].slice(0, mostFound);
  };
}
