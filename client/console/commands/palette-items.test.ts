import { expect, test } from 'vitest';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { mostItems, paletteItems, type PaletteConversation } from './palette-items.ts';

const conversation = (name: string, about = ''): PaletteConversation => ({
  id: name as ConversationId,
  name,
  about,
  unread: 0,
});
const anything = () => true;
const namesOf = (...of: Parameters<typeof paletteItems>) =>
  paletteItems(...of).map(({ name }) => name);

test('without words the first conversations stand above the commands', () => {
  const many = Array.from({ length: 9 }, (_, n) => conversation(`Client ${n}`));
  const names = namesOf('', many, anything);
  expect(names.slice(0, 6)).toEqual([
    'Client 0',
    'Client 1',
    'Client 2',
    'Client 3',
    'Client 4',
    'Show all keys',
  ]);
});

test('what cannot be done now is not offered, and neither is the palette itself', () => {
  expect(namesOf('close', [], (id) => id !== 'close-conversation')).not.toContain(
    'Close conversation',
  );
  expect(namesOf('close', [], anything)[0]).toBe('Close conversation');
  expect(namesOf('find anything', [], anything)).not.toContain('Find anything');
});

test('commands are found by other words for them, after what is called so', () => {
  const names = namesOf('transfer', [conversation('Transfer Ltd')], anything);
  expect(names.slice(0, 2)).toEqual(['Transfer Ltd', 'Pass on']);
});

test('conversations are found by their name and by what is known of them', () => {
  const all = [conversation('Anna', '#ABC-12 Wrong bill'), conversation('Ben', 'Hello')];
  expect(namesOf('ann', all, () => false)).toEqual(['Anna']);
  expect(namesOf('wrong bill', all, () => false)).toEqual(['Anna']);
  // Letters here and there in what somebody wrote find nothing.
  expect(namesOf('ho', all, () => false)).toEqual([]);
});

test('a list stays short, however much there is [W8]', () => {
  const many = Array.from({ length: 2000 }, (_, n) => conversation(`Client ${n}`, 'x'.repeat(200)));
  expect(paletteItems('client', many, anything)).toHaveLength(mostItems);
});
