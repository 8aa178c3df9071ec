/** Which rows of a long list are worth drawing. Knows no page. */

export interface DrawnPart {
  readonly from: number;
  /** The first row behind it. */
  readonly to: number;
  /** What stands for the rows above and below, px. */
  readonly above: number;
  readonly below: number;
}

/** Shorter lists are drawn whole: the browser finds words in them, and nothing has to be measured. */
export const drawnWhole = 100;
/** Beyond the view, px: what comes into it by one turn of a wheel is there already. */
export const beyondPx = 600;
/** Where a view begins, this many rows stand still: one pixel more draws nothing anew. */
const step = 8;

/**
 * @param heightOf of a row, px; guessed where it was never drawn.
 * @param view from where to where one sees, px from the top of the list.
 */
export function drawnPart(
  count: number,
  heightOf: (index: number) => number,
  view: { readonly top: number; readonly bottom: number },
): DrawnPart {
  if (count <= drawnWhole) return { from: 0, to: count, above: 0, below: 0 };
  const tops = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    tops[index + 1] = (tops[index] ?? 0) + heightOf(index);
  }
  const topOf = (index: number) => tops[Math.min(index, count)] ?? 0;
  const whole = topOf(count);
  const first = rowAt(tops, view.top - beyondPx);
  const last = rowAt(tops, view.bottom + beyondPx);
  const from = Math.floor(first / step) * step;
  const to = Math.min(count, (Math.floor(last / step) + 1) * step);
  return { from, to, above: topOf(from), below: whole - topOf(to) };
}

/** The row at a place, by halves. */
function rowAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
