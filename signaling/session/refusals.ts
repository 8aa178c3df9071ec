/** Every refusal of `/session` with its sentence; what somebody sent is never part of it. */
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import {
  transferNoteCharacters,
  type FromServer,
  type Question,
  type RefusalCode,
} from '../../conversation/protocol/session.ts';
import { subjectSentences } from '../../conversation/protocol/ticket.ts';

const sentences: Readonly<Record<RefusalCode, string>> = {
  malformed: 'This is not a message of the protocol.',
  'wrong-version':
    'This program is too old or too new for the server. Reload the page or update it.',
  'bad-ticket': 'The ticket is unknown, used or expired. Get a new one.',
  'not-allowed': 'You may not do this here.',
  'not-found': 'There is no such conversation.',
  'already-closed': 'The conversation is closed.',
  limit: 'That is more than is allowed at once. Close something first, or try again later.',
  flooding: 'Too much at once. Slow down.',
  'invalid-entry': 'An entry could not be accepted.',
  'not-joined': 'Join the conversation first.',
  busy: 'The server could not do this now. Try again in a moment.',
  'moved-on': 'Somebody else answers this conversation now.',
  'no-such-target': 'There is nobody like that in this department.',
  'target-inactive': 'Whoever this should go to is not active any more.',
  'target-away': 'They are not here right now.',
  'target-full': 'They hold as many conversations as they can.',
  'target-is-raiser': 'Whoever raised a conversation does not answer it.',
  'already-there': 'It is there already.',
  'already-yours': 'You answer this conversation already.',
  'note-too-long': `A note has at most ${transferNoteCharacters} characters.`,
  'subject-missing': subjectSentences['subject-missing'],
  'subject-too-long': subjectSentences['subject-too-long'],
  'no-ticket': 'This conversation is no ticket. Give it a subject first.',
  'customer-waits': 'The customer wrote last. Answer first.',
  'only-raiser': 'Only whoever raised this conversation can end it.',
  'only-starter': 'Only whoever began this, or staff, can end it.',
  'wrong-kind': 'This is not possible in conversations of this kind.',
  'not-enrolled': 'Only those who are enrolled there can write this.',
  erased: 'This conversation was deleted.',
  'too-many-threads':
    'You have as many open conversations here as are allowed. End one of them first.',
};

export interface RefusalContext {
  readonly conversation?: ConversationId | undefined;
  readonly log?: LogId;
  /** Where the archive's copy of `log` ends. */
  readonly next?: number;
  /** The question that is answered. */
  readonly about?: Question;
}

export function refusedMessage(
  code: RefusalCode,
  { conversation, ...place }: RefusalContext = {},
): Extract<FromServer, { type: 'refused' }> {
  return {
    type: 'refused',
    ...(conversation === undefined ? {} : { conversation }),
    code,
    message: sentences[code],
    ...place,
  };
}
