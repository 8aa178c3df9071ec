import { expect, test } from 'vitest';
import { viewersSentence } from './viewers-words.ts';

test('one, two and many are a whole sentence', () => {
  expect(viewersSentence(['Ada'])).toBe('Ada is viewing this too.');
  expect(viewersSentence(['Ada', 'Ben'])).toBe('Ada and Ben are viewing this too.');
  expect(viewersSentence(['Ada', 'Ben', 'Cy', 'Di'])).toBe(
    'Ada, Ben and 2 more are viewing this too.',
  );
});
