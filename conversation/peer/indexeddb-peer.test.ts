import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import type { Conversation } from './api.ts';
import { createIndexedDbStorage } from './indexeddb-storage.ts';
import { createWorld, type World } from './world.fixture.ts';

const texts = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));

/** Each test has a browser of its own. */
beforeEach(() => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() });
});

/** fake-indexeddb works in turns of the loop that the world does not count. */
async function settle(world: World): Promise<void> {
  for (let i = 0; i < 20; i += 1) await world.settle();
}

test('[W3] over IndexedDB: reloads, with and without the server, keep the log, its key and all messages', async () => {
  const world = await createWorld();
  const device = world.newDevice(createIndexedDbStorage());
  let client = world.newPeer('client', device);
  let conversation = client.start();
  conversation.say('message 0');
  await settle(world);
  for (let reload = 1; reload <= 6; reload += 1) {
    if (reload === 3) world.server.stop();
    if (reload === 5) world.server.startAgain();
    await settle(world);
    if (reload % 2 === 0) await client.close();
    else {
      world.kill(client);
      world.server.cut('client');
      device.crash();
    }
    client = world.newPeer('client', device);
    conversation = client.open(conversation.id);
    await settle(world);
    expect(conversation.loaded()).toBe(true);
    expect(texts(conversation)).toHaveLength(reload);
    conversation.say(`message ${reload}`);
    await settle(world);
    expect(conversation.items().at(-1)!.id).not.toMatch(/^0-/);
  }
  await world.advance(31_000);
  await settle(world);
  expect(texts(conversation)).toEqual(Array.from({ length: 7 }, (_, i) => `message ${i}`));
  expect(new Set(conversation.items().map(({ id }) => id.split('-')[0])).size).toBe(1);
  const said = world.server.transcript(conversation.id).filter(({ type }) => type === 'message');
  expect(said).toHaveLength(7);
  await client.close();
});

test('over IndexedDB: two tabs are in step and write to different logs', async () => {
  const world = await createWorld();
  const device = world.newDevice(createIndexedDbStorage());
  const left = world.newPeer('client', device).start();
  left.say('from the left');
  await settle(world);
  const right = world.newPeer('client', device).open(left.id);
  await settle(world);
  right.say('from the right');
  await settle(world);
  world.server.stop();
  left.say('left, offline');
  right.say('right, offline');
  await settle(world);
  await world.advance(20);
  await settle(world);
  expect(texts(left).toSorted()).toEqual(texts(right).toSorted());
  expect(texts(left)).toHaveLength(4);
  expect(texts(left)).toEqual(texts(right));
  expect(new Set(left.items().map(({ id }) => id.split('-')[0])).size).toBe(2);
  expect(left.items().every((item) => item.mine)).toBe(true);
  expect(world.events.filter(({ event }) => event === 'fault')).toEqual([]);
});
