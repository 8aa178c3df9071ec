/** Every refusal of `/session` with its sentence; what somebody sent is never part of it. */
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { FromServer, RefusalCode } from '../../conversation/protocol/session.ts';

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
};

export interface RefusalContext {
  readonly conversation?: ConversationId | undefined;
  readonly log?: LogId;
  /** Where the archive's copy of `log` ends. */
  readonly next?: number;
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
