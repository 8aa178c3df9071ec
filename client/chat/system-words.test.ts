import { expect, test } from 'vitest';
import type { ParticipantId } from '../../conversation/protocol/ids.ts';
import { fakeParticipant } from '../state/fake-peer.fixture.ts';
import { systemWords, typingWords } from './system-words.ts';

test('who types is said for one, two and many', () => {
  expect(typingWords([])).toBe('');
  expect(typingWords(['Ada'])).toBe('Ada is typing');
  expect(typingWords(['Ada', 'Ben'])).toBe('Ada and Ben are typing');
  expect(typingWords(['Ada', 'Ben', 'Cem'])).toBe('Several people are typing');
});

test('a system line calls its reader you, and everybody else by name', () => {
  const ada = fakeParticipant('Ada', 'agent');
  const mat = fakeParticipant('Mat', 'bot');
  const joined = { event: 'assigned', participant: ada };
  expect(systemWords(joined, ada.id)).toBe('You joined the chat.');
  expect(systemWords(joined, mat.id)).toBe('Ada joined the chat.');
  expect(systemWords(joined, undefined)).toBe('Ada joined the chat.');
  expect(systemWords({ event: 'assigned', participant: mat }, ada.id)).toBe('Mat answers now.');
  expect(systemWords({ event: 'handover', participant: mat }, ada.id)).toBe(
    'Mat asked for a person.',
  );
  expect(systemWords({ event: 'handover', participant: undefined }, ada.id)).toBe(
    'A person was asked for.',
  );
  expect(systemWords({ event: 'closed', participant: ada }, ada.id)).toBe(
    'You closed the conversation.',
  );
  expect(systemWords({ event: 'closed', participant: undefined }, ada.id)).toBe(
    'The conversation was closed.',
  );
});

test('an event of a later version has no words', () => {
  expect(systemWords({ event: 'teleported', participant: undefined }, undefined)).toBeUndefined();
});

test('[U2] [L6] whoever is passed on, or read along with, is told so', () => {
  const participant = { id: 'a' as ParticipantId, name: 'Ada', role: 'agent' } as const;
  const words = (event: string) => systemWords({ event, participant }, undefined);
  expect(words('transferred')).toBe('Passed on to another team.');
  expect(words('watched')).toBe('Ada reads along.');
  expect(words('unwatched')).toBe('Ada stopped reading along.');
});

test('[L4] a group tells who began it, came and left', () => {
  const ada = fakeParticipant('Ada', 'agent');
  const words = (event: string) => systemWords({ event, participant: ada }, undefined);
  expect(['started', 'joined', 'left'].map(words)).toEqual([
    'Ada began this.',
    'Ada came in.',
    'Ada left.',
  ]);
  expect(systemWords({ event: 'left', participant: ada }, ada.id)).toBe('You left.');
});
