import { expect, test } from 'vitest';
import { limits } from '../log/limits.ts';
import { createMemoryMesh, type MemoryMesh } from './memory-mesh.ts';
import { createCast, topicOf, type TestPeer } from './transport.fixture.ts';
import { describeTransport, type TransportWorld } from './transport.contract.ts';

/** Lets Web Crypto's thread pool and storage answer. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const now = () => Date.now();

async function makeWorld(): Promise<TransportWorld> {
  const mesh = createMemoryMesh({ settle });
  const cast = await createCast(now);
  const peers = new Set<TestPeer>();
  const place = async (options: Parameters<typeof cast.newPeer>[0]) => {
    const peer = await cast.newPeer(options);
    peers.add(peer);
    peer.join(mesh, topicOf(options.log));
    return peer;
  };
  return {
    join: place,
    rejoin: (peer) => void peer.join(mesh, topicOf(peer.log)),
    joinImpostor: async (options) =>
      place({ ...options, installation: (await createCast(now)).installation }),
    async until(what, condition) {
      for (let round = 0; round < 100 && !condition(); round += 1) await mesh.flush();
      if (!condition()) throw new Error(`It never came to pass that ${what}.`);
    },
    settle: () => mesh.flush(),
    cut: (peer) => mesh.goOffline(peer.log),
    mend: (peer) => mesh.goOnline(peer.log),
    async close() {
      for (const peer of peers) {
        peer.leave();
        peer.replica.close();
      }
      await mesh.flush();
    },
  };
}

describeTransport('memory mesh', makeWorld);

async function crowd(mesh: MemoryMesh, count: number): Promise<TestPeer[]> {
  const cast = await createCast(now);
  const peers: TestPeer[] = [];
  for (let i = 1; i <= count; i += 1) {
    const peer = await cast.newPeer({ log: i, role: i === 1 ? 'client' : 'agent' });
    peer.join(mesh, topicOf(i));
    peers.push(peer);
  }
  return peers;
}

test.for([1, 2, 3, 4, 5])(
  '[W2] replicas converge when frames are dropped, doubled and overtaken (seed %i)',
  async (seed) => {
    const mesh = createMemoryMesh({ seed, settle });
    const peers = await crowd(mesh, 4);
    await mesh.flush();
    mesh.setFaults({ drop: 0.2, duplicate: 0.2, reorder: 0.3 });
    for (let round = 0; round < 5; round += 1) {
      for (const peer of peers) await peer.say(`${peer.log} says ${round}`);
      await mesh.flushSome(7);
    }
    mesh.setFaults({});
    for (const peer of peers) peer.room().wake();
    await mesh.flush();
    const [first] = peers;
    expect(first?.heard().length).toBe(20);
    for (const peer of peers) expect(peer.heard()).toEqual(first?.heard());
  },
);

test('what a peer has is not sent back to it', async () => {
  const mesh = createMemoryMesh({ settle });
  const [client, agent] = await crowd(mesh, 2);
  await mesh.flush();
  const before = mesh.delivered();
  for (let i = 0; i < 10; i += 1) {
    await client?.say(`${i}`);
    await mesh.flush();
  }
  expect(agent?.heard().length).toBe(10);
  expect(mesh.delivered() - before).toBe(10);
});

test('[W9] a frame that nobody honest sends changes nothing', async () => {
  const mesh = createMemoryMesh({ settle });
  const [client, agent] = await crowd(mesh, 2);
  if (client === undefined || agent === undefined) throw new Error('Two peers were made.');
  await client.say('before');
  await mesh.flush();
  const noise = new Uint8Array(limits.updateBytes).fill(255);
  mesh.inject(agent.log, client.log, { kind: 'update', update: noise });
  mesh.inject(agent.log, client.log, { kind: 'state', stateVector: noise });
  mesh.inject(agent.log, client.log, { kind: 'certificates', certificates: [noise] });
  await mesh.flush();
  expect(client.heard()).toEqual(['before']);
  await agent.say('after');
  await mesh.flush();
  expect(client.heard()).toEqual(['after', 'before']);
});
