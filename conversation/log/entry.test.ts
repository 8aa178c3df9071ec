import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { LogId } from '../protocol/ids.ts';
import {
  createEntry,
  decodeEntry,
  entryTypes,
  eraseEntry,
  headerBytes,
  nextDepth,
  noPrev,
  type NewEntry,
} from './entry.ts';
import { sha256 } from './hash.ts';
import { limits } from './limits.ts';
import { conversation, entryOf, newSigner, start, verify } from './log.fixture.ts';
import type { Signer } from './signatures.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await newSigner();
});

const parts = (changes: Partial<NewEntry> = {}): NewEntry => ({
  conversation,
  log: 4711 as LogId,
  seq: 2,
  depth: 9,
  at: start,
  prev: new Uint8Array(32).fill(5),
  type: 'message',
  payload: new TextEncoder().encode('{"text":"hello"}'),
  salt: new Uint8Array(16).fill(6),
  signer,
  ...changes,
});

function changed(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

test('[ENT1] every header field stands where the format says', async () => {
  const bytes = await createEntry(parts());
  const hex = Buffer.from(bytes).toString('hex');
  expect(hex.slice(0, 72)).toBe(
    `0101${'07'.repeat(16)}${'00001267'}${'00000002'}${'00000009'}${start.toString(16).padStart(12, '0')}`,
  );
  expect(hex.slice(72, 136)).toBe('05'.repeat(32));
  expect(hex.slice(136, 200)).toBe(Buffer.from(sha256(bytes.subarray(164))).toString('hex'));
  expect(hex.slice(328, 360)).toBe('06'.repeat(16));
  expect(Buffer.from(bytes.subarray(180)).toString()).toBe('{"text":"hello"}');
});

test('[ENT1] what was written is what is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        log: fc.integer({ min: 1, max: 0x7fffffff }).map((log) => log as LogId),
        seq: fc.integer({ min: 0, max: 0x7fffffff }),
        at: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
        type: fc.constantFrom(...entryTypes),
        prev: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        payload: fc.uint8Array({ maxLength: 500 }),
      }),
      async (values) => {
        const entry = entryOf(await createEntry(parts({ ...values, depth: values.seq + 1 })));
        expect(entry).toMatchObject({
          id: `${values.log}-${values.seq}`,
          conversation,
          log: values.log,
          seq: values.seq,
          depth: values.seq + 1,
          at: values.at,
          type: values.type,
        });
        expect([...entry.prev]).toEqual([...values.prev]);
        expect([...(entry.payload ?? [])]).toEqual([...values.salt, ...values.payload]);
        expect([...entry.hash]).toEqual([...sha256(entry.bytes.subarray(0, headerBytes))]);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test('[ENT1] wrong lengths, versions and ranges are refused by name', async () => {
  const bytes = await createEntry(parts());
  const refusalOf = (wrong: Uint8Array) => {
    const decoded = decodeEntry(wrong);
    return decoded.ok ? 'none' : decoded.refusal;
  };
  expect(refusalOf(bytes)).toBe('none');
  for (let length = 0; length < 180; length += 1) {
    expect(refusalOf(bytes.subarray(0, length))).toBe(length === 164 ? 'none' : 'length');
  }
  expect(refusalOf(new Uint8Array(limits.entryBytes + 1))).toBe('length');
  expect(refusalOf(changed(bytes, 0, 2))).toBe('version');
  expect(refusalOf(changed(bytes, 1, 0))).toBe('type');
  expect(refusalOf(changed(bytes, 18, 0, 0, 0, 0))).toBe('log');
  expect(refusalOf(changed(bytes, 18, 0x80, 0, 0, 0))).toBe('log');
  expect(refusalOf(changed(bytes, 22, 0xff, 0xff, 0xff, 0xff))).toBe('seq');
  expect(refusalOf(changed(bytes, 26, 0, 0, 0, 2))).toBe('depth');
});

test('[ENT2] a type number that this version does not know is well-formed', async () => {
  const entry = entryOf(changed(await createEntry(parts()), 1, 200));
  expect(entry.type).toBe('unknown');
  expect(entry.typeNumber).toBe(200);
});

test('[ENT3] the signature is over exactly the header', async () => {
  const entry = entryOf(await createEntry(parts()));
  expect(entry.header.length).toBe(100);
  expect(await verify(signer.publicKey, entry.signature, entry.header)).toBe(true);
});

test('[ENT4] erasing the payload leaves header, hash and signature as they were', async () => {
  const whole = entryOf(await createEntry(parts()));
  const erased = entryOf(eraseEntry(whole.bytes));
  expect(erased.payload).toBeUndefined();
  expect(erased.hash).toEqual(whole.hash);
  expect(erased.signature).toEqual(whole.signature);
});

test('[ENT1] any bytes are decoded or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 150, maxLength: 400 }), (bytes) => {
      expect(typeof decodeEntry(bytes).ok).toBe('boolean');
      bytes[0] = 1;
      expect(typeof decodeEntry(bytes).ok).toBe('boolean');
    }),
    { seed: 4, numRuns: 2000 },
  );
});

test('an entry that nobody could read is not written', async () => {
  const wrong: Partial<NewEntry>[] = [
    { seq: -1 },
    { seq: 1.5 },
    { seq: 2, depth: 2 },
    { depth: 2 ** 32 },
    { at: 2 ** 48 },
    { salt: new Uint8Array(15) },
    { prev: new Uint8Array(31) },
    { log: 0 as LogId },
    { payload: new Uint8Array(limits.entryBytes - 179) },
  ];
  for (const changes of wrong) {
    await expect(createEntry(parts(changes))).rejects.toThrow(RangeError);
  }
  const most = parts({ payload: new Uint8Array(limits.entryBytes - 180) });
  expect((await createEntry(most)).length).toBe(limits.entryBytes);
  expect(noPrev()).toEqual(new Uint8Array(32));
});

test('[LIM3] depth grows with what was seen, and nobody can use up the numbers of another', () => {
  expect(nextDepth(0, 0)).toBe(1);
  expect(nextDepth(3, 7)).toBe(8);
  expect(nextDepth(9, 7)).toBe(10);
  const afterAttack = nextDepth(3, 0xffffffff);
  expect(afterAttack).toBe(2 ** 31);
  expect(nextDepth(afterAttack, 0xffffffff)).toBe(afterAttack + 1);
});
