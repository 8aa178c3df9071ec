import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { ParticipantId } from '../../conversation/protocol/ids.ts';

/**
 * What a system line says. An event that this version does not know says nothing (undefined).
 *
 * @param you who reads it; undefined where nobody in it does, as in a transcript.
 */
export function systemWords(
  item: Pick<Extract<TimelineItem, { kind: 'system' }>, 'event' | 'participant'>,
  you: ParticipantId | undefined,
): string | undefined {
  const isYou = you !== undefined && item.participant?.id === you;
  const name = isYou ? 'You' : item.participant?.name;
  switch (item.event) {
    case 'assigned':
      if (name === undefined) return 'Somebody is here for you now.';
      return item.participant?.role === 'bot' ? `${name} answers now.` : `${name} joined the chat.`;
    case 'started':
      return name === undefined ? 'It was begun.' : `${name} began this.`;
    case 'joined':
      return name === undefined ? 'Somebody came in.' : `${name} came in.`;
    case 'left':
      return name === undefined ? 'Somebody left.' : `${name} left.`;
    case 'waiting':
      return 'Waiting for the next free person.';
    case 'handover':
      return name === undefined ? 'A person was asked for.' : `${name} asked for a person.`;
    case 'transferred':
      return 'Passed on to another team.';
    case 'watched':
      return name === undefined ? 'Somebody reads along.' : `${name} reads along.`;
    case 'unwatched':
      return name === undefined
        ? 'Somebody stopped reading along.'
        : `${name} stopped reading along.`;
    case 'closed':
      return name === undefined
        ? 'The conversation was closed.'
        : `${name} closed the conversation.`;
    default:
      return undefined;
  }
}

/** @param names in order; @returns "Ada is typing", "Ada and Ben are typing", "Several people are typing" */
export function typingWords(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is typing`;
  return names.length === 2 ? `${first} and ${second} are typing` : 'Several people are typing';
}
