import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IceServer } from '../../conversation/protocol/session.ts';
import type { Client } from './client.fixture.ts';
import { turnLifetimeMs } from './ice-servers.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';
import { sessionLimits } from './session-limits.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

async function agentWhoIsReady(): Promise<Client> {
  const agent = await world.connect(await world.account('ada', 'agent'));
  agent.send({ type: 'available', available: true });
  await agent.next('available');
  return agent;
}

const passesIn = (servers: readonly IceServer[]) =>
  servers.flatMap(({ username }) => (username === undefined ? [] : [username]));

test('[V-62] [W8] nobody gets TURN credentials before there is somebody to talk to; then both do', async () => {
  const agent = await agentWhoIsReady();
  const visitor = await world.connect(await world.visitor());
  const alone = await visitor.start();
  expect(alone.joined.status.state).toBe('assigned');
  expect(alone.joined.iceServers).toEqual([{ urls: ['stun:127.0.0.1:3478'] }]);
  await visitor.settled();
  expect(visitor.heard.some(({ type }) => type === 'ice-servers')).toBe(false);

  const staff = await agent.join(alone.conversation);
  const [theirs] = passesIn(staff.joined.iceServers);
  const [ours] = passesIn((await visitor.next('ice-servers')).iceServers);
  for (const pass of [theirs, ours]) {
    expect(pass).toMatch(/^[0-9]{10}:[A-Za-z0-9_-]{22}$/);
    expect(Number(pass?.split(':')[0]) * 1000 - world.clock.now()).toBeLessThanOrEqual(600_000);
  }
  expect(theirs).not.toBe(ours);
});

test('[V-62] [W8] credentials are renewed while the socket lives and the other side is there, and no longer', async () => {
  const agent = await agentWhoIsReady();
  const visitor = await world.connect(await world.visitor());
  const { conversation } = await visitor.start();
  await agent.join(conversation);
  await visitor.next('ice-servers');
  for (let turn = 0; turn < 2; turn += 1) {
    visitor.mark();
    world.clock.advance(turnLifetimeMs / 2);
    const [pass] = passesIn((await visitor.next('ice-servers')).iceServers);
    const restMs = Number(pass?.split(':')[0]) * 1000 - world.clock.now();
    expect(restMs).toBeGreaterThan(turnLifetimeMs - 1_001);
  }
  agent.send({ type: 'leave', conversation });
  await visitor.next('here', ({ participants }) => participants.length === 0);
  visitor.mark();
  const before = visitor.heard.length;
  world.clock.advance(turnLifetimeMs / 2);
  await visitor.settled();
  expect(visitor.heard.slice(before).some(({ type }) => type === 'ice-servers')).toBe(false);

  const again = await agent.join(conversation);
  expect(passesIn(again.joined.iceServers)).toHaveLength(1);
  expect(passesIn((await visitor.next('ice-servers')).iceServers)).toHaveLength(1);
});

test('[V-62] [W8] visitors of one network get so many credentials and no more; staff are known, and get theirs', async () => {
  const agent = await agentWhoIsReady();
  const visitor = await world.connect(await world.visitor());
  const asking = await visitor.start();
  const { conversation } = asking;
  const staff = await agent.join(conversation);
  await visitor.next('ice-servers');
  let granted = 1;
  let page = asking;
  for (let turn = 0; turn < sessionLimits.relayPassesPerAddress.burst + 40; turn += 1) {
    // Joining again is what a page does that was reloaded; not faster than a session may speak.
    world.clock.advance(50);
    page = await visitor.join(conversation, page);
    if (passesIn(page.joined.iceServers).length > 0) granted += 1;
  }
  const { burst, perSecond } = sessionLimits.relayPassesPerAddress;
  expect(granted).toBeGreaterThanOrEqual(burst);
  expect(granted).toBeLessThanOrEqual(burst + 10 * perSecond);
  const rejoined = await agent.join(conversation, staff);
  expect(passesIn(rejoined.joined.iceServers)).toHaveLength(1);
});
