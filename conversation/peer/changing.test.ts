/** What people change of what they said. */
import { expect, test } from 'vitest';
import type { EntryId } from '../protocol/ids.ts';
import type { Conversation } from './api.ts';
import { createWorld, type World } from './world.fixture.ts';

async function talking(world: World) {
  const client = world.newPeer('client').start();
  client.say('Helo');
  await world.settle();
  const agent = world.newPeer('agent').open(client.id);
  await world.settle();
  agent.say('Hi', { replyTo: messages(client)[0]!.id });
  await world.advance(1000);
  return { client, agent };
}
const messages = (conversation: Conversation) =>
  conversation.items().filter(({ kind }) => kind === 'message' || kind === 'redacted');

test('[L3] a reply names what it quotes, on both sides', async () => {
  const world = await createWorld();
  const { client, agent } = await talking(world);
  const [asked] = messages(agent);
  expect(messages(client)[1]).toMatchObject({ text: 'Hi', replyTo: asked?.id });
  await world.close();
});

test('[L3] an edit, a reaction and what is taken back are seen by the other side, and kept by the archive', async () => {
  const world = await createWorld();
  const { client, agent } = await talking(world);
  const [asked, answer] = messages(client).map(({ id }) => id) as [EntryId, EntryId];
  expect(client.mayChange()).toBe(true);
  client.edit(asked, 'Hello');
  agent.react(asked, '👍', true);
  await world.advance(1000);
  expect(messages(agent)[0]).toMatchObject({
    text: 'Hello',
    edited: true,
    reactions: [{ emoji: '👍', by: [agent.you()] }],
  });
  expect(client.details(asked)?.texts.map(({ text }) => text)).toEqual(['Helo', 'Hello']);

  agent.takeBack(answer);
  agent.react(asked, '👍', false);
  await world.advance(1000);
  expect(messages(client)).toMatchObject([{ reactions: [] }, { kind: 'redacted', id: answer }]);

  const later = world.newPeer('client').open(client.id);
  await world.advance(1000);
  expect(messages(later)).toEqual(messages(client));
  await world.close();
});

test('[W9] what cannot be a message, or an emoji, changes nothing', async () => {
  const world = await createWorld();
  const { client } = await talking(world);
  const before = client.items();
  const [asked] = messages(client);
  expect(() => client.edit(asked!.id, '  ')).toThrow(RangeError);
  expect(() => client.edit(asked!.id, 'x'.repeat(9000))).toThrow(RangeError);
  expect(() => client.react(asked!.id, 'ok', true)).toThrow(RangeError);
  await world.advance(1000);
  expect(client.items()).toBe(before);
  await world.close();
});

test('[W3] what is changed while the server is away is kept and sent later', async () => {
  const world = await createWorld({ connection: 'server' });
  const { client, agent } = await talking(world);
  world.server.stop();
  await world.settle();
  client.edit(messages(client)[0]!.id, 'Hello');
  await world.settle();
  expect(messages(client)[0]).toMatchObject({ text: 'Hello' });
  expect(messages(agent)[0]).toMatchObject({ text: 'Helo' });
  world.server.startAgain();
  await world.advance(40_000);
  expect(messages(agent)[0]).toMatchObject({ text: 'Hello' });
  await world.close();
});

test('nothing can be changed before one takes part', async () => {
  const world = await createWorld();
  world.server.stop();
  const client = world.newPeer('client').start();
  client.say('Hello');
  await world.settle();
  expect(client.mayChange()).toBe(false);
  expect(() => client.edit(messages(client)[0]!.id, 'Hi')).toThrow(RangeError);
  await world.close();
});
