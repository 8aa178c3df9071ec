/** All that is known of one message: its earlier texts, and when it reached whom (SPEC.md, TIM12). Pure. */
import type { Participant } from '../protocol/conversation.ts';
import { comparePlaced } from './effects.ts';
import type { Kept } from './kept-entries.ts';
import type { MarkKind } from './marks.ts';

export interface MessageDetails {
  /** Claimed by the author, ms of Unix time. */
  readonly writtenAt: number;
  /** By the archive's clock. */
  readonly receivedAt: number | undefined;
  /** The texts it had and has, oldest first; none where it was taken back. */
  readonly texts: readonly { readonly text: string; readonly at: number }[];
  /** When each of the others had it, and had read it; in that order. */
  readonly delivered: readonly Reached[];
  readonly read: readonly Reached[];
}

export interface Reached {
  readonly by: Participant;
  /** By the archive's clock where it is known, otherwise as they claim. */
  readonly at: number;
}

/**
 * @param about the edits, redactions and reactions that may count
 * @param readEntries all entries with marks
 * @returns undefined where it is not a message
 */
export function detailsOf(
  line: Kept,
  about: readonly Kept[],
  readEntries: readonly Kept[],
): MessageDetails | undefined {
  const { payload, author } = line;
  if (payload.type !== 'message') return undefined;
  const own = about
    .filter((it) => !it.isQuarantined && it.author.id === author.id)
    .toSorted(comparePlaced);
  const isTakenBack = own.some((it) => it.payload.type === 'redaction');
  const edits = own.flatMap(({ payload: it, at }) =>
    it.type === 'edit' ? [{ text: it.text, at }] : [],
  );
  return {
    writtenAt: line.at,
    receivedAt: line.receivedAt,
    texts: isTakenBack ? [] : [{ text: payload.text, at: line.at }, ...edits],
    delivered: reached(line, readEntries, ['delivered', 'read']),
    read: reached(line, readEntries, ['read']),
  };
}

function reached(
  { log, seq, author }: Kept,
  readEntries: readonly Kept[],
  kinds: readonly MarkKind[],
): readonly Reached[] {
  const first = new Map<string, Reached>();
  for (const entry of readEntries.toSorted(comparePlaced)) {
    const { payload } = entry;
    if (payload.type !== 'read' || entry.isQuarantined || entry.author.id === author.id) continue;
    const isMarked = kinds.some((kind) =>
      payload[kind]?.some(([marked, upTo]) => marked === log && upTo >= seq),
    );
    if (!isMarked || first.has(entry.author.id)) continue;
    first.set(entry.author.id, { by: entry.author, at: entry.receivedAt ?? entry.at });
  }
  return [...first.values()];
}
