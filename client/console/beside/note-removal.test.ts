import { expect, test } from 'vitest';
import type { ConversationId, NoteId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { undoWithinMs } from '../conversations/closing.ts';
import { createHandClock } from '../hand-clock.fixture.ts';
import type { UndoOffer } from '../undo/undo.ts';
import { createNoteRemoval } from './note-removal.ts';

const conversation = 'c' as ConversationId;
const note = 'n' as NoteId;

function setUp() {
  const clock = createHandClock();
  const deleted: string[] = [];
  const offers: UndoOffer[] = [];
  let answer: 'ok' | 'offline' | 'not-found' = 'ok';
  const removal = createNoteRemoval({
    clock,
    api: {
      async deleteNote(_conversation, id) {
        deleted.push(id);
        return answer === 'ok' ? accept({}) : refuse({ code: answer, message: 'It did not work.' });
      },
    },
    undo: {
      offer(offer) {
        offers.push(offer);
        return () => void offers.splice(offers.indexOf(offer), 1);
      },
    },
  });
  return { clock, deleted, offers, removal, answers: (now: typeof answer) => (answer = now) };
}

test('a deleted note is gone from the screen at once, and deleted once it cannot be taken back any more', () => {
  const { clock, deleted, offers, removal } = setUp();
  removal.begin(conversation, note);
  removal.begin(conversation, note);
  expect([...removal.hidden()]).toEqual([note]);
  expect(offers).toHaveLength(1);
  clock.pass(undoWithinMs - 1);
  expect(deleted).toEqual([]);
  clock.pass(1);
  expect(deleted).toEqual([note]);
  expect(offers).toEqual([]);
  // The server's word that something changed may come later: it does not appear again.
  expect([...removal.hidden()]).toEqual([note]);
});

test('a note that is taken back was never deleted', () => {
  const { clock, deleted, offers, removal } = setUp();
  removal.begin(conversation, note);
  void offers[0]?.undo();
  expect([...removal.hidden()]).toEqual([]);
  clock.pass(undoWithinMs);
  expect(deleted).toEqual([]);
});

test('a page that goes away deletes what is pending', () => {
  const { clock, deleted, removal } = setUp();
  removal.begin(conversation, note);
  removal.flush();
  expect(deleted).toEqual([note]);
  clock.pass(undoWithinMs);
  expect(deleted).toEqual([note]);
  expect(clock.pending()).toBe(0);
});

test('a note that could not be deleted comes back with the reason, until it is tried again', async () => {
  const { clock, removal, answers } = setUp();
  answers('offline');
  removal.begin(conversation, note);
  clock.pass(undoWithinMs);
  await expect.poll(() => removal.troubleOf(note)).toBe('It did not work.');
  expect([...removal.hidden()]).toEqual([]);
  answers('not-found');
  removal.begin(conversation, note);
  expect(removal.troubleOf(note)).toBeUndefined();
  removal.flush();
  await Promise.resolve();
  expect([...removal.hidden()]).toEqual([note]);
});
