import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { sha256 } from '../../log/hash.ts';
import type { FileHash } from '../../protocol/file.ts';
import { randomIdFrom, toBase64Url, type ConversationId } from '../../protocol/ids.ts';
import type { TestPeer } from '../transport.fixture.ts';
import { createWebRtcWorld, type WebRtcWorld } from '../webrtc/webrtc-world.contract.ts';
import { writeFileFrame } from './file-frames.ts';
import { fileLimits } from './file-limits.ts';
import { malformedFileFrames } from './hostile-files.fixture.ts';
import { filesLabel } from './link-files.ts';
import type { FileShelf, TakeEnd } from './shared-file.ts';

const megabyte = 1024 * 1024;

let world: WebRtcWorld;
beforeEach(async () => {
  world = await createWebRtcWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.faults).toEqual([]);
});
afterAll(endNodeWebRtc);

const hashOf = (bytes: Uint8Array) => toBase64Url(sha256(bytes)) as FileHash;

function shelfOf(...files: Uint8Array<ArrayBuffer>[]): FileShelf {
  const held = new Map(files.map((bytes) => [hashOf(bytes), bytes]));
  return {
    find(hash) {
      const bytes = held.get(hash);
      if (bytes === undefined) return undefined;
      return {
        size: bytes.length,
        read: async (from, length) => bytes.slice(from, from + length),
      };
    },
  };
}

interface Pair {
  readonly client: TestPeer;
  readonly agent: TestPeer;
}

async function newPair(files: { client?: FileShelf; agent?: FileShelf } = {}): Promise<Pair> {
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const shelf = (of: FileShelf | undefined) => (of === undefined ? {} : { files: of });
  const [client, agent] = await Promise.all([
    world.place({ log: 1, role: 'client', conversation, ...shelf(files.client) }),
    world.place({ log: 2, role: 'agent', conversation, ...shelf(files.agent) }),
  ]);
  await linked({ client, agent });
  return { client, agent };
}

const linked = ({ client, agent }: Pair) =>
  world.until('they are linked', () => client.links().length > 0 && agent.links().length > 0);

/** Takes a file as often as it needs, from where it stands. */
function taker(peer: TestPeer, file: Uint8Array) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const from = () => parts.reduce((sum, { length }) => sum + length, 0);
  return {
    from,
    whole: () => Buffer.concat(parts),
    async take(): Promise<TakeEnd | undefined> {
      const wanted = {
        hash: hashOf(file),
        size: file.length,
        from: from(),
        store: async (bytes: Uint8Array<ArrayBuffer>) => {
          parts.push(bytes);
          peer.changed();
        },
      };
      return peer.room().takeFile(wanted)?.ended;
    },
  };
}

const noise = (size: number) => Uint8Array.from(randomBytes(size));

test('[L3] files go both ways at the same time, and no message waits for them', async () => {
  const [ours, theirs] = [noise(12 * megabyte + 3), noise(12 * megabyte)];
  const { client, agent } = await newPair({ client: shelfOf(ours), agent: shelfOf(theirs) });
  const [there, here] = [taker(agent, ours), taker(client, theirs)];
  const startedAt = performance.now();
  let isOver = false;
  const ends = Promise.all([there.take(), here.take()]).then((both) => {
    isOver = true;
    return both;
  });
  await world.until('bytes come', () => there.from() > 0 && here.from() > 0);
  const waits: number[] = [];
  while (!isOver && waits.length < 50) {
    const text = `message ${waits.length}`;
    const saidAt = performance.now();
    await client.say(text);
    await world.until('it is there', () => agent.heard().includes(text));
    waits.push(performance.now() - saidAt);
  }
  expect(await ends).toEqual(['done', 'done']);
  const rate = (ours.length + theirs.length) / megabyte / ((performance.now() - startedAt) / 1000);
  expect(hashOf(there.whole())).toBe(hashOf(ours));
  expect(hashOf(here.whole())).toBe(hashOf(theirs));
  const sorted = waits.toSorted((a, b) => a - b);
  const [middle = 0, longest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  console.info(
    `24 MB both ways, ${rate.toFixed(0)} MB/s; ${waits.length} messages meanwhile took ${middle.toFixed(0)} ms (p50), ${longest.toFixed(0)} ms (max)`,
  );
  expect(waits.length).toBeGreaterThan(0);
  // A loaded machine takes its time; a message behind the file would take all of it.
  expect(middle).toBeLessThan(500);
});

test('[L3] a file whose link is cut three times comes whole, and no byte of it twice', async () => {
  const file = noise(16 * megabyte);
  const pair = await newPair({ client: shelfOf(file) });
  const taking = taker(pair.agent, file);
  const stops: number[] = [];
  let end: TakeEnd | undefined;
  while (end !== 'done') {
    await linked(pair);
    const before = taking.from();
    let isOver = false;
    const ended = taking.take().finally(() => {
      isOver = true;
      pair.agent.changed();
    });
    // The link may be one that is about to end.
    await world.until('some of it came', () => taking.from() > before || isOver);
    if (stops.length < 3 && !isOver) {
      world.hangUp(stops.length % 2 === 0 ? pair.client : pair.agent);
      stops.push(before);
    }
    end = await ended;
  }
  expect(stops.toSorted((a, b) => a - b)).toEqual(stops);
  expect(new Set(stops).size).toBe(3);
  expect(taking.from()).toBe(file.length);
  expect(hashOf(taking.whole())).toBe(hashOf(file));
});

test('[W4] only what is on the shelf is given, and nothing where there is none', async () => {
  const [ours, elsewhere] = [noise(100), noise(100)];
  const { client, agent } = await newPair({ client: shelfOf(ours) });
  expect(await taker(agent, elsewhere).take()).toBe('not-here');
  expect(await taker(agent, ours).take()).toBe('done');
  // The agent's peer gives nothing: it does not even take the channel.
  expect(await taker(client, ours).take()).toBe('lost');
  expect(agent.links().length + client.links().length).toBe(2);
});

/** The agent has a channel for files, and turns hostile on it. */
async function hostilePair(): Promise<Pair> {
  const file = noise(100);
  const pair = await newPair({ client: shelfOf(file), agent: shelfOf(file) });
  expect(await taker(pair.agent, file).take()).toBe('done');
  return pair;
}

const ended = ({ client }: Pair) =>
  world.until('the link ended', () => world.refusals.get(client)?.includes('strikes') === true);

test.each(malformedFileFrames.map(([what, message]) => [what, message] as const))(
  '[W9] three times %s on the channel for files ends the link',
  async (_, message) => {
    const pair = await hostilePair();
    for (let i = 0; i < 3; i += 1) world.sendRaw(pair.agent, message, filesLabel);
    await ended(pair);
  },
);

test('[W8] hundreds of questions end the link', async () => {
  const pair = await hostilePair();
  const hash = hashOf(noise(1));
  for (let number = 3; number < 300; number += 1) {
    const frame = { kind: 'want', number, hash, from: 0, length: fileLimits.rangeBytes } as const;
    world.sendRaw(pair.agent, writeFileFrame(frame), filesLabel);
  }
  await ended(pair);
});

test('[W8] bytes without end, which nobody asked for, end the link', async () => {
  const file = noise(100);
  const pair = await newPair({ client: shelfOf(file), agent: shelfOf(file) });
  // The channel on which the client asks: the agent gives on it.
  expect(await taker(pair.client, file).take()).toBe('done');
  const bytes = new Uint8Array(fileLimits.messageBytes - 5);
  for (let i = 0; i < 3; i += 1) {
    world.sendRaw(pair.agent, writeFileFrame({ kind: 'bytes', number: 1, bytes }), filesLabel);
  }
  await ended(pair);
});

test('[W8] channels without end end the link', async () => {
  const pair = await hostilePair();
  for (let i = 0; i < 3; i += 1) world.openRaw(pair.agent, filesLabel);
  await ended(pair);
});
