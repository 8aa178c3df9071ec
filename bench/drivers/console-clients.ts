/** Clients of one agent, all linked directly; they talk until they are ended. */
import * as v from 'valibot';
import type { Conversation } from '../../conversation/peer/api.ts';
import { addressOf } from '../../prove/support/light-client.ts';
import { chatter } from './chatter.ts';
import { openClient, until } from './node-client.ts';
import { each, readTask } from './task.ts';

const { url, count } = readTask(v.object({ url: v.string(), count: v.number() }));
const conversations: Conversation[] = [];
await each(count, 5, async (n) => {
  const peer = await openClient(url, addressOf(n));
  const conversation = peer.start();
  conversation.say(`Hello, I am number ${n}`);
  await until(conversation, () => conversation.link() === 'direct', 'a direct link');
  conversations.push(conversation);
});
chatter(conversations.map((conversation) => (text) => conversation.say(text)));
const direct = conversations.filter((conversation) => conversation.link() === 'direct');
console.log(`linked ${direct.length}`);
