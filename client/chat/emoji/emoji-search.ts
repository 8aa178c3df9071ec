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

/** @returns those whose words begin with all words of the query; the ones that are called so come first. */
export function findEmoji(groups: readonly EmojiGroup[], query: string): readonly Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const begins = (text: string, word: string) => ` ${text}`.includes(` ${word}`);
  const byName: Emoji[] = [];
  const byWords: Emoji[] = [];
  for (const one of groups.flatMap(({ emoji }) => emoji)) {
    const name = one.name.toLowerCase();
    if (wanted.every((word) => begins(name, word))) byName.push(one);
    else if (wanted.every((word) => begins(name, word) || begins(one.words, word))) {
      byWords.push(one);
    }
  }
  return [...byName, ...byWords].slice(0, mostFound);
}
