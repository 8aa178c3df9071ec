/**
 * Vite plugin for `virtual:emoji`: every emoji with its name, words to find it by, and whether it takes a skin tone,
 * by group; from what Unicode publishes (the packages unicode-emoji-json and emojilib).
 */
import { readFile } from 'node:fs/promises';

const id = 'virtual:emoji';
const mostWords = 8;

/** @returns {import('vite').Plugin} */
export function emojiData() {
  return {
    name: 'emoji-data',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(source) {
      if (source !== `\0${id}`) return undefined;
      const [groups, words] = await Promise.all([
        readJson('unicode-emoji-json/data-by-group.json'),
        readJson('emojilib'),
      ]);
      const rows = groups.map(({ name, emojis }) => [
        name,
        emojis.map(({ emoji, name: called, skin_tone_support: hasTones }) => {
          const known = new Set(called.toLowerCase().split(/[^a-z]+/));
          const others = (words[emoji] ?? [])
            .filter((word) => /^[a-z][a-z ]+$/.test(word) && !known.has(word))
            .slice(0, mostWords);
          return [emoji, called, others.join(' '), ...(hasTones ? [1] : [])];
        }),
      ]);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))});`;
    },
  };
}

async function readJson(path) {
  return JSON.parse(await readFile(new URL(import.meta.resolve(path)), 'utf8'));
}
