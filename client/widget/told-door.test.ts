import { createRoot, createSignal } from 'solid-js';
import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import { createFakeConversation } from '../state/fake-peer.fixture.ts';
import { createToldDoor } from './told-door.ts';

test('[E8] what was told before the part that sends it was there is sent, and ends with its person', async () => {
  const clock = createManualClock(0);
  const sent: string[] = [];
  const ask = async (path: string) => {
    sent.push(path.split('/')[3] ?? '');
    return new Response(null, { status: 204 });
  };
  const kept = new Map<string, string>();
  const values = {
    get: (name: string) => kept.get(name),
    set: (name: string, value: string) => void kept.set(name, value),
    delete: (name: string) => void kept.delete(name),
  };
  const conversation = createFakeConversation({
    status: { state: 'waiting', since: 0, position: 1 },
  });
  const door = createRoot(() => createToldDoor());
  door.settled(false);
  door.settled(true);
  door.take({ attributes: { plan: 'Gold' } });
  const leave = createRoot((dispose) => {
    const [shown] = createSignal(conversation);
    door.attend({ conversation: shown, visitor: { ask }, values, clock });
    return dispose;
  });
  await vi.waitFor(() => expect(clock.waiting()).toBe(1));
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  await clock.advance(1000, settle);
  expect(sent).toEqual([conversation.id]);
  leave();
  door.take({ attributes: { plan: 'Silver' } });
  await clock.advance(1000, settle);
  expect([sent.length, clock.waiting()]).toEqual([1, 0]);
});
