import { expect, test } from 'vitest';
import type { Conversation } from './api.ts';
import { createWorld, type World } from './world.fixture.ts';

const texts = (conversation: Conversation) =>
  conversation.items().map((item) => (item.kind === 'message' ? item.text : item.kind));
const states = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' && item.mine ? [item.state] : []));

async function twoInConversation(world: World) {
  const client = world.newPeer('client');
  const agent = world.newPeer('agent');
  const asked = client.start();
  asked.say('Is anyone there?');
  await world.settle();
  const answered = agent.open(asked.id);
  await world.settle();
  return { client, agent, asked, answered };
}

test('[W1] a first message raises the conversation, is saved, delivered and read', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  expect(texts(answered)).toEqual(['Is anyone there?']);
  expect(answered.unread()).toBe(1);
  expect(states(asked)).toEqual(['saved']);

  await world.advance(400);
  expect(states(asked)).toEqual(['delivered']);
  answered.markRead(answered.items()[0]!.id);
  expect(answered.unread()).toBe(0);
  await world.settle();
  expect(states(asked)).toEqual(['read']);
  expect(asked.link()).toBe('direct');
  expect(world.events).toEqual([]);
  await world.close();
});
