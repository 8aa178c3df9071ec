import { expect, test } from 'vitest';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { chooseLanguage, directionOf, isOtherWay, languageNames, languages } from './language.ts';
import { fill, language, speak, t, type Key, type Sentence, type Words } from './words.ts';

const others = { de, es, fr, ar } as const;
const keys = Object.keys(en) as Key[];
const formsOf = (sentence: Sentence) =>
  typeof sentence === 'string' ? [sentence] : Object.values(sentence);
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

test.each(Object.entries(others))('[L14] every sentence is said in %s', (_, words) => {
  const missing = keys.filter((key) => words[key] === undefined);
  expect(missing).toEqual([]);
});

test.each(Object.entries(others))('%s says nothing that English does not', (_, words) => {
  expect(Object.keys(words).filter((key) => !(key in en))).toEqual([]);
});

test.each(Object.entries(others))('%s names the same values in each sentence', (_, words) => {
  const wrong = keys.filter((key) => {
    const known = new Set(formsOf(en[key]).flatMap(namesIn));
    return formsOf(words[key] ?? en[key])
      .flatMap(namesIn)
      .some((name) => !known.has(name));
  });
  expect(wrong).toEqual([]);
});

test.each(Object.entries(others))('%s has a form for each of its plurals', (tag, words) => {
  const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
  // Millions are no count of ours.
  const needed = pluralCategories.filter((rule) => rule !== 'many' || tag === 'ar');
  const wrong = keys.filter((key) => {
    const sentence = words[key];
    if (typeof en[key] === 'string') return typeof sentence === 'object';
    return typeof sentence !== 'object' || needed.some((rule) => sentence[rule] === undefined);
  });
  expect(wrong).toEqual([]);
});

test('a sentence that a language lacks is said in English, by the rules of English', () => {
  const words: Words = {};
  expect(fill({ language: 'ar', words }, 'thread.new', { count: 1 })).toBe('1 new message');
  expect(fill({ language: 'ar', words }, 'thread.new', { count: 3 })).toBe('3 new messages');
});

test('the plural is that of the language', () => {
  const words: Words = { 'thread.new': { one: 'eins', few: 'wenige', other: 'viele' } };
  expect(fill({ language: 'ar', words }, 'thread.new', { count: 3 })).toBe('wenige');
  expect(fill({ language: 'de', words }, 'thread.new', { count: 3 })).toBe('viele');
});

test('a name that runs the other way is kept apart, and its braces mean nothing', () => {
  expect(t('typing.one', { name: 'Ana' })).toBe('Ana is typing');
  expect(t('typing.one', { name: 'ليلى' })).toBe('\u2068ليلى\u2069 is typing');
  expect(t('typing.two', { first: '{second}', second: 'Ben' })).toBe('{second} and Ben are typing');
});

test('a page speaks another language from one moment on', async () => {
  await speak('de');
  expect(language()).toBe('de');
  expect(t('composer.send')).toBe(de['composer.send']);
  await speak('en');
  expect(t('composer.send')).toBe('Send');
});

test.each([
  [['de-AT'], 'de'],
  [[undefined, 'pt-BR', 'es-MX', 'fr'], 'es'],
  [['AR_eg'], 'ar'],
  [['xx', ''], 'en'],
  [['../de'], 'en'],
  [[null], 'en'],
])('of %j the language is %s', (wanted, chosen) => {
  expect(chooseLanguage(wanted)).toBe(chosen);
});

test('Arabic runs from right to left, and every language has a name of its own', () => {
  expect(languages.filter((each) => directionOf(each) === 'rtl')).toEqual(['ar']);
  expect(new Set(Object.values(languageNames)).size).toBe(languages.length);
  expect(isOtherWay('Ana', 'ar')).toBe(true);
  expect(isOtherWay('ليلى', 'ar')).toBe(false);
});
