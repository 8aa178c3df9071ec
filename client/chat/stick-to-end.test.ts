import { expect, test } from 'vitest';
import { isAtEnd, staysAtEnd } from './stick-to-end.ts';

const view = (scrollTop: number, scrollHeight = 1000, clientHeight = 400) => ({
  scrollTop,
  scrollHeight,
  clientHeight,
});

test('close to the last pixel is at the end', () => {
  expect(isAtEnd(view(600))).toBe(true);
  expect(isAtEnd(view(560))).toBe(true);
  expect(isAtEnd(view(500))).toBe(false);
});

test('moving up lets go of the end, and coming back takes hold of it', () => {
  expect(staysAtEnd(true, view(600), view(400))).toBe(false);
  expect(staysAtEnd(false, view(400), view(590))).toBe(true);
  expect(staysAtEnd(false, view(400), view(450))).toBe(false);
});

test('content that grows, and a list that corrects its place, are not the reader', () => {
  expect(staysAtEnd(true, view(600), view(600, 1300))).toBe(true);
  expect(staysAtEnd(true, view(600), view(550, 1300))).toBe(true);
});
