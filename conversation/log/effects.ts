/** What later entries do to a message: order, edits, redactions, reactions (SPEC.md, TIM rules). Pure. */
import type { Participant } from '../protocol/conversation.ts';
import type { LogId } from '../protocol/ids.ts';
import type { Payload } from './payload.ts';

/** An entry with its place among all others. */
export interface Placed {
  readonly log: LogId;
  readonly seq: number;
  readonly depth: number;
  /** In the archive's order (`LogReceipts.placeOf`). */
  readonly place: number | undefined;
}

/** TIM1: what the archive numbered comes in that order, then the others by depth, log and position. */
export function comparePlaced(a: Placed, b: Placed): number {
  if (a.place !== undefined && b.place !== undefined && a.place !== b.place) {
    return a.place - b.place;
  }
  if ((a.place === undefined) !== (b.place === undefined)) return a.place === undefined ? 1 : -1;
  return a.depth - b.depth || a.log - b.log || a.seq - b.seq;
}

export interface Said extends Placed {
  readonly author: Participant;
  readonly payload: Payload;
  /** Authentic, but the archive keeps it from the others. */
  readonly isQuarantined: boolean;
}

export interface MessageNow {
  /** Undefined: redacted. */
  readonly text: string | undefined;
  readonly edited: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly Participant[] }[];
}

/** One for all of the many messages that have none. */
const noReactions: MessageNow['reactions'] = [];

/**
 * @param original the text as first written
 * @param author who wrote it: nobody else edits or redacts it (TIM4)
 * @param about every entry that refers to it, in any order
 */
export function messageNow(
  original: string,
  author: Participant,
  about: readonly Said[],
): MessageNow {
  if (about.length === 0) return { text: original, edited: false, reactions: noReactions };
  let text = original;
  let edited = false;
  /** By emoji, then by participant; the last word of each stands. */
  const reactions = new Map<string, Map<string, Participant>>();
  for (const said of about.filter((each) => !each.isQuarantined).toSorted(comparePlaced)) {
    const { payload } = said;
    const isOwn = said.author.id === author.id;
    if (payload.type === 'redaction' && isOwn) {
      return { text: undefined, edited: false, reactions: [] };
    }
    if (payload.type === 'edit' && isOwn) {
      text = payload.text;
      edited = true;
    }
    if (payload.type === 'reaction') {
      const by = reactions.get(payload.emoji) ?? new Map<string, Participant>();
      if (!payload.on) by.delete(said.author.id);
      else if (!by.has(said.author.id)) by.set(said.author.id, said.author);
      if (by.size === 0) reactions.delete(payload.emoji);
      else reactions.set(payload.emoji, by);
    }
  }
  return {
    text,
    edited,
    reactions: [...reactions].map(([emoji, by]) => ({ emoji, by: [...by.values()] })),
  };
}
