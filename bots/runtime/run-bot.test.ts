import { expect, test } from 'vitest';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Bot } from './bot.ts';
import {
  clientSays,
  createFakeClock,
  createFakeConversation,
  createFakePeer,
  settle,
  type FakePeer,
} from './fake-peer.fixture.ts';
import { runBot } from './run-bot.ts';
import type { SignInRefusal } from './sign-in.ts';

const echo: Bot = {
  name: 'echo',
  shownName: 'Echo',
  onMessage: (chat, { text }) => chat.say(text),
};

const away = refuse({ message: 'Away.', isAway: true });

function start(signIn: () => Result<string, SignInRefusal>) {
  const clock = createFakeClock();
  const peers: FakePeer[] = [];
  const reports: string[] = [];
  const running = runBot(echo, {
    signIn: () => Promise.resolve(signIn()),
    openPeer: () => {
      const peer = createFakePeer();
      peers.push(peer);
      return { peer, forget: () => Promise.resolve() };
    },
    clock,
    random: () => 0,
    report: (sentence) => void reports.push(sentence),
  });
  return { clock, peers, reports, running };
}

test('while the server is away, it says so once and keeps trying', async () => {
  let there = false;
  const { clock, peers, reports } = start(() => (there ? accept('token') : away));
  for (let second = 0; second < 100; second += 1) {
    await settle();
    clock.advance(1000);
  }
  await settle();
  expect(reports).toEqual(['Away.']);
  there = true;
  clock.advance(60_000);
  await settle();
  expect(peers).toHaveLength(1);
});

test('a session that ended is replaced by a new one, and conversations go on there', async () => {
  const { clock, peers } = start(() => accept('token'));
  await settle();
  peers[0]?.goes('online');
  peers[0]?.goes('ended');
  clock.advance(60_000);
  await settle();
  const conversation = createFakeConversation('chat', clientSays('hello'));
  peers[1]?.goes('online');
  peers[1]?.lists(conversation);
  await settle();
  expect(peers).toHaveLength(2);
  expect(conversation.heard()).toEqual(['hello']);
});

test('once closed it stays away', async () => {
  const { clock, peers, running } = start(() => away);
  await settle();
  await running.close();
  clock.advance(600_000);
  await settle();
  expect(peers).toHaveLength(0);
});
