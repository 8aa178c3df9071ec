/** Made by the build (scripts/emoji-data.mjs). */
declare module 'virtual:emoji' {
  /** Emoji, name, other words, and 1 where it takes a skin tone. */
  type Row = readonly [emoji: string, name: string, words: string, tones?: 1];
  const groups: readonly (readonly [name: string, emoji: readonly Row[]])[];
  export default groups;
}

/** In another language, in the same order; empty where that has no word for it. */
declare module 'virtual:emoji-in-*' {
  type Row = readonly [name: string, words: string];
  export type Translated = readonly (readonly [name: string, emoji: readonly Row[]])[];
  const groups: Translated;
  export default groups;
}
