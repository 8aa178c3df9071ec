import { expect, test } from 'vitest';
import { languages } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import { launcherWords } from './launcher-words.ts';

test('[L14] the launcher says something of its own in each language', () => {
  expect(new Set(languages.map((each) => launcherWords[each])).size).toBe(languages.length);
  expect(new Set(languages.map((each) => chatWords[each].close)).size).toBe(languages.length);
  expect(new Set(languages.map((each) => chatWords[each].unread)).size).toBe(languages.length);
});
