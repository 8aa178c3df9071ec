/** A device without room: what it has is shown, and what is said is sent. */
import { expect, test } from 'vitest';
import { createMemoryStorage } from './memory-storage.ts';
import type { Storage } from './storage.ts';
import { createWorld } from './world.fixture.ts';

/** Reads and deletes; writes only while there is room. */
function createSmallStorage(): {
  readonly storage: Storage;
  readonly setFull: (isFull: boolean) => void;
} {
  const memory = createMemoryStorage();
  let isFull = false;
  return {
    storage: {
      ...memory,
      open: async (conversation) => {
        const store = await memory.open(conversation);
        return {
          ...store,
          set: (name, value) =>
            isFull ? Promise.reject(new Error('full')) : store.set(name, value),
        };
      },
    },
    setFull: (next) => {
      isFull = next;
    },
  };
}

const texts = (items: readonly { kind: string }[]) =>
  items.flatMap((item) => ('text' in item ? [item.text] : []));

test('[W3] a conversation with saved messages opens on a full device, and goes on', async () => {
  const world = await createWorld();
  const { storage, setFull } = createSmallStorage();
  const device = world.newDevice(storage);
  const first = world.newPeer('client', device);
  const raised = first.start();
  raised.say('before');
  await world.settle();
  await world.advance(5_000);
  world.kill(first);
  device.crash();

  setFull(true);
  const again = world.newPeer('client', device).open(raised.id);
  await world.settle();
  expect(again.loaded()).toBe(true);
  again.say('now');
  await world.settle();
  expect(texts(again.items())).toEqual(['before', 'now']);
  expect(again.trouble()).toMatch('does not keep new messages');
  expect(world.server.transcript(raised.id).filter(({ type }) => type === 'message')).toHaveLength(
    2,
  );
  await world.close();
});

test('[W3] what another tab left unsent stays where it is on a full device, and is sent by the next start', async () => {
  const world = await createWorld();
  const { storage, setFull } = createSmallStorage();
  const device = world.newDevice(storage);
  const one = world.newPeer('client', device);
  const two = world.newPeer('client', device);
  const raised = one.start();
  raised.say('raised');
  await world.settle();
  world.server.stop();
  const other = two.open(raised.id);
  await world.settle();
  other.say('left behind');
  await world.settle();
  for (const each of [one, two]) world.kill(each);
  device.crash();

  setFull(true);
  world.server.startAgain();
  const full = world.newPeer('client', device);
  expect(texts(full.open(raised.id).items())).toEqual([]);
  await world.settle();
  expect(full.open(raised.id).loaded()).toBe(true);
  world.kill(full);
  device.crash();

  setFull(false);
  const last = world.newPeer('client', device).open(raised.id);
  await world.settle();
  await world.advance(5_000);
  expect(texts(last.items())).toEqual(['raised', 'left behind']);
  await world.close();
});

test('[W2] what was kept until the server came, and sent on a full device, is not sent again by the next start', async () => {
  const world = await createWorld();
  const { storage, setFull } = createSmallStorage();
  const device = world.newDevice(storage);
  world.server.stop();
  const first = world.newPeer('client', device);
  const raised = first.start();
  raised.say('once');
  await world.settle();

  setFull(true);
  world.server.startAgain();
  first.wake();
  await world.advance(5_000);
  expect(texts(raised.items())).toEqual(['once']);
  world.kill(first);
  device.crash();

  setFull(false);
  const again = world.newPeer('client', device).open(raised.id);
  await world.settle();
  await world.advance(5_000);
  expect(texts(again.items())).toEqual(['once']);
  await world.close();
});

test('[W3] a store that cannot be read is tried again, and what was said meanwhile is sent then', async () => {
  const world = await createWorld();
  const memory = createMemoryStorage();
  const slots = new Set<string>();
  let failures = 3;
  const device = world.newDevice({
    ...memory,
    open: async (conversation) => {
      const store = await memory.open(conversation);
      failures -= 1;
      if (failures >= 0) return { ...store, read: () => Promise.reject(new Error('not now')) };
      return {
        ...store,
        set: (name, value) => {
          if (name.startsWith('slot/')) slots.add(name);
          return store.set(name, value);
        },
      };
    },
  });
  const raised = world.newPeer('client', device).start();
  raised.say('said to a shut store');
  await world.settle();
  expect(raised.trouble()).toMatch('cannot open its store');
  await world.advance(4_000);
  expect(raised.trouble()).toBeUndefined();
  // Nothing of the failed tries holds on to the first slot, or what stands in it would not be found.
  expect(slots).toEqual(new Set(['slot/0']));
  expect(texts(raised.items())).toEqual(['said to a shut store']);
  expect(world.server.transcript(raised.id).filter(({ type }) => type === 'message')).toHaveLength(
    1,
  );
  await world.close();
});
