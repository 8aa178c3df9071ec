import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { ParticipantId } from '../../conversation/protocol/ids.ts';
import { t, type KeyWith, type PlainKey } from '../words/words.ts';

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
  const name = item.participant?.name;
  const isBot = item.participant?.role === 'bot';
  const by = (nobody: Plain, somebody: Named, yourself: Plain) => {
    if (name === undefined) return t(nobody);
    return isYou ? t(yourself) : t(somebody, { name });
  };
  switch (item.event) {
    case 'assigned':
      if (isBot && name !== undefined) return t('system.bot-answers', { name });
      return by('system.here-for-you', 'system.joined-chat', 'system.you-joined-chat');
    case 'started':
      return by('system.begun', 'system.somebody-began', 'system.you-began');
    case 'joined':
      return by('system.somebody-came', 'system.came', 'system.you-came');
    case 'left':
      return by('system.somebody-left', 'system.left', 'system.you-left');
    case 'waiting':
      return t('system.waiting');
    case 'handover':
      return by('system.person-wanted', 'system.wants-person', 'system.you-want-person');
    case 'transferred':
      return t('system.passed-on');
    case 'watched':
      return by('system.somebody-watches', 'system.watches', 'system.you-watch');
    case 'unwatched':
      return by('system.somebody-watched', 'system.watched', 'system.you-watched');
    case 'closed':
      return by('system.closed', 'system.somebody-closed', 'system.you-closed');
    default:
      return undefined;
  }
}

type Plain = PlainKey & `system.${string}`;
type Named = KeyWith<'name'> & `system.${string}`;

/** @param names in order; @returns "Ada is typing", "Ada and Ben are typing", "Several people are typing" */
export function typingWords(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return t('typing.one', { name: first });
  return names.length === 2 ? t('typing.two', { first, second }) : t('typing.many');
}
