import groups from 'virtual:emoji';
import type { EmojiGroup } from './emoji-search.ts';

export const emojiGroups: readonly EmojiGroup[] = groups.map(([name, rows]) => ({
  name,
  emoji: rows.map(([emoji, called, words, hasTones]) => {
    return { emoji, name: called, words, hasTones: hasTones === 1 };
  }),
}));
