import { expect, test } from 'vitest';
import { limits } from '../../conversation/log/limits.ts';
import { lengthNotice, sendsOn } from './composer-rules.ts';

const enter = {
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
};

test('Enter sends; with Shift it breaks the line', () => {
  expect(sendsOn(enter)).toBe(true);
  expect(sendsOn({ ...enter, shiftKey: true })).toBe(false);
  expect(sendsOn({ ...enter, key: 'a' })).toBe(false);
});

test('an Enter that belongs to an input method chooses a word and sends nothing', () => {
  expect(sendsOn({ ...enter, isComposing: true })).toBe(false);
  expect(sendsOn({ ...enter, keyCode: 229 })).toBe(false);
});

test('the length is mentioned only near its limit, counted as it will be sent', () => {
  expect(lengthNotice('hello')).toBeUndefined();
  expect(lengthNotice('a'.repeat(limits.textBytes - 501))).toBeUndefined();
  expect(lengthNotice('a'.repeat(limits.textBytes - 500))).toEqual({
    over: false,
    text: '500 characters left',
    spoken: 'At most 500 characters left',
  });
  // A screen reader is not told of every key.
  expect(lengthNotice('a'.repeat(limits.textBytes - 401))?.spoken).toMatch(/ 500 /);
  expect(lengthNotice('a'.repeat(limits.textBytes))?.over).toBe(false);
  expect(lengthNotice('a'.repeat(limits.textBytes + 1))?.over).toBe(true);
  expect(lengthNotice('é'.repeat(limits.textBytes / 2 + 1))?.over).toBe(true);
  expect(lengthNotice(`${' '.repeat(limits.textBytes)}a`)).toBeUndefined();
});
