/** What one entry shows as, to one viewer (SPEC.md, TIM rules). Pure. */
import type { ParticipantId } from '../protocol/ids.ts';
import { unreachable } from '../protocol/result.ts';
import { messageNow } from './effects.ts';
import type { Kept } from './kept-entries.ts';
import type { Marks } from './marks.ts';
import { howSaid, type HowSaid } from './payload.ts';
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
  const { payload, id, author, at, receivedAt, isQuarantined } = line;
  const mine = author.id === viewer;
  if (isQuarantined && !(mine && payload.type === 'message')) return undefined;
  switch (payload.type) {
    case 'message': {
      const { text, edited, reactions } = messageNow(payload.text, author, about);
      if (text === undefined) return { id, author, mine, at, receivedAt, kind: 'redacted' };
      const state = mine ? stateOf(line, marks) : undefined;
      // Written out: spreading the common part took most of the time of a long conversation's first drawing.
      const item: TimelineItem = {
        id,
        author,
        mine,
        at,
        receivedAt,
        kind: 'message',
        text,
        edited,
        reactions,
        state,
      };
      return isPlain(payload) ? item : { ...item, ...howSaid(payload) };
    }
    case 'system': {
      const { event, participant } = payload;
      return { id, author, mine, at, receivedAt, kind: 'system', event, participant };
    }
    case 'erased':
      if (!line.showsErased) return undefined;
      return { id, author, mine, at, receivedAt, kind: 'redacted' };
    case 'unsupported':
      return { id, author, mine, at, receivedAt, kind: 'unsupported' };
    case 'edit':
    case 'redaction':
    case 'reaction':
    case 'read':
      return undefined;
    default:
      return unreachable(payload);
  }
}

function isPlain({ greeting, answers, replyTo, files }: HowSaid): boolean {
  return (greeting ?? answers ?? replyTo ?? files) === undefined;
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
  if (before === undefined || now === undefined) return now;
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
