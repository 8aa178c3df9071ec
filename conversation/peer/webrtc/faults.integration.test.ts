import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { randomIdFrom, type ConversationId } from '../../protocol/ids.ts';
import type { TestPeer } from '../transport.fixture.ts';
import { createWebRtcWorld, type SignalFate, type WebRtcWorld } from './webrtc-world.contract.ts';

/** Pairs that meet at the same time; each in a conversation of its own. */
const pairs = 30;
const longMs = 120_000;

let world: WebRtcWorld;
beforeEach(async () => {
  world = await createWebRtcWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.faults).toEqual([]);
});
afterAll(endNodeWebRtc);

async function newPair(): Promise<readonly [TestPeer, TestPeer]> {
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const [client, agent] = await Promise.all([
    world.place({ log: 1, role: 'client', conversation }),
    world.place({ log: 2, role: 'agent', conversation }),
  ]);
  return [client, agent];
}

/** What one says over the direct link, the other has. @returns how long it took, ms. */
async function converge([client, agent]: readonly [TestPeer, TestPeer]): Promise<number> {
  const startedAt = performance.now();
  const before = client.heard().length;
  await client.say('a');
  await agent.say('b');
  await world.until('both have both', () => {
    const heard = client.heard();
    return heard.length >= before + 2 && heard.join() === agent.heard().join();
  });
  return performance.now() - startedAt;
}

async function measure(title: string, each: () => Promise<number>): Promise<void> {
  const took = await Promise.all(Array.from({ length: pairs }, each));
  const sorted = took.toSorted((a, b) => a - b);
  const [p50, most] = [sorted[pairs / 2] ?? 0, sorted.at(-1) ?? 0];
  console.info(
    `${title}: content converged in ${p50.toFixed(0)} ms (p50), ${most.toFixed(0)} ms (max)`,
  );
  expect(took.length).toBe(pairs);
}

/** Applies to the first offer that reaches each topic. */
function firstOffer(fate: readonly { afterMs: number }[]): SignalFate {
  const met = new Set<string>();
  return (topic, data) => {
    const isOffer = data.type === 'signal' && data.signal.type === 'offer';
    if (!isOffer || met.has(topic)) return [{ afterMs: 0 }];
    met.add(topic);
    return fate;
  };
}

describe('content converges', () => {
  test('[W1, W2] when both sides join at the same moment', { timeout: longMs }, async () => {
    await measure('simultaneous joins', async () => converge(await newPair()));
  });

  test('[W1] after a connection was closed', { timeout: longMs }, async () => {
    await measure('clean closes', async () => {
      const pair = await newPair();
      await converge(pair);
      world.hangUp(pair[0]);
      return converge(pair);
    });
  });

  test('[W2] when the first offer is lost', { timeout: longMs }, async () => {
    world.setFate(firstOffer([]));
    await measure('lost offers', async () => converge(await newPair()));
  });

  test('[W2] when the first offer comes twice', { timeout: longMs }, async () => {
    world.setFate(firstOffer([{ afterMs: 0 }, { afterMs: 50 }]));
    await measure('doubled offers', async () => converge(await newPair()));
  });

  test('[W2] when the first offer comes after its attempt', { timeout: longMs }, async () => {
    world.setFate(firstOffer([{ afterMs: 5_200 }]));
    await measure('late offers', async () => converge(await newPair()));
  });

  test('[W10] when answers come for connections that are gone', { timeout: longMs }, async () => {
    const met = new Set<string>();
    world.setFate((topic, data) => {
      const isAnswer = data.type === 'signal' && data.signal.type === 'answer';
      if (!isAnswer || met.has(topic)) return [{ afterMs: 0 }];
      met.add(topic);
      return [{ afterMs: 4_200 }, { afterMs: 6_000 }];
    });
    await measure('late answers', async () => converge(await newPair()));
  });
});
