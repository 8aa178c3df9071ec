import { expect, test } from 'vitest';
import { visiblePart } from './visible-part.ts';

test('what a keyboard leaves of the page is used, wherever the browser moved it', () => {
  expect(visiblePart({ height: 379.6, offsetTop: 120.2, scale: 1 }, 700)).toEqual({
    top: 120,
    height: 380,
  });
});

test('bars of the browser, and whoever looks closer, change nothing', () => {
  expect(visiblePart({ height: 700, offsetTop: 0, scale: 1 }, 700)).toBeUndefined();
  expect(visiblePart({ height: 620, offsetTop: 0, scale: 1 }, 700)).toBeUndefined();
  expect(visiblePart({ height: 350, offsetTop: 200, scale: 2 }, 700)).toBeUndefined();
});
