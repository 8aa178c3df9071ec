import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { attacks, awarenessAttacks, stateVectorAttacks } from '../../log/attacks.fixture.ts';
import { rootName } from '../../log/update.ts';
import { randomIdFrom, type ConversationId } from '../../protocol/ids.ts';
import type { TestPeer } from '../transport.fixture.ts';
import { cut, framed, malformedFrames } from './hostile-frames.fixture.ts';
import { createWebRtcWorld, type WebRtcWorld } from './webrtc-world.contract.ts';

let world: WebRtcWorld;
beforeEach(async () => {
  world = await createWebRtcWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.faults).toEqual([]);
});
afterAll(endNodeWebRtc);

/** A client and an agent who each said one thing over a direct link; the agent turns hostile. */
async function newPair(): Promise<{ client: TestPeer; agent: TestPeer }> {
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const client = await world.place({ log: 1, role: 'client', conversation });
  const agent = await world.place({ log: 2, role: 'agent', conversation });
  await client.say('mine');
  await agent.say('yours');
  await world.until(
    'both have both',
    () => client.heard().length === 2 && agent.heard().length === 2,
  );
  return { client, agent };
}

/** Sends raw messages, then something honest: when that arrives or the link ends, all were worked off. */
async function afterRaw(
  { client, agent }: { client: TestPeer; agent: TestPeer },
  messages: readonly (Uint8Array | string)[],
): Promise<'ended' | 'goes on'> {
  for (const message of messages) world.sendRaw(agent, message);
  await agent.say('after');
  await world.until(
    'the frames were worked off',
    () => client.links().length === 0 || client.heard().includes('after'),
  );
  return client.links().length === 0 ? 'ended' : 'goes on';
}

const thrice = <Value>(value: Value) => [value, value, value];

test.for(malformedFrames)(
  '[W9] three times %s ends the link, and changes nothing',
  async ([, messages]) => {
    const pair = await newPair();
    expect(await afterRaw(pair, messages)).toBe('ended');
    expect(pair.client.heard()).toEqual(['mine', 'yours']);
    expect(world.refusals.get(pair.client)).toContain('strikes');
  },
);

test.for(attacks.map((attack) => [attack.id, attack] as const))(
  '[W4] %s through the channel is refused and changes nothing',
  { timeout: 40_000 },
  async ([, attack]) => {
    const pair = await newPair();
    const { client } = pair;
    const prev = client.replica.head(client.log)?.hash;
    const update = attack.update({
      log: client.log,
      from: 1,
      rootName: rootName(client.log),
      conversation: client.conversation,
      ...(prev === undefined ? {} : { prev }),
    });
    await afterRaw(pair, cut(framed(4, update)));
    expect(client.heard().filter((text) => text !== 'after')).toEqual(['mine', 'yours']);
    expect(client.replica.held().get(client.log)).toBe(1);
    await client.say('still here');
    expect(client.heard()).toContain('still here');
  },
);

test.for(awarenessAttacks.map((attack) => [attack.id, attack] as const))(
  '[W12] %s: nobody speaks for anybody else',
  { timeout: 40_000 },
  async ([, attack]) => {
    const pair = await newPair();
    const update = attack.update(pair.client.log);
    for (const kind of [1, 7]) await afterRaw(pair, cut(framed(kind, update)).slice(0, 20));
    expect(pair.client.typingReports.filter(([log]) => log !== pair.agent.log)).toEqual([]);
    expect([...pair.client.typists]).toEqual([]);
  },
);

test.for(stateVectorAttacks.map((attack) => [attack.id, attack] as const))(
  '%s is refused',
  { timeout: 40_000 },
  async ([, attack]) => {
    const pair = await newPair();
    await afterRaw(pair, cut(framed(3, attack.stateVector())));
    expect(world.refusals.get(pair.client)?.length).toBeGreaterThan(0);
    expect(pair.client.heard().filter((text) => text !== 'after')).toEqual(['mine', 'yours']);
  },
);

test('[W6, A20] asking for everything a thousand times is answered about every two seconds', async () => {
  const pair = await newPair();
  const before = world.sent(pair.client);
  await afterRaw(
    pair,
    Array.from({ length: 1000 }, () => framed(3, Uint8Array.of(0))),
  );
  expect(world.sent(pair.client) - before).toBeLessThan(20);
});

test('[W9] whoever was thrown out for strikes is not let in again at once', async () => {
  const pair = await newPair();
  await afterRaw(pair, thrice('nonsense'));
  pair.agent.leave();
  world.rejoin(pair.agent);
  const banned = () => world.refusals.get(pair.client)?.includes('banned') === true;
  await world.until('it was turned away', banned);
  expect(pair.client.links()).toEqual([]);
});

test('[W8] whoever was thrown out is turned away under another log too', async () => {
  const pair = await newPair();
  await afterRaw(pair, thrice('nonsense'));
  pair.agent.leave();
  const { conversation } = pair.client;
  await world.place({ log: 3, participant: pair.agent.log, role: 'agent', conversation });
  const banned = () => world.refusals.get(pair.client)?.includes('banned') === true;
  await world.until('it was turned away', banned);
  expect(pair.client.links()).toEqual([]);
});
