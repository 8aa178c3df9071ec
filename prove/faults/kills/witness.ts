/** Looks at what peers show, and remembers all that was ever shown as saved. */
import type { Conversation } from '../../../conversation/peer/api.ts';
import { splitEntryId } from '../../../conversation/protocol/ids.ts';
import { must } from '../../support/claim.ts';
import { entryOf, type Saved } from '../../support/saved.ts';

export interface Witness {
  /** @throws Broken where something is shown twice, out of order, with a gap, or as saved no more. */
  look(): void;
  shownAsSaved(): readonly Saved[];
}

/** Everybody says texts like `who 1`, `who 2` …, so that what somebody shows of one author must count from 1. */
export function createWitness(
  shown: readonly Conversation[],
  isCounted: (who: string) => boolean = () => true,
): Witness {
  const saved = new Map<string, Saved>();

  function lookAt(conversation: Conversation, viewer: number): void {
    const counts = new Map<string, number>();
    const now = new Map<string, number>();
    for (const item of conversation.items()) {
      const entry = splitEntryId(item.id);
      if (item.kind !== 'message' || entry === undefined) continue;
      const [who = '', n] = item.text.split(' ');
      if (isCounted(who)) {
        const next = (counts.get(who) ?? 0) + 1;
        must(Number(n) === next, `viewer ${viewer} shows "${who} ${n}" where ${next} follows`);
        counts.set(who, next);
      }
      if (item.receivedAt === undefined) continue;
      const it = {
        conversation: conversation.id,
        log: entry.log,
        logSeq: entry.seq,
        receivedAt: item.receivedAt,
      };
      saved.set(entryOf(it), it);
      now.set(entryOf(it), item.receivedAt);
    }
    for (const it of saved.values()) {
      if (it.conversation !== conversation.id || !was(viewer).has(entryOf(it))) continue;
      must(
        now.get(entryOf(it)) === it.receivedAt,
        `viewer ${viewer} showed ${entryOf(it)} as saved, and does no more`,
      );
    }
    for (const key of now.keys()) was(viewer).add(key);
  }

  const before = new Map<number, Set<string>>();
  function was(viewer: number): Set<string> {
    const known = before.get(viewer) ?? new Set();
    before.set(viewer, known);
    return known;
  }

  return {
    look: () => shown.forEach(lookAt),
    shownAsSaved: () => [...saved.values()],
  };
}
