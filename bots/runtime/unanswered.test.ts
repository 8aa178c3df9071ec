import { expect, test } from 'vitest';
import { agentSays, assigned, botGreets, botSays, clientSays } from './fake-peer.fixture.ts';
import { unanswered } from './unanswered.ts';

const texts = (...items: Parameters<typeof unanswered>[0]) => unanswered(items).map((m) => m.text);

test('messages after the last answer wait, in order', () => {
  expect(texts(clientSays('a'), botSays('A'), clientSays('b'), clientSays('c'))).toEqual([
    'b',
    'c',
  ]);
});

test("a person's answer counts as much as a bot's", () => {
  expect(texts(clientSays('a'), agentSays('A'))).toEqual([]);
});

test('what the server notes down answers nothing', () => {
  expect(texts(clientSays('a'), assigned())).toEqual(['a']);
});

test('a greeting answers nothing', () => {
  expect(texts(clientSays('a'), botGreets('Welcome'), clientSays('b'))).toEqual(['a', 'b']);
  expect(texts(clientSays('a'), botGreets('Welcome'), botSays('A'))).toEqual([]);
});

test('nothing waits in an empty conversation', () => {
  expect(texts()).toEqual([]);
});
