/** Whether a thread follows its newest message, decided from what the scroll container says. */

export interface ScrollView {
  /** All three in CSS pixels, as the DOM names them. */
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** Closer to the end than this counts as being there: a finger rarely hits the last pixel. */
const endZone = 48;

export function isAtEnd(view: ScrollView): boolean {
  return view.scrollHeight - view.scrollTop - view.clientHeight <= endZone;
}

/**
 * A reader lets go of the end only by moving up. Content that grows or is measured anew moves the end away
 * without that meaning anything, and the virtual list corrects `scrollTop` while the height changes.
 */
export function staysAtEnd(was: boolean, before: ScrollView, after: ScrollView): boolean {
  if (isAtEnd(after)) return true;
  const isSameLayout =
    before.scrollHeight === after.scrollHeight && before.clientHeight === after.clientHeight;
  return was && !(isSameLayout && after.scrollTop < before.scrollTop);
}
