import { expect, test } from 'vitest';
import { attend } from './attend.ts';
import type { Bot } from './bot.ts';
import {
  clientSays,
  closedByClient,
  createFakeClock,
  createFakeConversation,
  createFakePeer,
  settle,
} from './fake-peer.fixture.ts';

const picky: Bot = {
  name: 'picky',
  shownName: 'Picky',
  onMessage(chat, { text }) {
    if (text === 'trouble') throw new Error('broken');
    chat.say(text);
  },
};

function start() {
  const peer = createFakePeer();
  const reports: string[] = [];
  const report = (sentence: string) => void reports.push(sentence);
  const forgotten: string[] = [];
  const forget = (conversation: string) => Promise.resolve(void forgotten.push(conversation));
  const attendance = attend(picky, peer, { clock: createFakeClock(), report, forget });
  return { peer, reports, forgotten, attendance };
}

test('a bot says that it is available, again after every reconnect', () => {
  const { peer } = start();
  expect(peer.available()).toBe(false);
  peer.goes('online');
  expect(peer.available()).toBe(true);
  peer.goes('offline');
  peer.setAvailable(false);
  peer.goes('online');
  expect(peer.available()).toBe(true);
});

test('hundreds of conversations are answered, each once, also when the list is sent again', async () => {
  const { peer, attendance } = start();
  peer.goes('online');
  const conversations = Array.from({ length: 300 }, (_, n) =>
    createFakeConversation(`chat${n}`, clientSays(`${n}`)),
  );
  peer.lists(...conversations);
  peer.lists(...conversations);
  await settle();
  expect(conversations.map((conversation) => conversation.heard())).toEqual(
    conversations.map((_, n) => [`${n}`]),
  );
  expect(attendance.held()).toBe(300);
});

test("one conversation's exception does not touch another", async () => {
  const { peer, reports } = start();
  const bad = createFakeConversation('bad', clientSays('trouble'));
  const good = createFakeConversation('good', clientSays('hello'));
  peer.goes('online');
  peer.lists(bad, good);
  await settle();
  expect(good.heard()).toEqual(['hello']);
  expect(bad.log).toContain('hand over');
  expect(reports).toHaveLength(1);
});

test('what is no longer listed is left and forgotten; what was closed before is not opened', async () => {
  const { peer, forgotten, attendance } = start();
  const gone = createFakeConversation('gone', clientSays('a'));
  const over = createFakeConversation('over', clientSays('b'));
  over.becomes({ status: closedByClient });
  peer.goes('online');
  peer.lists(gone, over);
  await settle();
  peer.lists();
  expect(gone.log.at(-1)).toBe('leave');
  expect(forgotten).toEqual([gone.id]);
  expect(over.log).toEqual([]);
  expect(attendance.held()).toBe(0);
});

test('closing leaves every conversation', async () => {
  const { peer, attendance } = start();
  const conversation = createFakeConversation('chat', clientSays('a'));
  peer.goes('online');
  peer.lists(conversation);
  await settle();
  attendance.close();
  peer.lists(conversation);
  expect(conversation.log.at(-1)).toBe('leave');
  expect(attendance.held()).toBe(0);
});
