import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEntriesFrame, writeEntriesFrame } from './frames.ts';
import { randomIdFrom, type ConversationId } from './ids.ts';

const conversation = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => randomIdFrom(bytes) as ConversationId);

test('a frame is read as it was written', () => {
  fc.assert(
    fc.property(conversation, fc.uint8Array({ minLength: 1, maxLength: 300 }), (id, update) => {
      const frame = writeEntriesFrame(id, update);
      expect(frame.length).toBe(17 + update.length);
      const read = readEntriesFrame(frame);
      expect(read.ok && read.value.conversation).toBe(id);
      expect(read.ok && [...read.value.update]).toEqual([...update]);
    }),
    { seed: 31, numRuns: 300 },
  );
});

test('other kinds, short frames and frames without an update are malformed', () => {
  const malformed = { ok: false, refusal: 'malformed' };
  for (let length = 0; length <= 17; length += 1) {
    expect(readEntriesFrame(new Uint8Array(length).fill(1))).toEqual(malformed);
  }
  expect(readEntriesFrame(new Uint8Array(30).fill(2))).toEqual(malformed);
  expect(readEntriesFrame(new Uint8Array(18).fill(1)).ok).toBe(true);
});

test('an id that is not base64url is a fault of the caller', () => {
  expect(() => writeEntriesFrame('not an id!' as ConversationId, new Uint8Array(3))).toThrow();
});
