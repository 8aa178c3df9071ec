/** All emoji with their names and words, in the language of the page. */
import groups from 'virtual:emoji';
import type { Translated } from 'virtual:emoji-in-*';
import type { Language } from '../../words/language.ts';
import type { EmojiGroup } from './emoji-search.ts';

export const emojiGroups: readonly EmojiGroup[] = groups.map(([name, rows]) => ({
  name,
  emoji: rows.map(([emoji, called, words, hasTones]) => {
    return { emoji, name: called, words, hasTones: hasTones === 1 };
  }),
}));

const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Translated }>>> = {
  de: () => import('virtual:emoji-in-de'),
  es: () => import('virtual:emoji-in-es'),
  fr: () => import('virtual:emoji-in-fr'),
  ar: () => import('virtual:emoji-in-ar'),
};

/** They are found by their English words as well. Rejects where the language cannot be loaded. */
export async function emojiGroupsIn(language: Language): Promise<readonly EmojiGroup[]> {
  if (language === 'en') return emojiGroups;
  const translated = (await others[language]()).default;
  return emojiGroups.map(({ name, emoji }, at) => {
    const [called = name, rows = []] = translated[at] ?? [];
    return {
      name: called,
      emoji: emoji.map((one, index) => {
        const [ownName = '', ownWords = ''] = rows[index] ?? [];
        if (ownName === '') return one;
        return { ...one, name: ownName, words: `${ownWords} ${one.name} ${one.words}` };
      }),
    };
  });
}
