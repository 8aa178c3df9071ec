import { expect, test } from 'vitest';
import {
  clientSays,
  createFakeClock,
  createFakeConversation,
  settle,
} from '../runtime/fake-peer.fixture.ts';
import { createTalk } from '../runtime/talk.ts';
import { createFaqBot, isGreeting } from './faq.ts';
import questions from './questions.json' with { type: 'json' };

async function talkAbout(...texts: string[]) {
  const conversation = createFakeConversation('chat');
  const report = () => undefined;
  createTalk({ bot: createFaqBot(questions), conversation, clock: createFakeClock(), report });
  await settle();
  for (const text of texts) {
    conversation.arrives(clientSays(text));
    await settle();
  }
  return conversation;
}

test('it greets and answers from the file', async () => {
  const { heard } = await talkAbout('Where do I find my bill?');
  expect(heard()).toEqual([
    expect.stringContaining('a bot'),
    questions.find(({ topic }) => topic === 'bills')?.answer,
  ]);
});

test('it says when it does not know, and offers a person', async () => {
  const { heard, log } = await talkAbout('Tell me a joke');
  expect(heard().at(-1)).toContain('talk to a person');
  expect(log).not.toContain('hand over');
});

test('after two misses in a row it hands over', async () => {
  const { log } = await talkAbout('Tell me a joke', 'A better one');
  expect(log).toContain('hand over');
});

test('an answer in between starts the count again', async () => {
  const { log } = await talkAbout('Tell me a joke', 'solar panels', 'A better one');
  expect(log).not.toContain('hand over');
});

test('a greeting is no miss', async () => {
  const { log } = await talkAbout('Hello', 'Hi there!', 'thank you');
  expect(log).not.toContain('hand over');
  expect(isGreeting('hello, my meter is broken')).toBe(false);
});
