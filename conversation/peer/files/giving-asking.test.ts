import { expect, test } from 'vitest';
import { toBase64Url } from '../../protocol/ids.ts';
import type { FileHash } from '../../protocol/file.ts';
import { sha256 } from '../../log/hash.ts';
import { createManualClock } from '../clock.fixture.ts';
import { createAsking } from './asking.ts';
import type { FileFrame, Want } from './file-frames.ts';
import { fileLimits } from './file-limits.ts';
import { createGiving } from './giving.ts';
import type { SharedFile, TakeEnd } from './shared-file.ts';
import { takeFromLinks } from './take-from-links.ts';

const { rangeBytes } = fileLimits;
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));
const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251);
const hashOf = (bytes: Uint8Array) => toBase64Url(sha256(bytes)) as FileHash;

/** An asker whose questions the test answers. */
function asker() {
  const clock = createManualClock(0);
  const sent: FileFrame[] = [];
  const strikes: string[] = [];
  const asking = createAsking({
    clock,
    send: (frame) => sent.push(frame),
    onStrike: () => strikes.push('strike'),
  });
  const wants = () => sent.filter((frame): frame is Want => frame.kind === 'want');
  const bytes = (number: number, part: Uint8Array<ArrayBuffer>) =>
    asking.receive({ kind: 'bytes', number, bytes: part });
  return { clock, sent, strikes, asking, wants, bytes };
}

function sink() {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let release: (() => void) | undefined;
  return {
    parts,
    length: () => parts.reduce((sum, { length }) => sum + length, 0),
    hold: { isOn: false },
    release: () => release?.(),
    async store(this: { hold: { isOn: boolean } }, part: Uint8Array<ArrayBuffer>) {
      parts.push(part);
      if (this.hold.isOn) await new Promise<void>((resolve) => (release = resolve));
    },
  };
}

/** A giver with these files. */
function giver(files: ReadonlyMap<FileHash, SharedFile>) {
  const sent: FileFrame[] = [];
  const faults: unknown[] = [];
  let strikes = 0;
  const room = { left: Infinity };
  const clock = createManualClock(0);
  const giving = createGiving({
    clock,
    shelf: { find: (hash) => files.get(hash) },
    send(frame) {
      sent.push(frame);
      room.left -= 1;
      return room.left > 0;
    },
    onStrike: () => (strikes += 1),
    onFault: (error) => faults.push(error),
  });
  const want = (number: number, hash: FileHash, from: number, length: number) =>
    giving.receive({ kind: 'want', number, hash, from, length });
  return { clock, giving, want, sent, faults, strikes: () => strikes, room };
}

function shared(bytes: Uint8Array<ArrayBuffer>): SharedFile {
  return { size: bytes.length, read: async (from, length) => bytes.slice(from, from + length) };
}

test('[L3] a file goes over whole, in order and to its end, and another one at the same time', async () => {
  const files = [bytesOf(rangeBytes * 4 + 7), bytesOf(rangeBytes + 1)];
  const { asking, sent, strikes } = asker();
  const { giving, sent: given } = giver(
    new Map(files.map((bytes) => [hashOf(bytes), shared(bytes)])),
  );
  const taken = files.map((bytes) => {
    const into = sink();
    const taking = asking.take({
      hash: hashOf(bytes),
      size: bytes.length,
      from: 0,
      store: (part) => into.store(part),
    });
    return { into, taking };
  });
  const ends: TakeEnd[] = [];
  for (const { taking } of taken) void taking.ended.then((end) => ends.push(end));
  while (ends.length < 2) {
    for (const frame of sent.splice(0)) giving.receive(frame);
    for (const frame of given.splice(0)) asking.receive(frame);
    await turn();
  }
  expect([ends, strikes]).toEqual([['done', 'done'], []]);
  for (const [i, { into }] of taken.entries()) {
    const whole = new Uint8Array(await new Blob(into.parts).arrayBuffer());
    expect(hashOf(whole)).toBe(hashOf(files[i] ?? new Uint8Array()));
  }
});

test('[W8] no more is asked for than what may be in memory; storing slowly asks slowly', async () => {
  const { asking, wants, bytes } = asker();
  const into = sink();
  into.hold.isOn = true;
  const hash = hashOf(bytesOf(1));
  asking.take({ hash, size: rangeBytes * 10, from: 5, store: (part) => into.store(part) });
  const asked = () => wants().map(({ from, length }) => [from, length]);
  const first = [0, 1, 2, 3].map((i) => [5 + i * rangeBytes, rangeBytes]);
  expect(asked()).toEqual(first);
  for (const number of [1, 2, 3, 4]) bytes(number, new Uint8Array(rangeBytes));
  await turn();
  expect(asked().length).toBe(4);
  into.release();
  await turn();
  expect(asked().length).toBe(5);
});

test('[W8] over one link at most two files come at the same time; the third waits', async () => {
  const { asking, wants, bytes } = asker();
  const takings = [1, 2, 3].map((fill) =>
    asking.take({ hash: hashOf(bytesOf(fill)), size: 10, from: 0, store: async () => {} }),
  );
  expect(wants().length).toBe(2);
  bytes(1, bytesOf(10));
  expect(await takings[0]?.ended).toBe('done');
  expect(wants().length).toBe(3);
  asking.close();
  expect(await Promise.all(takings.map(({ ended }) => ended))).toEqual(['done', 'lost', 'lost']);
});

test('[L3] what came before the link ended is stored, and the next link is asked from there', async () => {
  const size = rangeBytes * 2;
  const [one, other] = [asker(), asker()];
  const into = sink();
  const taking = takeFromLinks(
    [one, other].map(
      ({ asking }) =>
        (wanted) =>
          asking.take(wanted),
    ),
    { hash: hashOf(bytesOf(1)), size, from: 0, store: (part) => into.store(part) },
  );
  one.bytes(1, bytesOf(1000));
  one.asking.close();
  await turn();
  expect(into.length()).toBe(1000);
  const [want] = other.wants();
  expect(want).toMatchObject({ from: 1000 });
  other.asking.receive({ kind: 'none', number: 1 });
  expect(await taking.ended).toBe('not-here');
});

test('a peer that says nothing for long is given up, and what it sends after that is dropped', async () => {
  const { asking, clock, bytes, strikes, sent } = asker();
  const into = sink();
  const { ended } = asking.take({
    hash: hashOf(bytesOf(1)),
    size: 100,
    from: 0,
    store: (part) => into.store(part),
  });
  bytes(1, bytesOf(10));
  await clock.advance(fileLimits.stallMs, turn);
  expect(await ended).toBe('lost');
  expect(into.length()).toBe(10);
  expect(sent.at(-1)).toEqual({ kind: 'stop', number: 1 });
  bytes(1, new Uint8Array(90));
  expect([into.length(), strikes.length]).toEqual([10, 0]);
  expect(clock.waiting()).toBe(0);
});

test('[W8] a giver that goes on without end, or answers what nobody asked, is struck', async () => {
  const { asking, bytes, strikes } = asker();
  const take = () =>
    asking.take({ hash: hashOf(bytesOf(1)), size: 100, from: 0, store: async () => {} });
  const first = take();
  bytes(1, new Uint8Array(101));
  expect([await first.ended, strikes.length]).toEqual(['lost', 1]);
  bytes(1, new Uint8Array(101));
  bytes(9, new Uint8Array(1));
  asking.receive({ kind: 'none', number: 9 });
  expect(strikes.length).toBe(4);
  asking.receive({ kind: 'stop', number: 1 });
  asking.receive({ kind: 'want', number: 1, hash: hashOf(bytesOf(1)), from: 0, length: 1 });
  expect(strikes.length).toBe(6);
});

test('a store that fails ends it', async () => {
  const { asking, bytes } = asker();
  const { ended } = asking.take({
    hash: hashOf(bytesOf(1)),
    size: 10,
    from: 0,
    store: () => Promise.reject(new Error('full')),
  });
  bytes(1, bytesOf(10));
  expect(await ended).toBe('stored-not');
});

test('[W4] nothing is given but what is here and within its size; what cannot be read is not here', async () => {
  const bytes = bytesOf(100);
  const gone: SharedFile = { size: 10, read: () => Promise.reject(new Error('moved')) };
  const short: SharedFile = { size: 10, read: async () => new Uint8Array(9) };
  const files = new Map([
    [hashOf(bytes), shared(bytes)],
    [hashOf(bytesOf(10)), gone],
    [hashOf(bytesOf(9)), short],
  ]);
  const { want, sent, strikes, faults } = giver(files);
  want(1, hashOf(bytesOf(5)), 0, 1);
  want(2, hashOf(bytes), 99, 2);
  want(3, hashOf(bytesOf(10)), 0, 10);
  want(4, hashOf(bytesOf(9)), 0, 10);
  want(5, hashOf(bytes), 90, 10);
  await turn();
  expect(sent.map(({ kind, number }) => [kind, number])).toEqual([
    ['none', 1],
    ['none', 2],
    ['none', 3],
    ['none', 4],
    ['bytes', 5],
  ]);
  expect([strikes(), faults]).toEqual([0, []]);
});

test('[W8] hundreds of questions are struck, and cost three ranges of memory at the most', async () => {
  const bytes = bytesOf(rangeBytes);
  let reads = 0;
  let most = 0;
  let now = 0;
  const file: SharedFile = {
    size: bytes.length,
    async read(from, length) {
      reads += 1;
      now += length;
      most = Math.max(most, now);
      await turn();
      now -= length;
      return bytes.slice(from, from + length);
    },
  };
  const { want, strikes } = giver(new Map([[hashOf(bytes), file]]));
  for (let number = 1; number <= 300; number += 1) want(number, hashOf(bytes), 0, rangeBytes);
  await turn();
  expect(strikes()).toBe(300 - fileLimits.wantsAtOnce);
  expect([
    most <= (1 + fileLimits.readAhead) * rangeBytes,
    reads <= fileLimits.wantsAtOnce,
  ]).toEqual([true, true]);
});

test('[W8] the same file over and over is given a few times', async () => {
  const bytes = bytesOf(rangeBytes);
  const { want, sent } = giver(new Map([[hashOf(bytes), shared(bytes)]]));
  for (let number = 1; number <= 20; number += 1) {
    want(number, hashOf(bytes), 0, rangeBytes);
    await turn();
  }
  const given = sent.reduce(
    (sum, frame) => sum + (frame.kind === 'bytes' ? frame.bytes.length : 0),
    0,
  );
  expect(given).toBe((fileLimits.timesGiven + 1) * rangeBytes);
  expect(sent.at(-1)).toEqual({ kind: 'none', number: 20 });
});

test('it waits while the channel has enough, goes on when it is drained, and stops when it is told', async () => {
  const bytes = bytesOf(rangeBytes);
  const { giving, want, sent, room } = giver(new Map([[hashOf(bytes), shared(bytes)]]));
  room.left = 3;
  want(1, hashOf(bytes), 0, rangeBytes);
  await turn();
  expect(sent.length).toBe(3);
  room.left = 2;
  giving.drained();
  await turn();
  expect(sent.length).toBe(5);
  giving.receive({ kind: 'stop', number: 1 });
  room.left = Infinity;
  want(2, hashOf(bytes), 0, 10);
  await turn();
  expect(sent.at(-1)).toMatchObject({ kind: 'bytes', number: 2 });
  expect(sent.length).toBe(6);
});

test('[W5] messages are large only on a fast path, so that what is said meanwhile waits for little', async () => {
  const bytes = bytesOf(rangeBytes);
  const { clock, giving, want, sent, room } = giver(new Map([[hashOf(bytes), shared(bytes)]]));
  const largest = () =>
    sent.splice(0).reduce((most, each) => {
      return each.kind === 'bytes' ? Math.max(most, each.bytes.length) : most;
    }, 0);
  const sizes: number[] = [];
  for (const [number, tookMs] of [10, 1_001, 10, 10].entries()) {
    room.left = 2;
    want(number + 1, hashOf(bytes), 0, rangeBytes);
    await turn();
    await clock.advance(tookMs, turn);
    room.left = Infinity;
    giving.drained();
    await turn();
    sizes.push(largest() + 5);
  }
  const { messageBytes: large, slowMessageBytes: small } = fileLimits;
  expect(sizes).toEqual([small, large, small, large]);
});
