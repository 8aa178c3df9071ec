/** What one entry shows as, to one viewer (SPEC.md, TIM rules). Pure. */
import type { ParticipantId } from '../protocol/ids.ts';
import { unreachable } from '../protocol/result.ts';
import { messageNow } from './effects.ts';
import type { Kept } from './kept-entries.ts';
import type { Marks } from './marks.ts';
import type { MessageState, TimelineItem } from './timeline.ts';

/**
 * @param about the entries that refer to this one, in any order
 * @returns undefined where the viewer sees nothing (TIM8, TIM9)
 */
export function itemOf(
  line: Kept,
  about: readonly Kept[],
  marks: Marks,
  viewer: ParticipantId | undefined,
): TimelineItem | undefined {
  const { payload, author, isQuarantined } = line;
  const mine = author.id === viewer;
  if (isQuarantined && !(mine && payload.type === 'message')) return undefined;
  const common = { id: line.id, author, mine, at: line.at, receivedAt: line.receivedAt };
  switch (payload.type) {
    case 'message': {
      const now = messageNow(payload.text, author, about);
      if (now.text === undefined) return { ...common, kind: 'redacted' };
      const { text, edited, reactions } = now;
      const state = mine ? stateOf(line, marks) : undefined;
      return { ...common, kind: 'message', text, edited, reactions, state };
    }
    case 'system': {
      const { event, participant } = payload;
      return { ...common, kind: 'system', event, participant };
    }
    case 'erased':
      return line.showsErased ? { ...common, kind: 'redacted' } : undefined;
    case 'unsupported':
      return { ...common, kind: 'unsupported' };
    case 'edit':
    case 'redaction':
    case 'reaction':
    case 'read':
      return undefined;
    default:
      return unreachable(payload);
  }
}

function stateOf(line: Kept, marks: Marks): MessageState {
  if (line.isQuarantined) return 'refused';
  if (marks.byOthers('read', line.author.id, line.log, line.seq)) return 'read';
  if (marks.byOthers('delivered', line.author.id, line.log, line.seq)) return 'delivered';
  return line.receivedAt === undefined ? 'sending' : 'saved';
}

/** Keeps the former object where the new one says the same: components compare by identity. */
export function sameOr(
  before: TimelineItem | undefined,
  now: TimelineItem | undefined,
): TimelineItem | undefined {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
