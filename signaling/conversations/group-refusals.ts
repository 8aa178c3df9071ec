/** Why a group or a thread between departments was not begun or changed, as an answer with a sentence. */
import { mostInvited } from '../../conversation/protocol/http/groups.ts';
import { notAllowed, notFound, refusal, type Answer } from '../http/answer.ts';
import type { RaiseRefusal } from '../session/handlers/raise.ts';
import type { ErasingRefusal } from './erasing.ts';
import type { InviteRefusal, LeaveRefusal, StartRefusal } from './groups-store.ts';
import type { SeatRefusal } from './raising-seat.ts';

export type GroupRefusal =
  | StartRefusal
  | InviteRefusal
  | LeaveRefusal
  | SeatRefusal
  | ErasingRefusal
  | 'flooding';

const tooFast = () => refusal('throttled', 'Too many new conversations. Try again in a moment.');

const groupAnswers: Readonly<Record<GroupRefusal, () => Answer>> = {
  'not-found': notFound,
  'not-allowed': notAllowed,
  'kind-not-allowed': () =>
    refusal('conflict', 'This department does not allow conversations of this kind.', 'kind'),
  'title-missing': () => refusal('conflict', 'Say what it is about.', 'title'),
  'title-not-wanted': () =>
    refusal('conflict', 'What two say to each other has no title.', 'title'),
  'nobody-like-that': () =>
    refusal('conflict', 'You can reach nobody like that in this department.', 'people'),
  'one-person': () => refusal('conflict', 'Choose exactly one other person.', 'people'),
  'too-many-people': () =>
    refusal('conflict', `A group has at most ${mostInvited + 1} people.`, 'people'),
  'too-many-open': () =>
    refusal('conflict', 'As many of these are open as are allowed. Close one of them first.'),
  'already-closed': () => refusal('conflict', 'The conversation is closed.'),
  'answers-it': () => refusal('conflict', 'You answer this conversation for the other department.'),
  'only-raiser': () => refusal('conflict', 'Only whoever raised this conversation can delete it.'),
  'still-open': () => refusal('conflict', 'Close the conversation first.'),
  flooding: tooFast,
};

export const refusedGroup = (why: GroupRefusal): Answer => groupAnswers[why]();

const threadAnswers: Readonly<Record<RaiseRefusal, () => Answer>> = {
  'not-found': () =>
    refusal('conflict', 'These two departments do not talk to each other this way.', 'to'),
  'too-many-threads': () =>
    refusal(
      'conflict',
      'Your department has as many open conversations there as are allowed. End one of them first.',
      'to',
    ),
  limit: () => refusal('conflict', 'You have as many open conversations as are allowed at once.'),
  flooding: tooFast,
  // The id was made just now, so it is nobody else's; and nobody is enrolled for this.
  'not-allowed': notFound,
  'not-enrolled': notFound,
};

export const refusedThread = (why: RaiseRefusal): Answer => threadAnswers[why]();
