/** What the guard costs: its parts, and its share of what a peer does to take a message in. */
import * as Y from 'yjs';
import { authenticate } from '../conversation/log/guard.ts';
import {
  conversation,
  newAuthor,
  newSigner,
  start,
  verify,
  type Author,
} from '../conversation/log/log.fixture.ts';
import type { Signer } from '../conversation/log/signatures.ts';
import { readUpdate, writeUpdate } from '../conversation/log/update.ts';
import { createLogDocument } from '../conversation/peer/log-document.ts';
import { createReplica } from '../conversation/peer/replica.ts';
import type { Part, Run } from './part.ts';
import { inTurns, ratioOf, spread, times } from './rounds.ts';
import { row, shown, type Row } from './statistics.ts';

/** @returns microseconds for each of `frames` */
async function timed(
  frames: readonly Uint8Array[],
  take: (frame: Uint8Array) => Promise<void> | void,
): Promise<number> {
  const began = performance.now();
  for (const frame of frames) await take(frame);
  return ((performance.now() - began) * 1000) / frames.length;
}

function read(frame: Uint8Array) {
  const update = readUpdate(frame);
  if (!update.ok) throw new Error(update.refusal);
  return update.value;
}

async function checkAll(frame: Uint8Array, certificate: Author['certificate']): Promise<void> {
  for (const append of read(frame)) {
    const options = { conversation, certificate, verify, erasedAllowed: false };
    const checked = await authenticate(append, options);
    if (!checked.ok) throw new Error(checked.refusal.code);
  }
}

/** A peer that knows whose log it is, and takes in each message as it comes over a direct link. */
async function newReader(author: Author, installation: Signer) {
  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => installation.publicKey.bytes,
    now: () => start,
  });
  replica.attach(createLogDocument);
  const admitted = await replica.admitCertificate(author.certificate.bytes, true);
  if (!admitted.ok) throw new Error(admitted.refusal.reason);
  return async (frame: Uint8Array): Promise<void> => {
    const taken = await replica.admit(frame, 'link');
    if (!taken.ok) throw new Error(taken.refusal.reason);
  };
}

async function guardRows({ quick }: Run): Promise<Row[]> {
  const updates = quick ? 1000 : 10_000;
  const installation = await newSigner('P-256');
  const author = await newAuthor({ log: 77, installation });
  const frames: Uint8Array[] = [];
  for (let i = 0; i < updates; i += 1) {
    const entry = await author.say(
      `Message ${i}: my meter shows a number that I do not understand.`,
    );
    frames.push(writeUpdate([{ log: author.log, from: i, entries: [entry] }]));
  }
  const taken = await inTurns(
    {
      reading: () => timed(frames, (frame) => void read(frame)),
      checking: () => timed(frames, (frame) => checkAll(frame, author.certificate)),
      async guarded() {
        return timed(frames, await newReader(author, installation));
      },
      unguarded() {
        const doc = new Y.Doc();
        return timed(frames, (frame) => Y.applyUpdate(doc, frame));
      },
    },
    quick ? 3 : 6,
  );
  // The first round is for the compiler.
  for (const costs of Object.values(taken)) costs.shift();
  const us = (of: keyof typeof taken, digits = 0) => spread(taken[of]).median.toFixed(digits);
  const share = ratioOf(taken.checking, taken.guarded);
  return [
    row(
      'the guard, an update of one entry',
      `${us('reading', 1)} µs; with hash and signature ${us('checking')} µs`,
      'under 20 µs without the signature',
      spread(taken.reading).median < 20,
    ),
    shown(
      'a message taken in by a peer',
      `${us('guarded')} µs, of which the guard is ${(share.median * 100).toFixed(0)} %; without a guard Yjs takes ${us('unguarded')} µs: ${times(ratioOf(taken.guarded, taken.unguarded))}`,
    ),
  ];
}

export const guard: Part = { name: 'guard', rows: guardRows };
