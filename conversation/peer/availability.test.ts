import { expect, test } from 'vitest';
import { createWorld } from './world.fixture.ts';

test('availability outlives a restart of the server, though the server has forgotten it', async () => {
  const world = await createWorld();
  const tab = world.newPeer('agent');
  await world.settle();
  tab.setAvailable(true);
  await world.settle();
  world.server.stop();
  await world.settle();
  world.server.startAgain();
  // A second sign-in comes while the first tab is still on its way back.
  const second = world.newPeer('agent');
  await world.settle();
  await world.advance(2_000);
  expect(tab.session().state).toBe('online');
  expect([tab.available(), second.available()]).toEqual([true, true]);
  expect(world.server.isAvailable('agent')).toBe(true);
  await world.close();
});

test('what another tab turned off stays off after a restart', async () => {
  const world = await createWorld();
  const [first, second] = [world.newPeer('agent'), world.newPeer('agent')];
  await world.settle();
  first.setAvailable(true);
  await world.settle();
  second.setAvailable(false);
  await world.settle();
  expect([first.available(), second.available()]).toEqual([false, false]);
  world.server.stop();
  await world.settle();
  world.server.startAgain();
  await world.advance(2_000);
  expect([first.available(), second.available()]).toEqual([false, false]);
  expect(world.server.isAvailable('agent')).toBe(false);
  await world.close();
});

test('a tab that only heard of it says it again when the one that said it is gone', async () => {
  const world = await createWorld();
  const first = world.newPeer('agent');
  await world.settle();
  first.setAvailable(true);
  await world.settle();
  const second = world.newPeer('agent');
  await world.settle();
  await first.close();
  world.server.stop();
  await world.settle();
  world.server.startAgain();
  await world.advance(2_000);
  expect(second.available()).toBe(true);
  expect(world.server.isAvailable('agent')).toBe(true);
  await world.close();
});

test('what is said while the server is away is told when it is back', async () => {
  const world = await createWorld();
  const tab = world.newPeer('agent');
  await world.settle();
  world.server.stop();
  await world.settle();
  tab.setAvailable(true);
  expect(tab.available()).toBe(true);
  world.server.startAgain();
  await world.advance(2_000);
  expect(world.server.isAvailable('agent')).toBe(true);
  await world.close();
});

test('a tab that slept while another one said off does not say on again', async () => {
  const world = await createWorld();
  const [sleeper, second] = [world.newPeer('agent'), world.newPeer('agent')];
  await world.settle();
  sleeper.setAvailable(true);
  await world.settle();
  world.server.cut('agent');
  await world.advance(1);
  second.setAvailable(false);
  await world.advance(5_000);
  await world.settle();
  expect([sleeper.available(), second.available()]).toEqual([false, false]);
  expect(world.server.isAvailable('agent')).toBe(false);
  await world.close();
});

test('what was said last stands, whoever comes back first after a restart', async () => {
  const world = await createWorld();
  const [sleeper, second] = [world.newPeer('agent'), world.newPeer('agent')];
  await world.settle();
  sleeper.setAvailable(true);
  await world.settle();
  world.server.stop();
  await world.advance(1);
  second.setAvailable(false);
  await world.advance(1);
  sleeper.wake();
  world.server.startAgain();
  await world.advance(60_000);
  expect([sleeper.available(), second.available()]).toEqual([false, false]);
  expect(world.server.isAvailable('agent')).toBe(false);
  await world.close();
});
