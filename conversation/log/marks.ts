/** How far each participant has received and read each log. Marks never go backwards (SPEC.md, TIM rules). */
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import type { Mark } from './payload.ts';

export type MarkKind = 'delivered' | 'read';

export interface Marks {
  /** @returns the log's positions [from, until) whose state may have changed, or undefined. */
  add(
    kind: MarkKind,
    by: ParticipantId,
    mark: Mark,
  ): { readonly from: number; readonly until: number } | undefined;
  /** The last position that `by` has marked, or -1. */
  upTo(kind: MarkKind, by: ParticipantId, log: LogId): number;
  /** Whether anybody but `author` has marked the position. */
  byOthers(kind: MarkKind, author: ParticipantId, log: LogId, seq: number): boolean;
  /** Who has marked the position. */
  all(kind: MarkKind, log: LogId, seq: number): ReadonlySet<ParticipantId>;
}

export function createMarks(): Marks {
  type ByParticipant = Map<ParticipantId, number>;
  const marks: Record<MarkKind, Map<LogId, ByParticipant>> = {
    delivered: new Map(),
    read: new Map(),
  };

  return {
    add(kind, by, [log, upTo]) {
      let byParticipant = marks[kind].get(log);
      if (byParticipant === undefined) {
        byParticipant = new Map();
        marks[kind].set(log, byParticipant);
      }
      const before = byParticipant.get(by) ?? -1;
      if (upTo <= before) return undefined;
      byParticipant.set(by, upTo);
      return { from: before + 1, until: upTo + 1 };
    },
    upTo: (kind, by, log) => marks[kind].get(log)?.get(by) ?? -1,
    all(kind, log, seq) {
      const marked = [...(marks[kind].get(log) ?? [])].filter(([, upTo]) => upTo >= seq);
      return new Set(marked.map(([by]) => by));
    },
    byOthers(kind, author, log, seq) {
      for (const [by, upTo] of marks[kind].get(log) ?? []) {
        if (by !== author && upTo >= seq) return true;
      }
      return false;
    },
  };
}
