/** Clients of Parley's bot, all linked directly. */
import type { Conversation } from '../../conversation/peer/api.ts';
import { addressOf } from '../../prove/support/light-client.ts';
import { botsTask, measureBot, type Talk } from './bots-answer.ts';
import { openClient, until } from './node-client.ts';
import { answerWith, readTask } from './task.ts';

const task = readTask(botsTask);

const hears = (conversation: Conversation, text: string) =>
  conversation.items().some((item) => item.kind === 'message' && !item.mine && item.text === text);

const answer = await measureBot(task, async (n): Promise<Talk> => {
  const peer = await openClient(task.url, addressOf(n));
  const conversation = peer.start();
  conversation.say('one two');
  await until(conversation, () => hears(conversation, 'two one'), 'the first answer');
  await until(conversation, () => conversation.link() === 'direct', 'a direct link');
  return {
    ask(text, expected) {
      conversation.say(text);
      return until(conversation, () => hears(conversation, expected), 'an answer');
    },
    isDirect: () => conversation.link() === 'direct',
  };
});
answerWith(answer);
