/** Which conversation needs an agent most, and since when. */
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { ConversationStatus } from '../../../conversation/protocol/conversation.ts';
import { lineOf } from '../../chat/line-of.ts';

export interface Attention {
  /** Since when the client waits for an answer, ms of Unix time; undefined while nobody waits. */
  readonly waitingSince: number | undefined;
  /** Greater is more urgent. */
  readonly priority: number;
  readonly unread: number;
  /** The last thing that happened, ms of Unix time. */
  readonly activeAt: number;
}

/**
 * Unanswered clients first, then unread messages; of each the more urgent first. Then the longest wait, or the latest
 * activity.
 */
export function compareAttention(a: Attention, b: Attention): number {
  if (a.waitingSince !== undefined || b.waitingSince !== undefined) {
    const isWaiting = (one: Attention) => Number(one.waitingSince !== undefined);
    return (
      isWaiting(b) - isWaiting(a) ||
      b.priority - a.priority ||
      (a.waitingSince ?? 0) - (b.waitingSince ?? 0) ||
      b.activeAt - a.activeAt
    );
  }
  return (
    Number(b.unread > 0) - Number(a.unread > 0) ||
    b.priority - a.priority ||
    b.activeAt - a.activeAt
  );
}

/**
 * A client waits from their first message that nobody answered. A bot's word is an answer until the
 * conversation is given to a person: from then on the client waits for that person's first word.
 *
 * @param items in timeline order.
 * @returns ms of Unix time, or undefined where nobody waits.
 */
export function waitingSince(
  items: readonly TimelineItem[],
  status: ConversationStatus | undefined,
): number | undefined {
  if (status?.state === 'closed') return undefined;
  let since: number | undefined;
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item === undefined || item.kind !== 'message') continue;
    if (item.author.role === 'client') since = shownAt(item);
    else if (since !== undefined || item.author.role === 'agent') return since;
    else return personAsked(status, shownAt(item));
  }
  return since;
}

/** A bot had the last word: somebody waits only if a person took over after the client came. */
function personAsked(status: ConversationStatus | undefined, botSpokeAt: number) {
  if (status?.state !== 'assigned' || status.to.role !== 'agent') return undefined;
  return status.since >= botSpokeAt ? status.since : undefined;
}

/** The archive's clock where it has spoken, else the author's. */
function shownAt(item: TimelineItem): number {
  return item.receivedAt ?? item.at;
}

export interface LastLine {
  readonly text: string;
  readonly mine: boolean;
  /** Whoever wrote it. */
  readonly by: string;
}

/** One line that says what was said last. */
export function lastLine(items: readonly TimelineItem[]): LastLine | undefined {
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item?.kind === 'message') {
      return { text: lineOf(item), mine: item.mine, by: item.author.name };
    }
    if (item?.kind === 'redacted') {
      return { text: 'Message removed', mine: item.mine, by: item.author.name };
    }
  }
  return undefined;
}

/** @returns when the last item was received or written, or `otherwise` for an empty conversation. */
export function lastActiveAt(items: readonly TimelineItem[], otherwise: number): number {
  const last = items.at(-1);
  return last === undefined ? otherwise : shownAt(last);
}
