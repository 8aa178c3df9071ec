import { expect, test } from 'vitest';
import { safeFileName, typeOfName } from '../../../conversation/protocol/file.ts';
import { endingOf } from './microphone.ts';
import { timeWords, voiceName } from './voice-words.ts';

test('time is said in minutes and seconds', () => {
  expect([0, 999, 7_000, 299_999, 300_000].map(timeWords)).toEqual([
    '0:00',
    '0:00',
    '0:07',
    '4:59',
    '5:00',
  ]);
});

test.each([
  'audio/webm;codecs=opus',
  'audio/ogg;codecs=opus',
  'audio/mp4',
  'audio/mp4;codecs=mp4a',
])('what a browser records as %s has a name under which it may be sent', (type) => {
  const name = voiceName('Voice message', new Date(2026, 10, 2, 3, 4, 5), endingOf(type) ?? '');
  expect(name).toMatch(/^Voice message 2026-11-02 03\.04\.05\.(weba|ogg|m4a)$/);
  expect(safeFileName(name)).toBe(name);
  expect(type.startsWith(typeOfName(name) ?? 'nothing')).toBe(true);
});

test('[W9] nothing else is sent as a voice', () => {
  expect(endingOf('video/webm')).toBeUndefined();
});
