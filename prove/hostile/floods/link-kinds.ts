/** Floods of what a direct link carries, by people with a valid seat and a proven link. */
import { randomBytes } from 'node:crypto';
import { installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { emptyStateVector } from '../../../conversation/log/attacks.fixture.ts';
import { writeUpdate } from '../../../conversation/log/update.ts';
import { cut, framed } from '../../../conversation/peer/webrtc/hostile-frames.fixture.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { becomeVisitor, eventually, openSession, type Proof } from '../people.ts';
import { takeSeat, type Seat } from '../seat.ts';
import type { Tally } from './kinds.ts';

type Message = Uint8Array | string;
/** @returns what is sent, again and again, in this order. */
type Content = (seat: Seat) => Promise<readonly Message[]>;

const address = (n: number) => `127.0.23.${n + 1}`;
const perTick = 40;
const everyMs = 10;
const mostUnsent = 4 * 1024 * 1024;
/** Signed before it is sent, so that it is not our signing that counts. */
const [updates, perUpdate] = [40, 200];

const repeated = (message: Message) => () => Promise.resolve([message]);
const kinds = {
  certificates: 2,
  state: 3,
  update: 4,
  piece: 5,
  ask: 6,
  typing: 7,
  ping: 8,
} as const;

const contents: readonly Content[] = [
  /** Entries that are signed and new, as many as there may be in an update: 8,000 of them. */
  async ({ peer }) => {
    const messages: Message[] = [];
    for (let n = 0; n < updates; n += 1) {
      const { log } = peer.writer;
      const from = peer.writer.next();
      const entries: Uint8Array[] = [];
      while (entries.length < perUpdate) {
        entries.push(await peer.writer.write('message', { text: `flood ${n}` }));
      }
      messages.push(...cut(framed(kinds.update, writeUpdate([{ log, from, entries }]))));
    }
    return messages;
  },
  /** What is held already. */
  async ({ peer }) => {
    const { log } = peer.writer;
    const from = peer.writer.next();
    const entries = [await peer.writer.write('message', { text: 'x'.repeat(8_000) })];
    return cut(framed(kinds.update, writeUpdate([{ log, from, entries }])));
  },
  repeated(randomBytes(16_000)),
  repeated('{"type":"hello"}'),
  () =>
    Promise.resolve([
      framed(kinds.typing, Uint8Array.of(1)),
      framed(kinds.typing, Uint8Array.of(0)),
    ]),
  repeated(framed(kinds.ping, Uint8Array.of(0, 0, 0, 1))),
  repeated(framed(kinds.piece, Uint8Array.of(0), new Uint8Array(16_000))),
  () => Promise.resolve([framed(kinds.state, emptyStateVector()), framed(kinds.ask)]),
  () => Promise.resolve([framed(kinds.certificates, Uint8Array.of(1, 166), randomBytes(422))]),
];

/** Each kind from a seat of its own, all at once, again and again. */
export async function floodLinks(url: string, tally: Tally): Promise<void> {
  installNodeGlobals({ onFault: () => undefined });
  await Promise.all(contents.map((content, n) => floodWith(content, n, url, tally)));
}

async function floodWith(content: Content, n: number, url: string, tally: Tally): Promise<void> {
  for (;;) {
    const who = await becomeVisitor(url, address(n));
    const session = await openSession(url, who, address(n));
    const { conversation } = await session.start();
    // A participant gets 64 logs, and every seat takes one.
    for (let seat = 0; seat < 50; seat += 1) {
      await floodOnce(content, { url, who, from: address(n), conversation }, tally).catch(
        () => undefined,
      );
    }
    await session.close();
  }
}

interface Place {
  readonly url: string;
  readonly who: Proof;
  readonly from: string;
  readonly conversation: ConversationId;
}

async function floodOnce(content: Content, place: Place, tally: Tally): Promise<void> {
  const session = await openSession(place.url, place.who, place.from);
  const seat = takeSeat(place.url, await session.join(place.conversation));
  try {
    const messages = await content(seat);
    await eventually('there is a link', () => seat.linkedTo().length > 0 || undefined, 60_000);
    let sent = 0;
    while (seat.openChannels() > 0) {
      for (let k = 0; k < perTick && seat.unsentBytes() < mostUnsent; k += 1) {
        seat.send(messages[sent % messages.length] ?? '');
        sent += 1;
        tally.sent += 1;
      }
      await new Promise((next) => setTimeout(next, everyMs));
    }
    tally.hungUp += 1;
  } finally {
    await seat.close();
  }
}
