import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { randomIdFrom, type ConversationId } from '../../protocol/ids.ts';
import { createWebRtcWorld, type WebRtcWorld } from './webrtc-world.contract.ts';

let world: WebRtcWorld;
beforeAll(async () => {
  world = await createWebRtcWorld();
});
afterAll(async () => {
  await world.close();
  endNodeWebRtc();
  expect(world.faults).toEqual([]);
});

// Side by side: they wait, and cost nothing meanwhile.
describe.concurrent('everything that is sent is lost', () => {
  test.for([10, 20, 40])(
    'for %i seconds, and after that both sides have all of it',
    { timeout: 90_000 },
    async (seconds) => {
      const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
      const client = await world.place({ log: 1, role: 'client', conversation });
      const agent = await world.place({ log: 2, role: 'agent', conversation });
      const expected = ['before'];
      const haveAll = () =>
        [client, agent].every((peer) => peer.heard().join() === expected.toSorted().join());
      await client.say('before');
      await world.until('the agent heard the client', haveAll);

      world.cut(client);
      for (const [peer, text] of [
        [client, 'into the void'],
        [agent, 'from the other side of it'],
      ] as const) {
        await peer.say(text);
        expected.push(text);
      }
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      expect(agent.heard()).not.toContain('into the void');
      expect(client.heard()).not.toContain('from the other side of it');
      expect(client.links()).toEqual([]);

      const mendedAt = performance.now();
      world.mend(client);
      await agent.say('after');
      expected.push('after');
      await world.until('both have all of it', haveAll);
      const tookMs = performance.now() - mendedAt;
      console.info(`cut for ${seconds} s: converged ${tookMs.toFixed(0)} ms after it was mended`);
    },
  );
});
