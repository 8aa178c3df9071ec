import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { commandFor, keyWords, type KeyPress, type Situation } from './keys.ts';

const plain: Situation = { isMac: false, isWriting: false, isInWindow: false, singleKeys: true };
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  keyCode: 0,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  repeat: false,
  ...more,
});
const means = (key: KeyPress, situation: Partial<Situation> = {}) =>
  commandFor(key, { ...plain, ...situation })?.id;

test('no key means two things', () => {
  const all = commands.flatMap(({ keys = [] }) => keys);
  expect(new Set(all).size).toBe(all.length);
  const names = commands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('a letter means something while nobody writes', () => {
  expect(means(press('j'))).toBe('next-conversation');
  expect(means(press('A', { shiftKey: true }))).toBe('toggle-available');
  expect(means(press('a'))).toBeUndefined();
  expect(means(press('j'), { isWriting: true })).toBeUndefined();
  expect(means(press('?', { shiftKey: true }), { isWriting: true })).toBeUndefined();
});

test('where a sign stands on the keyboard does not matter', () => {
  expect(means(press('?', { shiftKey: true }))).toBe('show-keys');
  expect(means(press('?'))).toBe('show-keys');
  expect(means(press('/', { shiftKey: true }))).toBe('search-list');
});

test('single keys can be switched off, those with Ctrl stay [WCAG 2.1.4]', () => {
  for (const { keys = [] } of commands) {
    for (const chord of keys.filter((one) => !one.startsWith('mod+'))) {
      const key = chord.replace('shift+', '');
      const shiftKey = chord.startsWith('shift+');
      expect(means(press(key, { shiftKey }), { singleKeys: false }), chord).toBeUndefined();
    }
  }
  expect(means(press('k', { ctrlKey: true }), { singleKeys: false })).toBe('open-palette');
});

test('Ctrl K works while one writes; Ctrl Z there is the field’s own', () => {
  expect(means(press('k', { ctrlKey: true }), { isWriting: true })).toBe('open-palette');
  expect(means(press('z', { ctrlKey: true }), { isWriting: true })).toBeUndefined();
  expect(means(press('z', { ctrlKey: true }))).toBe('undo');
  expect(means(press('z', { ctrlKey: true, shiftKey: true }))).toBeUndefined();
});

test('a Mac has ⌘, where Ctrl K deletes a line', () => {
  expect(means(press('k', { metaKey: true }), { isMac: true })).toBe('open-palette');
  expect(means(press('k', { ctrlKey: true }), { isMac: true })).toBeUndefined();
  expect(means(press('k', { metaKey: true }))).toBeUndefined();
});

test('an input method, a window and Alt keep their keys', () => {
  expect(means(press('j', { isComposing: true }))).toBeUndefined();
  expect(means(press('k', { ctrlKey: true, isComposing: true }))).toBeUndefined();
  expect(means(press('j', { keyCode: 229 }))).toBeUndefined();
  expect(means(press('j'), { isInWindow: true })).toBeUndefined();
  expect(means(press('j', { altKey: true }))).toBeUndefined();
  // AltGr is both, on Windows.
  expect(means(press('k', { ctrlKey: true, altKey: true }))).toBeUndefined();
});

test('a key that is held goes through the list, and does nothing else twice', () => {
  expect(means(press('j', { repeat: true }))).toBe('next-conversation');
  expect(means(press('e', { repeat: true }))).toBeUndefined();
});

test('keys have the names of the system', () => {
  expect(keyWords('mod+k', false)).toBe('Ctrl K');
  expect(keyWords('mod+k', true)).toBe('⌘ K');
  expect(keyWords('shift+a', false)).toBe('Shift A');
  expect(keyWords('?', false)).toBe('?');
});
