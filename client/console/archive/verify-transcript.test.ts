import { expect, test } from 'vitest';
import {
  conversation,
  newAuthor,
  newSigner,
  otherConversation,
  start,
  verify,
  type Author,
} from '../../../conversation/log/log.fixture.ts';
import { toBase64Url } from '../../../conversation/protocol/ids.ts';
import type { Signer } from '../../../conversation/log/signatures.ts';
import { createTranscriptCheck, verifiedWords, type TranscriptPart } from './verify-transcript.ts';

type Stored = TranscriptPart['entries'][number];

function stored(bytes: Uint8Array, seq: number, change: Partial<Stored> = {}): Stored {
  const receivedAt = start + seq * 1000;
  return { seq, receivedAt, verdict: 'accepted', bytes: toBase64Url(bytes), ...change };
}

async function setUp() {
  const installation = await newSigner('P-256');
  const anna = await newAuthor({ log: 11, role: 'client', installation });
  const ben = await newAuthor({ log: 22, role: 'agent', installation });
  const entries = [await anna.say('Hello'), await ben.say('Hi'), await anna.say('It is broken')];
  return { installation, anna, ben, entries };
}

const certificatesOf = (...authors: Author[]) =>
  authors.map(({ certificate }) => toBase64Url(certificate.bytes));

async function check(installation: Signer, ...parts: TranscriptPart[]) {
  let pauses = 0;
  const transcript = createTranscriptCheck({
    conversation,
    installationKey: installation.publicKey.bytes,
    verify,
    pause: () => {
      pauses += 1;
      return Promise.resolve();
    },
  });
  const progress: number[] = [];
  for (const part of parts) await transcript.add(part, (done) => progress.push(done));
  return { ...transcript.result(), progress, pauses };
}

test('[GRD] an honest transcript verifies as a whole and shows in the order of the archive', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const part = {
    certificates: certificatesOf(anna, ben),
    entries: entries.map((e, i) => stored(e, i)),
  };
  const result = await check(installation, part);
  expect(result.faults).toEqual([]);
  expect(verifiedWords(result)).toBe('Verified: 3 entries, 2 authors');
  expect(result.items.map((item) => (item.kind === 'message' ? item.text : item.kind))).toEqual([
    'Hello',
    'Hi',
    'It is broken',
  ]);
  expect(result.items.map(({ receivedAt }) => receivedAt)).toEqual([
    start,
    start + 1000,
    start + 2000,
  ]);
});

test('parts that follow one another verify like one', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const all = entries.map((entry, index) => stored(entry, index));
  const certificates = certificatesOf(anna, ben);
  const result = await check(
    installation,
    { certificates, entries: all.slice(0, 1) },
    { certificates, entries: all.slice(1) },
  );
  expect(result).toMatchObject({ entries: 3, authors: 2, faults: [] });
});

test('[W4] a changed text is named, and what its author wrote after it proves nothing', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const [hello, ...rest] = entries;
  const forged = Uint8Array.from(hello ?? []);
  forged[forged.length - 3] = (forged.at(-3) ?? 0) ^ 1;
  const result = await check(installation, {
    certificates: certificatesOf(anna, ben),
    entries: [forged, ...rest].map((entry, index) => stored(entry, index)),
  });
  expect(result.entries).toBe(1);
  expect(result.items).toHaveLength(1);
  expect(result.faults.map(({ sentence }) => sentence)).toEqual([
    'Entry 0 of Person 11 does not verify: its text was changed.',
    '1 later entry of Person 11 cannot be proved without entry 0.',
  ]);
});

test('[W4] a foreign signature is found', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const forged = Uint8Array.from(entries[1] ?? []);
  forged[120] = (forged[120] ?? 0) ^ 1;
  const result = await check(installation, {
    certificates: certificatesOf(anna, ben),
    entries: [entries[0], forged, entries[2]].map((entry, seq) => stored(entry ?? forged, seq)),
  });
  expect(result.faults[0]?.sentence).toMatch(/signature is not the author’s/);
  expect(result.entries).toBe(2);
});

test('[W4] an entry that was taken out leaves a gap in the numbers or in its log', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const certificates = certificatesOf(anna, ben);
  const withoutFirst = entries.slice(1).map((entry, index) => stored(entry, index + 1));
  const gap = await check(installation, { certificates, entries: withoutFirst });
  expect(gap.faults[0]?.sentence).toBe('Entry 0 is missing.');
  const renumbered = entries.slice(1).map((entry, index) => stored(entry, index));
  const chain = await check(installation, { certificates, entries: renumbered });
  expect(chain.faults.map(({ sentence }) => sentence)).toEqual([
    'Entry 1 of Person 11 does not verify: an entry before it is missing.',
  ]);
});

test('[CRT] a certificate of another installation or conversation vouches for nobody', async () => {
  const { anna, ben, entries } = await setUp();
  const all = entries.map((entry, index) => stored(entry, index));
  const stranger = await newSigner('P-256');
  const result = await check(stranger, { certificates: certificatesOf(anna, ben), entries: all });
  expect(result.entries).toBe(0);
  expect(result.faults).toHaveLength(5);
  const elsewhere = await newAuthor({
    log: 11,
    installation: stranger,
    conversation: otherConversation,
  });
  const moved = await check(stranger, {
    certificates: certificatesOf(elsewhere),
    entries: [stored(await elsewhere.say('Hello'), 0)],
  });
  expect(moved.entries).toBe(0);
});

test('quarantined entries verify, are kept apart and do not show in the thread', async () => {
  const { installation, anna, ben, entries } = await setUp();
  const all = entries.map((entry, index) => stored(entry, index));
  const late = stored(await ben.say('After the end'), 3, { verdict: 'quarantined' });
  const result = await check(installation, {
    certificates: certificatesOf(anna, ben),
    entries: [...all, late],
  });
  expect(result.faults).toEqual([]);
  expect(result.items).toHaveLength(3);
  expect(result.quarantined).toMatchObject([
    { text: 'After the end', author: { name: 'Person 22' } },
  ]);
});

test('nonsense in place of bytes is named, not thrown', async () => {
  const { installation } = await setUp();
  const result = await check(installation, {
    certificates: ['!!', 'AAAA'],
    entries: [{ seq: 0, receivedAt: start, verdict: 'accepted', bytes: 'AAAA' }],
  });
  expect(result.faults).toHaveLength(3);
});

test('long work pauses for the page and says how far it is', async () => {
  const installation = await newSigner('P-256');
  const anna = await newAuthor({ log: 11, installation });
  const entries: Stored[] = [];
  for (let seq = 0; seq < 450; seq += 1) entries.push(stored(await anna.say(`Line ${seq}`), seq));
  const result = await check(installation, { certificates: certificatesOf(anna), entries });
  expect(result).toMatchObject({ entries: 450, pauses: 4, progress: [100, 200, 300, 400, 450] });
});
