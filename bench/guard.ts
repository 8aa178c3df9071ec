/** What the guard costs: the strict reader alone, and with hash and signature. */
import { authenticate } from '../conversation/log/guard.ts';
import { conversation, newAuthor, newSigner, verify } from '../conversation/log/log.fixture.ts';
import { readUpdate, writeUpdate } from '../conversation/log/update.ts';
import { row, type Row } from './statistics.ts';
import type { Part } from './part.ts';

export async function guardRows(updates: number): Promise<Row[]> {
  const author = await newAuthor({ log: 77, installation: await newSigner('P-256') });
  const frames: Uint8Array[] = [];
  for (let i = 0; i < updates; i += 1) {
    const entry = await author.say(
      `Message ${i}: my meter shows a number that I do not understand.`,
    );
    frames.push(writeUpdate([{ log: author.log, from: i, entries: [entry] }]));
  }
  for (const frame of frames) readUpdate(frame);
  let began = performance.now();
  for (const frame of frames) readUpdate(frame);
  const readUs = ((performance.now() - began) * 1000) / updates;

  began = performance.now();
  for (const frame of frames) {
    const read = readUpdate(frame);
    if (!read.ok) throw new Error(read.refusal);
    for (const append of read.value) {
      const { certificate } = author;
      const checked = await authenticate(append, {
        conversation,
        certificate,
        verify,
        erasedAllowed: false,
      });
      if (!checked.ok) throw new Error(checked.refusal.code);
    }
  }
  const allUs = ((performance.now() - began) * 1000) / updates;
  return [
    row(
      'the guard, an update of one entry',
      `${readUs.toFixed(1)} µs; with hash and signature ${allUs.toFixed(0)} µs`,
      'under 20 µs without the signature',
      readUs < 20,
    ),
  ];
}

export const guard: Part = {
  name: 'guard',
  rows: ({ quick }) => guardRows(quick ? 2000 : 20_000),
};
