import { afterEach, expect, test } from 'vitest';
import { speak } from '../words/words.ts';
import { namesInWords } from './names-in-words.ts';

afterEach(() => speak('en'));

test('[L4] names are listed as one says them', () => {
  expect(namesInWords(['Ana'])).toBe('Ana');
  expect(namesInWords(['Ana', 'Ben'])).toBe('Ana and Ben');
  expect(namesInWords(['Ana', 'Ben', 'Cleo'])).toBe('Ana, Ben and Cleo');
  expect(namesInWords(['Ana', 'Ben', 'Cleo', 'Dan', 'Eve'])).toBe('Ana, Ben and 3 others');
});

test('[L14] names are listed as the language of the page lists them', async () => {
  await speak('de');
  expect(namesInWords(['Ana', 'Ben', 'Cleo', 'Dan'])).toBe('Ana, Ben und 2 weiteren Personen');
});
