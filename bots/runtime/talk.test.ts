import { expect, test } from 'vitest';
import type { Bot } from './bot.ts';
import {
  assignedToAgent,
  botAnswers,
  botGreets,
  botSays,
  clientSays,
  closedByClient,
  createFakeClock,
  createFakeConversation,
  settle,
  type FakeConversation,
} from './fake-peer.fixture.ts';
import { answerLimitMs, createTalk } from './talk.ts';

const echo: Bot = {
  name: 'echo',
  shownName: 'Echo',
  onMessage: (chat, { text }) => chat.say(`"${text}"`),
};

function start(conversation: FakeConversation, bot: Partial<Bot> = {}) {
  const clock = createFakeClock();
  const reports: string[] = [];
  const report = (sentence: string) => void reports.push(sentence);
  const talk = createTalk({ bot: { ...echo, ...bot }, conversation, clock, report });
  return { talk, clock, reports };
}

test('each message is answered once, in order, also when they come together', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  start(conversation);
  conversation.arrives(clientSays('b'), clientSays('c'));
  await settle();
  conversation.becomes({});
  await settle();
  expect(conversation.heard()).toEqual(['"a"', '"b"', '"c"']);
});

test('a message is marked as read, then typing shows until the answer is there', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  start(conversation);
  await settle();
  expect(conversation.log).toEqual(['idle', 'read 0', 'typing', 'say "a"', 'idle']);
});

test('the second message waits until the first is answered', async () => {
  const conversation = createFakeConversation('chat', clientSays('slow'), clientSays('fast'));
  const { clock } = start(conversation, {
    async onMessage(chat, { text }) {
      if (text === 'slow') await chat.typing(1000);
      chat.say(text);
    },
  });
  await settle();
  expect(conversation.heard()).toEqual([]);
  clock.advance(1000);
  await settle();
  expect(conversation.heard()).toEqual(['slow', 'fast']);
});

test('after a restart, what was answered before stays answered', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'), botSays('"a"'));
  start(conversation);
  await settle();
  expect(conversation.heard()).toEqual([]);
});

test('after a restart, a question is answered that stands before the late answer to an earlier one', async () => {
  const before = createFakeConversation('chat', clientSays('a'));
  start(before);
  await settle();
  const [question, late] = before.items();
  if (question === undefined || late === undefined) throw new Error('Nothing was answered.');
  const after = createFakeConversation('chat', question, clientSays('b'), late);
  start(after);
  await settle();
  expect(after.heard()).toEqual(['"b"']);
});

test('what another program has answered meanwhile is not answered again', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'), clientSays('b'));
  const { clock } = start(conversation, {
    async onMessage(chat, { text }) {
      await chat.typing(1000);
      chat.say(text);
    },
  });
  await settle();
  conversation.arrives(botAnswers(1, 'of the one that died'));
  for (let seconds = 0; seconds < 2; seconds += 1) {
    clock.advance(1000);
    await settle();
  }
  expect(conversation.heard()).toEqual(['a']);
});

test('a bot that greeted and died answers after its restart, and greets nobody twice', async () => {
  const onOpen = (chat: Parameters<Bot['onMessage']>[0]) => chat.say('Welcome');
  const first = createFakeConversation('chat', clientSays('a'));
  start(first, { onOpen, onMessage: () => new Promise(() => {}) });
  await settle();
  expect(first.items().map((item) => item.kind === 'message' && item.text)).toEqual([
    'a',
    'Welcome',
  ]);
  const second = createFakeConversation('chat', ...first.items());
  start(second, { onOpen });
  await settle();
  expect(second.heard()).toEqual(['"a"']);
  const third = createFakeConversation('chat', clientSays('a'), botGreets('Hi'), botSays('"a"'));
  start(third, { onOpen });
  await settle();
  expect(third.heard()).toEqual([]);
});

test('nothing is answered before the archive said what it holds', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  conversation.becomes({ caughtUp: false });
  start(conversation);
  await settle();
  expect(conversation.heard()).toEqual([]);
  conversation.arrives(botSays('"a"'));
  conversation.becomes({ caughtUp: true });
  await settle();
  expect(conversation.heard()).toEqual([]);
});

test('the conversation goes on while the server is away', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  start(conversation);
  await settle();
  conversation.becomes({ caughtUp: false });
  conversation.arrives(clientSays('b'));
  await settle();
  expect(conversation.heard()).toEqual(['"a"', '"b"']);
});

test('onOpen greets where nobody has said anything, and only there', async () => {
  const greeting = {
    onOpen: (chat: Parameters<Bot['onMessage']>[0]) => chat.say(`Hi ${chat.client.name}`),
  };
  const fresh = createFakeConversation('chat', clientSays('a'));
  start(fresh, greeting);
  const known = createFakeConversation('chat', clientSays('a'), botSays('"a"'), clientSays('b'));
  start(known, greeting);
  await settle();
  expect(fresh.heard()).toEqual(['Hi Ada', '"a"']);
  expect(known.heard()).toEqual(['"b"']);
});

test('[W2] a greeting waits for the client, so that it never stands above the first question', async () => {
  const conversation = createFakeConversation('chat');
  start(conversation, { onOpen: (chat: Parameters<Bot['onMessage']>[0]) => chat.say('Welcome') });
  await settle();
  expect(conversation.heard()).toEqual([]);
  conversation.arrives(clientSays('a'));
  await settle();
  expect(conversation.heard()).toEqual(['Welcome', '"a"']);
});

test('who asks for a person gets one, and the bot is quiet after that', async () => {
  const conversation = createFakeConversation('chat', clientSays('talk to a person'));
  start(conversation);
  await settle();
  conversation.arrives(clientSays('hello?'));
  await settle();
  expect(conversation.heard()).toHaveLength(1);
  expect(conversation.log).toContain('hand over');
});

test('the last word is saved before the conversation is handed over', async () => {
  const conversation = createFakeConversation('chat', clientSays('agent'));
  conversation.savesNothing();
  start(conversation);
  await settle();
  expect(conversation.heard()).toHaveLength(1);
  expect(conversation.log).not.toContain('hand over');
  conversation.savesAll();
  expect(conversation.log).toContain('hand over');
});

test('a last word that cannot be saved does not keep the client from a person', async () => {
  const conversation = createFakeConversation('chat', clientSays('agent'));
  conversation.savesNothing();
  const { clock } = start(conversation);
  await settle();
  clock.advance(5000);
  expect(conversation.log.filter((line) => line === 'hand over')).toHaveLength(1);
  conversation.savesAll();
  expect(conversation.log.filter((line) => line === 'hand over')).toHaveLength(1);
});

test('a bot can answer requests for persons itself', async () => {
  const conversation = createFakeConversation('chat', clientSays('agent'));
  start(conversation, { answersRequestsForPersons: true });
  await settle();
  expect(conversation.heard()).toEqual(['"agent"']);
});

test('a hand-over that the server missed is asked for again', async () => {
  const conversation = createFakeConversation('chat', clientSays('agent'));
  start(conversation);
  await settle();
  conversation.becomes({ caughtUp: false });
  conversation.becomes({ caughtUp: true });
  expect(conversation.log.filter((line) => line === 'hand over')).toHaveLength(2);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  ['cannot help', () => 'cannot-help' as const],
])('a bot that %s hands over, with a word to the client', async (_, onMessage) => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  start(conversation, { onMessage });
  await settle();
  expect(conversation.heard()).toHaveLength(1);
  expect(conversation.log).toContain('hand over');
});

test('a bot that never answers hands over after a minute', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  const { clock, reports } = start(conversation, { onMessage: () => new Promise(() => undefined) });
  await settle();
  expect(conversation.log).not.toContain('hand over');
  clock.advance(answerLimitMs);
  await settle();
  expect(conversation.log).toContain('hand over');
  expect(reports).toHaveLength(1);
});

test('a report never quotes the client', async () => {
  const conversation = createFakeConversation('chat', clientSays('my secret'));
  const { reports } = start(conversation, { onMessage: () => Promise.reject(new Error('broken')) });
  await settle();
  expect(reports).toHaveLength(1);
  expect(reports.join()).not.toContain('my secret');
});

test('nothing is answered while somebody else has the conversation', async () => {
  const conversation = createFakeConversation('chat', clientSays('a'));
  conversation.becomes({ status: assignedToAgent });
  start(conversation);
  await settle();
  expect(conversation.heard()).toEqual([]);
});

test('a closed conversation is left, and onClose is called once', async () => {
  let closed = 0;
  const conversation = createFakeConversation('chat', clientSays('a'));
  const { talk } = start(conversation, { onClose: () => void (closed += 1) });
  await settle();
  conversation.becomes({ status: closedByClient });
  talk.close();
  await settle();
  expect(closed).toBe(1);
  expect(conversation.log.at(-1)).toBe('leave');
});
