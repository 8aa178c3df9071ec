/** A slash at the beginning of a word asks for a canned reply: which ones, and in which order. */
import type { CannedReply, ReplyPlace } from '../../../conversation/protocol/http/replies.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';

/** What was typed: from the slash to the caret. */
export interface Slash {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const atCaret = /(?:^|\s)\/([\p{L}\p{M}\p{N}_-]{0,32})$/u;

/** @returns undefined where the caret is not behind such a slash; "and/or" and addresses have none. */
export function slashAt(text: string, caret: number): Slash | undefined {
  // A shortcut is short: what stands further before does not matter.
  const start = Math.max(0, caret - 40);
  const found = atCaret.exec(text.slice(start, caret));
  const words = found?.[1];
  if (words === undefined) return undefined;
  return { from: caret - words.length - 1, to: caret, words };
}

/** Enough to choose from without scrolling; typing on finds the others. */
export const mostShown = 8;

const nearness: Readonly<Record<ReplyPlace['kind'], number>> = {
  personal: 0,
  department: 1,
  global: 2,
};

/**
 * Those of a conversation that fit: shortcuts that begin so come first, then words in the text. Of the same shortcut
 * the nearest one counts: one's own before the department's before everybody's.
 */
export function fitting(
  all: readonly CannedReply[],
  words: string,
  department: DepartmentId | undefined,
): readonly CannedReply[] {
  const wanted = words.normalize('NFC').toLowerCase();
  const nearest = new Map<string, CannedReply>();
  const usable = all
    .filter(({ place }) => place.kind !== 'department' || place.department === department)
    .toSorted((a, b) => nearness[a.place.kind] - nearness[b.place.kind]);
  for (const reply of usable) {
    if (!nearest.has(reply.shortcut)) nearest.set(reply.shortcut, reply);
  }
  return [...nearest.values()]
    .map((reply) => ({ reply, rank: rankOf(reply, wanted) }))
    .filter(({ rank }) => rank < noMatch)
    .toSorted((a, b) => a.rank - b.rank || (a.reply.shortcut < b.reply.shortcut ? -1 : 1))
    .slice(0, mostShown)
    .map(({ reply }) => reply);
}

const noMatch = 4;

function rankOf({ shortcut, text }: CannedReply, wanted: string): number {
  if (shortcut === wanted) return 0;
  if (shortcut.startsWith(wanted)) return 1;
  if (shortcut.includes(wanted)) return 2;
  // Two letters stand in nearly every text.
  return wanted.length > 2 && text.toLowerCase().includes(wanted) ? 3 : noMatch;
}
