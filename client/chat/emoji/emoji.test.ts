import { expect, test } from 'vitest';
import { isEmoji } from '../../../conversation/log/emoji.ts';
import { createKeptValues } from '../../browser/kept-values.ts';
import { emojiGroups as groups } from './emoji-data.ts';
import { createEmojiHabits } from './emoji-habits.ts';
import { findEmoji, tones, withTone } from './emoji-search.ts';

const all = groups.flatMap(({ emoji }) => emoji);
const called = (name: string) => all.find((one) => one.name === name)!;

test('every emoji that can be chosen, in every tone, is one that a reaction may name [PAY8]', () => {
  expect(all.length).toBeGreaterThan(1800);
  const wrong = all.flatMap((one) =>
    tones.map((tone) => withTone(one, tone)).filter((emoji) => !isEmoji(emoji)),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['thumbs up', '👍🏽'],
  ['index pointing up', '☝🏽'],
  ['man firefighter', '👨🏽‍🚒'],
  ['grinning face', '😀'],
])('%s takes a skin tone where it has one: %s', (name, expected) => {
  expect(withTone(called(name), '🏽')).toBe(expected);
});

test('an emoji is found by its name before other words, and by the beginnings of several', () => {
  expect(findEmoji(groups, 'heart')[0]?.name).toContain('heart');
  expect(findEmoji(groups, 'thu up')[0]?.emoji).toBe('👍️'.replace('\uFE0F', ''));
  expect(findEmoji(groups, 'happy').length).toBeGreaterThan(5);
  expect(findEmoji(groups, '  ')).toEqual([]);
  expect(findEmoji(groups, '(((')).toEqual([]);
});

test('the tone and the last ones stay in this browser; what is not ours is forgotten', () => {
  const store = new Map<string, string>();
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  } as Storage;
  const habits = createEmojiHabits(createKeptValues(() => storage));
  habits.setTone('🏽');
  ['👍', '🎉', '👍'].forEach((emoji) => habits.used(emoji));
  const later = createEmojiHabits(createKeptValues(() => storage));
  expect([later.tone(), later.recent()]).toEqual(['🏽', ['👍', '🎉']]);

  store.set('parley.emoji', '{"tone":"<b>","recent":["<img src=x>"]}');
  expect([later.tone(), later.recent()]).toEqual(['', []]);
});
