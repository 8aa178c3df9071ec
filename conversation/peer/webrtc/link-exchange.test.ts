import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { writeUpdate } from '../../log/update.ts';
import { createManualClock } from '../clock.fixture.ts';
import { createCast, type TestPeer } from '../transport.fixture.ts';
import { createLinkExchange, type ExchangeFrame, type LinkExchange } from './link-exchange.ts';
import { linkLimits } from './link-limits.ts';

interface End {
  readonly peer: TestPeer;
  readonly exchange: LinkExchange;
  /** Frames that went out, with the moment. */
  readonly sent: { readonly frame: ExchangeFrame; readonly at: number }[];
  readonly count: (kind: ExchangeFrame['kind']) => number;
  isFull: boolean;
}

/** Two ends that know each other's certificates; a frame arrives when the test carries it over. */
async function newEnds(spend: (entries: number) => number = () => 0, admissionMs = 0) {
  const clock = createManualClock(1_800_000_000_000);
  let workedMs = 0;
  const cast = await createCast(() => clock.now());
  const left = await cast.newPeer({ log: 1, role: 'client' });
  const right = await cast.newPeer({ log: 2, role: 'agent' });
  await left.replica.admitCertificate(right.gate.certificate, true);
  await right.replica.admitCertificate(left.gate.certificate, true);

  function newEnd(peer: TestPeer, remote: TestPeer): End {
    const sent: End['sent'] = [];
    const exchange = createLinkExchange({
      doc: peer.replica.doc,
      gate: {
        ...peer.gate,
        admit: async (...all) => {
          const admitted = await peer.gate.admit(...all);
          workedMs += admissionMs;
          return admitted;
        },
      },
      clock: { ...clock, now: () => clock.now() + workedMs },
      remote: remote.log,
      send: (frame) => {
        if (end.isFull) return false;
        sent.push({ frame, at: clock.now() });
        return true;
      },
      // As y-webrtc does it.
      answer: (stateVector) =>
        exchange.sendUpdate(Y.encodeStateAsUpdate(peer.replica.doc, stateVector)),
      spend,
      onFlood: () => expect.fail('A flood.'),
      onStrike: (kind) => expect.fail(`A strike for what is ${kind}.`),
      onFault: (error) => expect.fail(String(error)),
    });
    peer.replica.doc.on('update', (update: Uint8Array) => exchange.sendUpdate(update));
    const count = (kind: ExchangeFrame['kind']) =>
      sent.filter(({ frame }) => frame.kind === kind).length;
    const end: End = { peer, exchange, sent, count, isFull: false };
    return end;
  }

  const ends = [newEnd(left, right), newEnd(right, left)] as const;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const carried = [0, 0];

  /** Carries frames over until there are none, and nothing is being admitted. */
  async function flush(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet += 1) {
      for (const [i, { sent }] of ends.entries()) {
        for (const { frame } of sent.slice(carried[i])) {
          quiet = 0;
          ends[1 - i]!.exchange.receive(frame);
        }
        carried[i] = sent.length;
      }
      await left.replica.settled();
      await right.replica.settled();
      await turn();
    }
  }
  for (const { exchange } of ends) exchange.sendState();
  await flush();
  const advance = (ms: number) => clock.advance(ms, flush);
  return { clock, writer: ends[0], reader: ends[1], flush, advance };
}

test('[W8] after an overflow nothing more is sent until the other side has said what it holds; then nothing is missing', async () => {
  const { writer, reader, flush, advance } = await newEnds();
  await writer.peer.say('one');
  await flush();
  expect(reader.peer.heard()).toEqual(['one']);

  writer.isFull = true;
  await writer.peer.say('two');
  writer.isFull = false;
  await writer.peer.say('three');
  await flush();
  expect(reader.peer.heard()).toEqual(['one']);
  expect(writer.count('update')).toBe(1);

  writer.exchange.drained();
  expect(writer.count('ask')).toBe(1);
  await advance(2 * linkLimits.stateEveryMs);
  expect(reader.peer.heard()).toEqual(['one', 'three', 'two']);
  await writer.peer.say('four');
  await flush();
  expect(reader.peer.heard()).toHaveLength(4);
  // What arrived before the overflow was not sent again.
  expect(writer.count('update')).toBe(3);
});

test('[W8] a question that found no room is asked when there is some, and only once', async () => {
  const { writer, reader, flush, advance } = await newEnds();
  writer.isFull = true;
  await writer.peer.say('one');
  writer.exchange.drained();
  writer.isFull = false;
  await advance(10 * linkLimits.stateEveryMs);
  expect(reader.peer.heard()).toEqual([]);
  writer.exchange.drained();
  writer.exchange.drained();
  await flush();
  await advance(2 * linkLimits.stateEveryMs);
  expect(writer.count('ask')).toBe(1);
  expect(reader.peer.heard()).toEqual(['one']);
});

test('[LIM2] what comes above the rate waits its turn, and goes with the link', async () => {
  let isAbove = true;
  const { writer, reader, flush, advance } = await newEnds(() => (isAbove ? 1_000 : 0));
  for (const text of ['one', 'two', 'three']) await writer.peer.say(text);
  await flush();
  expect(reader.peer.heard()).toEqual(['one']);
  await advance(999);
  expect(reader.peer.heard()).toEqual(['one']);
  await advance(1);
  expect(reader.peer.heard()).toEqual(['one', 'two']);
  reader.exchange.close();
  isAbove = false;
  await advance(10_000);
  expect(reader.peer.heard()).toEqual(['one', 'two']);
});

test('[W8] after a long history a link rests for as long as that took, after a message it does not', async () => {
  const { writer, reader, flush, advance } = await newEnds(() => 0, 40);
  writer.isFull = true;
  for (let n = 0; n <= linkLimits.bulkEntries; n += 1) await writer.peer.say(`old ${n}`);
  writer.isFull = false;
  writer.exchange.drained();
  const { length } = writer.peer.heard();
  while (reader.peer.heard().length < length) await advance(1);

  await writer.peer.say('one');
  await flush();
  expect(reader.peer.heard()).toHaveLength(length);
  await advance(39);
  expect(reader.peer.heard()).toHaveLength(length);
  await advance(1);
  expect(reader.peer.heard()).toHaveLength(length + 1);
  await writer.peer.say('two');
  await flush();
  expect(reader.peer.heard()).toHaveLength(length + 2);
});

test('a missing stretch is asked for again and again, ever more rarely, and soon again once something came', async () => {
  const { clock, writer, reader, flush, advance } = await newEnds();
  const { author } = writer.peer;
  for (let i = 0; i < 4; i += 1) await author.say(`message ${i}`);
  const run = (from: number, until: number): ExchangeFrame => ({
    kind: 'update',
    update: writeUpdate([{ log: author.log, from, entries: author.written.slice(from, until) }]),
  });
  const { sent } = reader;
  const before = sent.length;
  const asked = () => sent.slice(before).filter(({ frame }) => frame.kind === 'state');

  for (let second = 0; second < 600; second += 1) {
    reader.exchange.receive(run(2, 3));
    await advance(1_000);
  }
  const times = asked().map(({ at }) => at);
  const gaps = times.slice(1).map((at, i) => at - times[i]!);
  expect(times.length).toBeGreaterThan(8);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(linkLimits.stateEveryMs);
  expect(gaps.at(-1)).toBeGreaterThanOrEqual(linkLimits.slowestStateMs);
  expect(gaps.at(-1)).toBeLessThan(linkLimits.slowestStateMs * 1.1);
  expect(reader.peer.heard()).toEqual([]);

  reader.exchange.receive(run(0, 1));
  await flush();
  const count = asked().length;
  reader.exchange.receive(run(2, 3));
  await advance(2 * linkLimits.stateEveryMs);
  expect(asked().length).toBe(count + 1);
  reader.exchange.receive(run(1, 3));
  await flush();
  expect(reader.peer.heard()).toEqual(['message 0', 'message 1', 'message 2']);
  reader.exchange.close();
  expect(clock.waiting()).toBe(0);
});
