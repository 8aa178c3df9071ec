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
    .map((word) => `"${[...word].slice(0, longestWord).join('')}"`);
  return words.length === 0 ? undefined : `${words.join(' ')}*`;
}

export interface Segment {
  readonly text: string;
  /** This is what was searched for. */
  readonly match: boolean;
}

/** Marks of a match in the text that SQLite returns: private-use characters, removed from text before it is indexed. */
export const matchBegins = '\uE000';
export const matchEnds = '\uE001';

/** @returns the text to index: the marks above cannot come from a user. */
export function toIndexedText(text: string): string {
  return text.replaceAll(matchBegins, ' ').replaceAll(matchEnds, ' ');
}

/** Cuts SQLite's marked snippet into plain segments, so that nobody has to build markup from text. */
export function toSegments(marked: string): Segment[] {
  const segments: Segment[] = [];
  let match = false;
  for (const piece of marked.split(/([\uE000\uE001])/)) {
    if (piece === matchBegins) match = true;
    else if (piece === matchEnds) match = false;
    else if (piece !== '') segments.push({ text: piece, match });
  }
  return segments;
}
