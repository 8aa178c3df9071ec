import { expect, test } from 'vitest';
import { sha256 } from '../../conversation/log/hash.ts';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import type { TakeEnd, WantedFile } from '../../conversation/peer/files/shared-file.ts';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import type { AskInit } from '../browser/tickets.ts';
import type { KeptParts } from './kept-parts.ts';
import { createReceiving } from './receiving.ts';
import { createRecentFiles } from './recent-files.ts';

const conversation = 'A'.repeat(22) as ConversationId;
const megabyte = 1024 * 1024;
const hashOf = (bytes: Uint8Array) => toBase64Url(sha256(bytes));
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

const bytesOf = (size: number, seed = 1) =>
  Uint8Array.from({ length: size }, (_, i) => (i * 7 + seed * 31) % 251);
const refOf = (bytes: Uint8Array): FileRef => ({
  hash: hashOf(bytes) as FileRef['hash'],
  name: 'a.png',
  type: 'image/png',
  size: bytes.length,
});

/** One file, a server that may have it, and another peer that gives what the test says. */
function world(content: Uint8Array<ArrayBuffer>, kept = new Map<number, Blob>()) {
  const clock = createManualClock(0);
  const file = refOf(content);
  const server = {
    isAway: false,
    content: undefined as Uint8Array<ArrayBuffer> | undefined,
    /** Breaks off after so many bytes. */
    breaksAfter: Infinity,
    asked: [] as (string | undefined)[],
  };
  const links: ((wanted: WantedFile) => Promise<TakeEnd>)[] = [];
  const stopped: number[] = [];
  async function ask(_path: string, { headers, signal }: AskInit = {}): Promise<Response> {
    server.asked.push(headers?.['Range']);
    signal?.throwIfAborted();
    if (server.isAway) throw new TypeError('Failed to fetch');
    if (server.content === undefined) return new Response(null, { status: 204 });
    const [, from = '0'] = /^bytes=(\d+)-/.exec(headers?.['Range'] ?? '') ?? [];
    const part = server.content.subarray(Number(from));
    const most = server.breaksAfter;
    const chunks = [part.subarray(0, most)];
    const source = {
      pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) {
        const chunk = chunks.shift();
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (most < part.length) controller.error(new TypeError('broken'));
        else controller.close();
      },
    };
    const body = new ReadableStream(source, { highWaterMark: 0 });
    return new Response(body, { status: headers?.['Range'] === undefined ? 200 : 206 });
  }
  const parts: KeptParts = {
    read: async () => [...kept.entries()].toSorted(([a], [b]) => a - b).map(([, part]) => part),
    add: async (_name, from, part) => void kept.set(from, part),
    forget: async () => kept.clear(),
  };
  const recent = createRecentFiles();
  const receiving = createReceiving({
    ask,
    take(_conversation, wanted) {
      const link = links.shift();
      if (link === undefined) return undefined;
      return { ended: link(wanted), stop: () => void stopped.push(wanted.from) };
    },
    recent,
    parts,
    clock,
    hash: async (whole) => hashOf(new Uint8Array(whole)),
  });
  const state = () => receiving.state(conversation, file);
  const bytes = async () => {
    const now = state();
    return now?.state === 'done' ? new Uint8Array(await now.content.arrayBuffer()) : undefined;
  };
  return { clock, file, server, links, stopped, kept, receiving, recent, state, bytes };
}

/** Gives so much and then ends so. */
const gives =
  (content: Uint8Array<ArrayBuffer>, upTo: number, end: TakeEnd) => async (wanted: WantedFile) => {
    if (upTo > wanted.from) await wanted.store(content.slice(wanted.from, upTo));
    return end;
  };

test('[L3] a file that is cut three times comes whole, from peers and then from the server', async () => {
  const content = bytesOf(4 * megabyte);
  const { links, server, file, receiving, state, bytes, clock, kept } = world(content);
  links.push(gives(content, 1000, 'lost'));
  receiving.want(conversation, file);
  await expect.poll(() => state()?.state).toBe('waiting');
  expect(server.asked).toEqual([`bytes=1000-${file.size - 1}`]);
  links.push(gives(content, 2 * megabyte, 'lost'));
  receiving.wake(conversation);
  await expect.poll(() => server.asked.length).toBe(2);
  await expect.poll(() => state()?.state).toBe('waiting');
  server.content = content;
  server.breaksAfter = megabyte;
  await clock.advance(1_000, turn);
  await expect.poll(() => state()).toMatchObject({ state: 'waiting', got: 0.75 });
  server.breaksAfter = Infinity;
  await clock.advance(1_000, turn);
  await expect.poll(async () => (await bytes())?.length).toBe(file.size);
  expect(hashOf((await bytes()) ?? new Uint8Array())).toBe(file.hash);
  expect(server.asked.at(-1)).toBe(`bytes=${3 * megabyte}-${file.size - 1}`);
  expect(kept.size).toBe(0);
});

test('[W3] after a reload it goes on with what was kept', async () => {
  const content = bytesOf(3 * megabyte);
  const kept = new Map([[0, new Blob([content.subarray(0, megabyte)])]]);
  const { links, file, receiving, bytes } = world(content, kept);
  const asked: number[] = [];
  links.push((wanted) => {
    asked.push(wanted.from);
    return gives(content, file.size, 'done')(wanted);
  });
  receiving.want(conversation, file);
  await expect.poll(async () => (await bytes())?.length).toBe(file.size);
  expect(asked).toEqual([megabyte]);
});

test('[W4] what a peer gives is believed only if it is the file; then the server is asked for all of it', async () => {
  const content = bytesOf(1000);
  const { links, server, file, receiving, bytes } = world(content);
  links.push(gives(bytesOf(1000, 2), 1000, 'done'), gives(bytesOf(1000, 3), 1000, 'done'));
  server.content = content;
  receiving.want(conversation, file);
  await expect.poll(async () => (await bytes())?.length).toBe(1000);
  expect(server.asked).toEqual([undefined]);
  expect(links.length).toBe(1);
});

test('[W4] what the server gives is believed only if it is the file', async () => {
  const content = bytesOf(1000);
  const { server, file, receiving, state, recent } = world(content);
  server.content = bytesOf(1000, 2);
  receiving.want(conversation, file);
  await expect.poll(() => state()).toEqual({ state: 'damaged' });
  expect(recent.get(conversation, file.hash)).toBeUndefined();
  server.content = content;
  receiving.want(conversation, file);
  await expect.poll(() => state()?.state).toBe('done');
});

test('[W8] more than the file has is not taken', async () => {
  const { server, file, receiving, state } = world(bytesOf(1000));
  server.content = bytesOf(2000);
  receiving.want(conversation, file);
  await expect.poll(() => state()).toMatchObject({ state: 'waiting', why: 'unreachable', got: 0 });
});

test('where it is nowhere yet it is asked for again, ever more rarely, and at once over a new link', async () => {
  const content = bytesOf(1000);
  const { server, links, file, receiving, state, clock } = world(content);
  receiving.want(conversation, file);
  await expect.poll(() => state()).toEqual({ state: 'waiting', got: 0, why: 'not-there' });
  const asked = [];
  for (const ms of [1_000, 2_000, 4_000]) {
    await clock.advance(ms - 1, turn);
    asked.push(server.asked.length);
    await clock.advance(1, turn);
    await expect.poll(() => state()?.state).toBe('waiting');
  }
  expect(asked).toEqual([1, 2, 3]);
  server.isAway = true;
  links.push(gives(content, 1000, 'done'));
  receiving.wake('B'.repeat(22) as ConversationId);
  expect(state()?.state).toBe('waiting');
  receiving.wake(conversation);
  await expect.poll(() => state()?.state).toBe('done');
});

test('[L3] what is paused waits for its owner, and goes on from there; what is given up leaves nothing', async () => {
  const content = bytesOf(3 * megabyte);
  const { links, stopped, file, receiving, state, kept, bytes, clock } = world(content);
  let release: (end: TakeEnd) => void = () => undefined;
  links.push(async (wanted) => {
    await wanted.store(content.slice(0, megabyte));
    return new Promise((resolve) => (release = resolve));
  });
  receiving.want(conversation, file);
  await expect.poll(() => state()).toMatchObject({ state: 'receiving', got: 1 / 3 });
  receiving.pause(conversation, file);
  expect([state(), stopped]).toEqual([{ state: 'paused', got: 1 / 3 }, [0]]);
  release('stopped');
  await clock.advance(100_000, turn);
  expect(state()?.state).toBe('paused');

  links.push(gives(content, file.size, 'done'));
  receiving.want(conversation, file);
  await expect.poll(async () => (await bytes())?.length).toBe(file.size);

  const other = world(content);
  other.links.push(gives(content, megabyte, 'lost'));
  other.receiving.want(conversation, file);
  await expect.poll(() => other.kept.size).toBe(1);
  other.receiving.cancel(conversation, file);
  expect(other.state()).toBeUndefined();
  await expect.poll(() => other.kept.size).toBe(0);
  expect(kept.size).toBe(0);
});

test('[W8] what is here is bounded: what was longest not used goes', () => {
  const recent = createRecentFiles();
  const blob = new Blob(['x']);
  const hashes = Array.from({ length: 101 }, (_, i) => `${i}` as FileRef['hash']);
  for (const hash of hashes) {
    recent.put(conversation, hash, blob);
    recent.get(conversation, hashes[0] ?? hash);
  }
  const left = hashes.filter((hash) => recent.get(conversation, hash) !== undefined);
  expect([left.length, left[0], left[1]]).toEqual([100, '0', '2']);
});

test('what comes fast is not written to the disk; what takes long, or stops, is', async () => {
  const content = bytesOf(3 * megabyte);
  const { links, file, receiving, kept, clock, state } = world(content);
  let goOn: () => void = () => undefined;
  links.push(async (wanted) => {
    await wanted.store(content.slice(0, megabyte));
    await new Promise<void>((resolve) => (goOn = resolve));
    await wanted.store(content.slice(megabyte, 2 * megabyte));
    return 'lost';
  });
  receiving.want(conversation, file);
  await expect.poll(() => state()).toMatchObject({ got: 1 / 3 });
  expect(kept.size).toBe(0);
  await clock.advance(2_000, turn);
  goOn();
  await expect.poll(() => [...kept.keys()]).toEqual([0, megabyte]);
  await expect.poll(() => state()?.state).toBe('waiting');
});
