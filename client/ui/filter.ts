/** Whether words that somebody types are found in what stands in a line of a list. */

/** Without regard to case and accents; every word must be there, in any order and in any of the texts. */
export function matches(words: string, texts: readonly (string | undefined)[]): boolean {
  const wanted = plain(words).split(/\s+/u).filter(Boolean);
  if (wanted.length === 0) return true;
  const all = plain(texts.filter((text) => text !== undefined).join('\n'));
  return wanted.every((word) => all.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Below this many lines one sees them all. */
export const filterFrom = 6;
