import { expect, test } from 'vitest';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { mentionsIn, notePartsOf, suggested, typedMention } from './mentions.ts';

const person = (account: string, name: string) => ({ account: account as AccountId, name });
const people = [person('a', 'Ann'), person('b', 'Ann Lee'), person('c', 'Çem Öz')];

test('a name after an @ is a mention, the longer name first', () => {
  expect(mentionsIn('@Ann Lee, look', people)).toEqual(['b']);
  expect(mentionsIn('ask @Ann and @Çem Öz!', people)).toEqual(['a', 'c']);
});

test('an address, another word and a name without @ are none', () => {
  expect(mentionsIn('mail me@Ann.example, @Annabel, Ann', people)).toEqual([]);
});

test('two of one name are both meant', () => {
  expect(mentionsIn('@Ann', [...people, person('d', 'Ann')])).toEqual(['a', 'd']);
});

test('the pieces make the text again', () => {
  const text = 'x @Ann Lee y @nobody\n@Ann';
  const parts = notePartsOf(text, people);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter(({ mention }) => mention).map((part) => part.text)).toEqual([
    '@Ann Lee',
    '@Ann',
  ]);
});

test('what is typed after an @ is looked for among names, until a new line', () => {
  expect(typedMention('hello @Le', 9)).toEqual({ from: 6, words: 'Le' });
  expect(typedMention('hello @Le\n', 10)).toBeUndefined();
  expect(typedMention('a@b', 3)).toBeUndefined();
  expect(suggested(people, 'le').map(({ name }) => name)).toEqual(['Ann Lee']);
  expect(suggested(people, '').length).toBe(3);
});
