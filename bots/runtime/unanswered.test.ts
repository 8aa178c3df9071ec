import { expect, test } from 'vitest';
import {
  agentSays,
  assigned,
  botAnswers,
  botGreets,
  botSays,
  clientSays,
} from './fake-peer.fixture.ts';
import { unanswered } from './unanswered.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { EntryId } from '../../conversation/protocol/ids.ts';

const numbered = (items: readonly TimelineItem[]) =>
  items.map((item, place): TimelineItem => ({ ...item, id: `1-${place}` as EntryId }));
const texts = (...items: readonly TimelineItem[]) =>
  unanswered(numbered(items)).map((message) => message.text);

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

test('[PAY6] an answer that came late answers what it names, and nothing that its bot never saw', () => {
  const items = [clientSays('a'), clientSays('b'), clientSays('c'), botAnswers(1, 'B')];
  expect(texts(...items)).toEqual(['c']);
});

test('[PAY6] an answer names one message, and what stands before it in the same log needs none any more', () => {
  expect(texts(clientSays('thanks'), clientSays('b'), botAnswers(1, 'B'))).toEqual([]);
  const ofAnotherTab = { ...clientSays('a'), id: '2-0' as EntryId };
  const named = [ofAnotherTab, ...numbered([clientSays('b'), botAnswers(0, 'B')])];
  expect(unanswered(named).map((message) => message.text)).toEqual(['a']);
});

test('[PAY6] only our side answers', () => {
  const claimed = { ...clientSays('b'), answers: '1-0' } as TimelineItem;
  expect(texts(clientSays('a'), claimed)).toEqual(['a', 'b']);
});
