import { expect, test } from 'vitest';
import { isEmoji } from '../../../conversation/log/emoji.ts';
import { createKeptValues } from '../../browser/kept-values.ts';
import { languages } from '../../words/language.ts';
import { emojiGroups as groups, emojiGroupsIn } from './emoji-data.ts';
import { createEmojiHabits } from './emoji-habits.ts';
import { createEmojiFinder, tones, withTone } from './emoji-search.ts';

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
  const find = createEmojiFinder(groups);
  expect(find('heart')[0]?.name).toContain('heart');
  expect(find('thu up')[0]?.emoji).toBe('👍️'.replace('\uFE0F', ''));
  expect(find('happy').length).toBeGreaterThan(5);
  expect(find('  ')).toEqual([]);
  expect(find('(((')).toEqual([]);
});

test.each([
  ['de', 'daumen hoch', '👍'],
  ['de', 'Flagge Österr', '🇦🇹'],
  ['de', 'tranen', '😂'],
  ['es', 'corazon rojo', '❤️'],
  ['es', 'españa', '🇪🇸'],
  ['fr', 'coeur rouge', '❤️'],
  ['fr', 'pompier', '👨‍🚒'],
  ['ar', 'قلب احمر', '❤️'],
  ['ar', 'ألمانيا', '🇩🇪'],
  ['ar', 'tada', '🎉'],
] as const)('in %s, "%s" finds %s [L14]', async (language, query, expected) => {
  const find = createEmojiFinder(await emojiGroupsIn(language));
  expect(find(query).map(({ emoji }) => emoji)).toContain(expected);
});

test('each language names every group and nearly every emoji, and the emoji stay the same ones [L14]', async () => {
  for (const language of languages.filter((one) => one !== 'en')) {
    const own = await emojiGroupsIn(language);
    const flat = own.flatMap(({ emoji }) => emoji);
    expect(flat.map(({ emoji }) => emoji)).toEqual(all.map(({ emoji }) => emoji));
    expect(own.filter(({ name }, at) => name === groups[at]?.name)).toEqual([]);
    // Words that two languages share, such as OK, and flags of parts of countries.
    const same = flat.filter(({ name }, at) => name === all[at]?.name);
    expect(same.length, language).toBeLessThan(100);
  }
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
