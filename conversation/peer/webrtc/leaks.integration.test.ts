import { afterAll, expect, test } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { idOf } from '../../log/log.fixture.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { createWebRtcWorld, realClock, watchedWrtc } from './webrtc-world.contract.ts';
import { createWebRtcTransport } from './webrtc-transport.ts';

afterAll(endNodeWebRtc);

/** Names of what keeps the process busy, by kind. */
function resources(kind: string): number {
  return process.getActiveResourcesInfo().filter((name) => name === kind).length;
}

async function eventually(what: string, condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 300 && !condition(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (!condition()) throw new Error(`It never came to pass that ${what}.`);
}

test(
  '[W7, W9] 200 providers made and destroyed leave no socket, listener, timer or channel',
  { timeout: 60_000 },
  async () => {
    const world = await createWebRtcWorld();
    const peer = await world.cast.newPeer({ log: 5, role: 'client' });
    const transport = createWebRtcTransport({
      signalUrl: world.signalUrl,
      wrtc: watchedWrtc({ isCut: () => false, onSend() {}, onChannel() {} }),
      clock: realClock,
    });
    const before = {
      exit: process.listenerCount('exit'),
      timers: resources('Timeout'),
      ports: resources('MessagePort'),
      update: observers(peer.replica.doc, 'update'),
      destroy: observers(peer.replica.doc, 'destroy'),
    };

    for (let batch = 0; batch < 10; batch += 1) {
      const rooms = Array.from({ length: 20 }, (_, i) =>
        transport.join({
          topic: idOf(batch * 20 + i) as never,
          doc: peer.replica.doc,
          gate: peer.gate,
          iceServers: [],
          policy: 'direct',
        }),
      );
      await eventually('the socket is open', () => world.server.connectionCount() === 1);
      expect(process.listenerCount('exit')).toBe(before.exit);
      for (const room of rooms) room.wake();
      for (const room of rooms) room.close();
      await eventually('the socket is closed', () => world.server.connectionCount() === 0);
    }
    // The proof that a socket answers takes 3 s after a `wake`. One timer is that of the waiting itself.
    await eventually('the timers have ended', () => resources('Timeout') <= before.timers + 1);
    expect({
      exit: process.listenerCount('exit'),
      ports: resources('MessagePort'),
      update: observers(peer.replica.doc, 'update'),
      destroy: observers(peer.replica.doc, 'destroy'),
    }).toEqual({
      exit: before.exit,
      ports: before.ports,
      update: before.update,
      destroy: before.destroy,
    });
    await world.close();
    expect(world.faults).toEqual([]);
  },
);

test('links that come and go leave no connection behind', { timeout: 60_000 }, async () => {
  const world = await createWebRtcWorld();
  const conversation = idOf(9) as ConversationId;
  const agent = await world.place({ log: 2, role: 'agent', conversation });
  const client = await world.place({ log: 1, role: 'client', conversation });
  for (let round = 0; round < 10; round += 1) {
    await client.say(`${round}`);
    await world.until('the agent has it', () => agent.heard().length === round + 1);
    client.leave();
    await world.until('the link is gone', () => agent.links().length === 0);
    world.rejoin(client);
  }
  await world.until('they are linked', () => agent.links().length === 1);
  // One at each end, and one for files that may be open by now.
  expect([2, 3, 4]).toContain(world.openChannels());
  await world.close();
  expect(world.openChannels()).toBe(0);
});

/** Listeners of a Yjs document (lib0 observable). */
function observers(doc: object, name: string): number {
  const { _observers } = doc as { _observers: Map<string, Set<unknown>> };
  return _observers.get(name)?.size ?? 0;
}
