import { expect, test } from 'vitest';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Bot } from './bot.ts';
import { createFakeClock, createFakePeer, settle } from './fake-peer.fixture.ts';
import { runBots } from './run-bots.ts';
import type { SignInRefusal } from './sign-in.ts';

const bots = ['faq', 'reverse', 'mat'].map((name): Bot => ({
  name,
  shownName: name,
  onMessage: () => undefined,
}));

function start(answer: (bot: Bot) => Promise<Result<string, SignInRefusal>>) {
  const clock = createFakeClock();
  const asked: string[] = [];
  const running = runBots(bots, {
    signIn: (bot) => {
      asked.push(bot.name);
      return answer(bot);
    },
    openPeer: () => ({ peer: createFakePeer(), forget: () => Promise.resolve() }),
    clock,
    random: () => 0,
    report: () => undefined,
  });
  return { clock, asked, running };
}

test('bots sign in one after the other, in the order named', async () => {
  const answers: (() => void)[] = [];
  const { asked, running } = start(
    () => new Promise((resolve) => answers.push(() => resolve(accept('token')))),
  );
  for (const names of [['faq'], ['faq', 'reverse'], ['faq', 'reverse', 'mat']]) {
    await settle();
    expect(asked).toEqual(names);
    answers.at(-1)?.();
  }
  await running.close();
});

test('while the server is away nobody overtakes the first', async () => {
  let isAway = true;
  const { clock, asked, running } = start(() =>
    Promise.resolve(isAway ? refuse({ message: 'Away.', isAway }) : accept('token')),
  );
  for (let second = 0; second < 5; second += 1) {
    await settle();
    clock.advance(1000);
  }
  expect(new Set(asked)).toEqual(new Set(['faq']));
  await settle();
  isAway = false;
  clock.advance(1000);
  await settle();
  expect(asked.slice(-3)).toEqual(['faq', 'reverse', 'mat']);
  await running.close();
});

test('one that is refused does not hold up the others', async () => {
  const { asked, running } = start(({ name }) =>
    Promise.resolve(
      name === 'faq' ? refuse({ message: 'Switched off.', isAway: false }) : accept('token'),
    ),
  );
  await settle();
  expect(asked).toEqual(['faq', 'reverse', 'mat']);
  await running.close();
});

test('closed while one waits for the server, none follows', async () => {
  const { asked, running } = start(() =>
    Promise.resolve(refuse({ message: 'Away.', isAway: true })),
  );
  await settle();
  await running.close();
  expect(asked).toEqual(['faq']);
});
