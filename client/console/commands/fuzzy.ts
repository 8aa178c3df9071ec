/** Finds a line by letters of it, in order: "clco" finds "Close conversation". */

export interface Match {
  /** Higher is better. */
  readonly score: number;
  /** Which letters of the text were meant. */
  readonly at: readonly number[];
}

/** @returns undefined where not all letters are there; blanks in what is looked for do not count. */
export function fuzzyMatch(wanted: string, text: string): Match | undefined {
  const letters = Array.from(plain(wanted).replaceAll(/\s+/gu, ''));
  if (letters.length === 0) return { score: 0, at: [] };
  const hay = plain(text);
  // Whole words in a row beat letters here and there.
  const whole = hay.indexOf(plain(wanted).trim());
  if (whole !== -1) {
    const length = plain(wanted).trim().length;
    const begins = isBeginning(hay, whole) ? 40 : 0;
    return {
      score: 100 + begins - whole,
      at: Array.from({ length }, (_, index) => whole + index),
    };
  }
  const starts = indexesOf(hay, letters[0] ?? '');
  const tried = starts.slice(0, mostStarts).map((start) => from(hay, letters, start));
  return tried
    .filter((match) => match !== undefined)
    .reduce<Match | undefined>(
      (best, one) => (best && best.score >= one.score ? best : one),
      undefined,
    );
}

/** A long text has many places to begin; the first ones do [W8]. */
const mostStarts = 8;

function from(hay: string, letters: readonly string[], start: number): Match | undefined {
  const at: number[] = [];
  let score = 0;
  let from = start;
  for (const letter of letters) {
    const found = bestNext(hay, letter, from, at.at(-1));
    if (found === -1) return undefined;
    const last = at.at(-1);
    const isNext = last !== undefined && found === last + 1;
    score += isNext ? 4 : isBeginning(hay, found) ? 5 : -Math.min(3, found - from);
    at.push(found);
    from = found + 1;
  }
  return { score: score - start / 10, at };
}

/** The letter after the last one, else at the beginning of a word, else wherever it is. */
function bestNext(hay: string, letter: string, from: number, last: number | undefined): number {
  if (last === undefined || hay[from] === letter) return hay.indexOf(letter, from);
  for (let index = from; index < hay.length; index += 1) {
    if (hay[index] === letter && isBeginning(hay, index)) return index;
  }
  return hay.indexOf(letter, from);
}

function isBeginning(hay: string, index: number): boolean {
  return index === 0 || /[\s#@./-]/u.test(hay[index - 1] ?? '');
}

function indexesOf(hay: string, letter: string): number[] {
  const all: number[] = [];
  for (let at = hay.indexOf(letter); at !== -1; at = hay.indexOf(letter, at + 1)) all.push(at);
  return all;
}

/** Without case and accents, letter by letter: an index in it is one in the text. */
function plain(text: string): string {
  return text.replaceAll(/\P{ASCII}|[A-Z]/gu, (letter) => {
    const bare = letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
    return bare.length === letter.length ? bare : letter;
  });
}
