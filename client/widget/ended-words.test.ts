import { expect, test } from 'vitest';
import { endedWords } from './ended-words.ts';
import { signInThere } from './visitor-ticket.ts';

const ended = (code: 'wrong-version' | 'not-allowed') =>
  endedWords({ state: 'ended', code, message: 'Any sentence.' });

test('[W3] a page that is out of date offers to load again, never to forget what was not sent', () => {
  expect(ended('wrong-version')).toMatchObject({ remedy: 'reload', button: 'Load again' });
});

test('whoever the server does not know any more may begin again', () => {
  expect(ended('not-allowed')?.remedy).toBe('forget');
});

test('[R1] whom a site does not vouch for is told where to sign in, and forgets nothing', () => {
  const words = endedWords({ state: 'ended', code: 'not-allowed', message: signInThere });
  expect(words).toEqual({ sentence: signInThere, button: 'Try again', remedy: 'reload' });
});

test('a session that comes back by itself says nothing', () => {
  expect(endedWords({ state: 'offline', retryAt: 0 })).toBeUndefined();
  expect(endedWords({ state: 'connecting' })).toBeUndefined();
});
