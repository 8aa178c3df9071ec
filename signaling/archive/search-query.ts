/** What people type into the search box, as an FTS5 query (https://sqlite.org/fts5.html, section 3), and its hits. */

/** More words than this find nothing more precise, and cost more. */
const mostWords = 12;
const longestWord = 64;

/**
 * Every word becomes a quoted string, so that no operator, column name or quote of the user means anything;
 * the last one also finds words that only begin with it.
 *
 * @returns undefined where nothing searchable was typed.
 */
export function toSearchQuery(typed: string): string | undefined {
  const words = typed
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => `"${Array.from(word).slice(0, longestWord).join('')}"`);
  return words.length === 0 ? undefined : `${words.join(' ')}*`;
}

export interface Segment {
  readonly text: string;
  /** This is what was searched for. */
  readonly hit: boolean;
}

/** Marks of a match in what SQLite returns: control characters, which no readable text contains (SPEC.md, PAY rules). */
export const matchBegins = '\u0001';
export const matchEnds = '\u0002';

/** Cuts SQLite's marked snippet into plain segments, so that nobody has to build markup from text. */
export function toSegments(marked: string): Segment[] {
  const segments: Segment[] = [];
  let hit = false;
  for (const piece of splitKeeping(marked)) {
    if (piece === matchBegins) hit = true;
    else if (piece === matchEnds) hit = false;
    else if (piece !== '') segments.push({ text: piece, hit });
  }
  return segments;
}

function splitKeeping(marked: string): string[] {
  return marked
    .split(matchBegins)
    .flatMap((part, i) => (i === 0 ? [part] : [matchBegins, part]))
    .flatMap((part) =>
      part.split(matchEnds).flatMap((it, i) => (i === 0 ? [it] : [matchEnds, it])),
    );
}
