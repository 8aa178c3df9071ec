import { afterEach, expect, test } from 'vitest';
import type { Sentence } from '../../words/words.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { groupWords, speakInGroups, type GroupKey } from './group-words.ts';

const others = Object.entries({ de, es, fr, ar });
const keys = Object.keys(en) as GroupKey[];
const formsOf = (sentence: Sentence) =>
  typeof sentence === 'string' ? [sentence] : Object.values(sentence);
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

afterEach(() => speakInGroups('en'));

test.each(others)(
  '[L14] every sentence of groups is said in %s, with the same values',
  (_, words) => {
    expect(Object.keys(words).toSorted()).toEqual(keys.toSorted());
    const wrong = keys.filter((key) => {
      const known = new Set(formsOf(en[key]).flatMap(namesIn));
      const own = formsOf(words[key]);
      return own.some((text) => text === '' || namesIn(text).some((name) => !known.has(name)));
    });
    expect(wrong).toEqual([]);
  },
);

test.each(others)('[L14] in %s each count has its form', (tag, words) => {
  const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
  const needed = pluralCategories.filter((rule) => rule !== 'many' || tag === 'ar');
  const wrong = keys.filter((key) => {
    const sentence = words[key];
    if (typeof en[key] === 'string') return typeof sentence !== 'string';
    return typeof sentence === 'string' || needed.some((rule) => sentence[rule] === undefined);
  });
  expect(wrong).toEqual([]);
});

test('[L14] groups speak another language from one moment on', async () => {
  await speakInGroups('de');
  expect(groupWords('leave.ask', { title: 'Optik' })).toBe('Optik verlassen?');
  expect(groupWords('people', { count: 3 })).toBe('3 Personen');
  await speakInGroups('ar');
  expect(groupWords('people', { count: 2 })).toBe('شخصان');
});
