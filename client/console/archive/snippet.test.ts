import { expect, test } from 'vitest';
import { tidySegments } from './snippet.ts';

test('a snippet becomes one line whose marked words stay marked', () => {
  const snippet = [
    { text: '…the\n\nlast ', hit: false },
    { text: 'invoice', hit: true },
    { text: '', hit: false },
    { text: 's', hit: true },
    { text: '  of\tMay', hit: false },
  ];
  expect(tidySegments(snippet)).toEqual([
    { text: '…the last ', hit: false },
    { text: 'invoices', hit: true },
    { text: ' of May', hit: false },
  ]);
});

test('[V-01] markup in a message stays text', () => {
  const snippet = [{ text: '<b>bold</b>', hit: true }];
  expect(tidySegments(snippet)).toEqual(snippet);
});
