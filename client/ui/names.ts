/** @returns one or two characters to stand for a name: first letters of its first and last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = firstCharacter(words[0] ?? '');
  const last = words.length > 1 ? firstCharacter(words.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase() || '?';
}

/** By code point, so that an emoji or a letter outside the BMP is not cut in half. */
function firstCharacter(word: string): string {
  const characters = Array.from(word);
  const letter = characters.find((character) => /[\p{L}\p{N}]/u.test(character));
  return letter ?? characters[0] ?? '';
}

/** @returns a hue in degrees that stays with the name. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (hash * 47) % 360;
}
