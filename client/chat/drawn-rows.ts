/**
 * Which rows of a long thread are drawn. Everything is counted from the end, as the thread is scrolled: what is
 * above may turn out higher or lower than it was taken for, and nothing that is in view moves.
 */

/** Rows `from` to `to`, without the latter. */
export interface DrawnRows {
  readonly from: number;
  readonly to: number;
}

/** What a reader sees of a thread, in CSS pixels: how far the lower edge is from the end, and how much is in view. */
export interface ReaderView {
  readonly below: number;
  readonly height: number;
}

/** How much is drawn above and below what is in view, px. Drawn anew when less than a third of it is left. */
const margin = 600;
/** Drawn before anything is known of the view. */
const atFirst = 24;
/** At the end rows only come: when so many are more than enough, the first of them go. Each costs in every frame. */
const slackAtEnd = 16;

/** A row that was never drawn counts as this high, px: a bubble of one line in the middle of its group. */
export const usualHeight = 44;

/** @param enough rows, as of `enoughAtEnd` */
export function lastRows(count: number, enough: number = atFirst): DrawnRows {
  return { from: Math.max(0, count - enough), to: count };
}

/** @returns what is drawn when rows have come to the end of `drawn`, which was at the end before. */
export function atEndOf(drawn: DrawnRows, count: number, enough?: number): DrawnRows {
  const last = lastRows(count, enough);
  const isTooMuch = last.from - drawn.from > slackAtEnd;
  return isTooMuch ? last : { from: Math.min(drawn.from, last.from), to: count };
}

/**
 * @param height of the view, px
 * @param heightOf of the row at an index, px
 * @returns how many rows are drawn at the end: those in view, and some for whoever begins to scroll
 */
export function enoughAtEnd(
  height: number,
  count: number,
  heightOf: (index: number) => number,
): number {
  let from = count;
  for (let at = 0; from > 0 && at < height + margin / 2; from -= 1) at += heightOf(from - 1);
  return count - from;
}

/**
 * @param heightOf of the row at an index, px
 * @returns what to draw for a view: `drawn` itself as long as that reaches far enough beyond it
 */
export function rowsFor(
  view: ReaderView,
  drawn: DrawnRows,
  count: number,
  heightOf: (index: number) => number,
): DrawnRows {
  const reach = (distance: number): DrawnRows => {
    const low = view.below - distance;
    const high = view.below + view.height + distance;
    let to = count;
    let at = 0;
    for (; to > 1 && at + heightOf(to - 1) <= low; to -= 1) at += heightOf(to - 1);
    let from = to;
    for (; from > 0 && at < high; from -= 1) at += heightOf(from - 1);
    return { from, to };
  };
  const needed = reach(margin / 3);
  return drawn.from <= needed.from && needed.to <= drawn.to ? drawn : reach(margin);
}

/** @returns rows around one that somebody wants to see. */
export function rowsAround(index: number, count: number): DrawnRows {
  return {
    from: Math.max(0, index - atFirst / 2),
    to: Math.min(count, index + atFirst / 2),
  };
}

/** @returns how high the rows `from` to `to` are together, px. */
export function heightBetween(
  from: number,
  to: number,
  heightOf: (index: number) => number,
): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += heightOf(index);
  return sum;
}

/** Closer to the end than this counts as being there: a finger rarely hits the last pixel. */
const endZone = 48;

export function isAtEnd(below: number): boolean {
  return below <= endZone;
}
