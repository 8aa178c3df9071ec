import { beforeAll, expect, test } from 'vitest';
import type { Certificate } from './certificate.ts';
import { createEntry, eraseEntry, noPrev, type Entry, type NewEntry } from './entry.ts';
import { authenticate, extend, type LogHead, type Trust } from './guard.ts';
import { sha256 } from './hash.ts';
import {
  conversation,
  entryOf,
  newAuthor,
  newSigner,
  otherConversation,
  start,
  verify,
  type Author,
} from './log.fixture.ts';
import { encodePayload } from './payload.ts';
import type { Signer } from './signatures.ts';
import type { Append } from './update.ts';

let installation: Signer;
let author: Author;
beforeAll(async () => {
  installation = await newSigner('P-256');
  author = await newAuthor({ log: 4711, installation });
  for (const text of ['one', 'two', 'three', 'four']) await author.say(text);
});

const append = (entries: readonly Uint8Array[], from = 0, log = author.log): Append => ({
  log,
  from,
  entries,
});
const trustIn = (certificate: Certificate, changes: Partial<Trust> = {}): Trust => ({
  conversation,
  certificate,
  verify,
  now: start,
  erasedAllowed: false,
  ...changes,
});

async function verdict(what: Append, changes: Partial<Trust> = {}): Promise<string> {
  const result = await authenticate(what, trustIn(author.certificate, changes));
  return result.ok ? 'accepted' : result.refusal.code;
}

/** An entry of the author's log with one part changed, signed by the author unless said otherwise. */
async function entry(changes: Partial<NewEntry>): Promise<Uint8Array> {
  return createEntry({
    conversation,
    log: author.log,
    seq: 0,
    depth: 50,
    at: start,
    prev: noPrev(),
    type: 'message',
    payload: encodePayload('message', { text: 'other' }),
    salt: new Uint8Array(16),
    signer: author.signer,
    ...changes,
  });
}

test('[GRD1] what the author signed is accepted, decoded and in order', async () => {
  const result = await authenticate(append(author.written), trustIn(author.certificate));
  expect(result.ok && result.value.map(({ id }) => id)).toEqual([
    '4711-0',
    '4711-1',
    '4711-2',
    '4711-3',
  ]);
  expect(await verdict(append(author.written.slice(2), 2))).toBe('accepted');
});

test('[GRD1] a P-256 author is accepted just so', async () => {
  const older = await newAuthor({ log: 4712, installation, algorithm: 'P-256' });
  await older.say('hi');
  const what = append(older.written, 0, older.log);
  expect((await authenticate(what, trustIn(older.certificate))).ok).toBe(true);
});

test('[V-83] [V-84] [GRD1] an entry of another conversation, log or place is refused', async () => {
  const elsewhere = await entry({ conversation: otherConversation });
  expect(await verdict(append([elsewhere]))).toBe('wrong-conversation');
  expect(await verdict(append(author.written), { conversation: otherConversation })).toBe(
    'wrong-log',
  );
  const other = await newAuthor({ log: 4713, installation });
  await other.say('hi');
  expect(await verdict(append(other.written))).toBe('wrong-log');
  expect(await verdict(append(other.written, 0, other.log))).toBe('wrong-log');
  expect(await verdict(append(author.written, 1))).toBe('wrong-place');
  expect(await verdict(append([...author.written.slice(0, 1), ...author.written]))).toBe(
    'wrong-place',
  );
});

test('[GRD2] bytes that are no entry, and a payload that does not fit its hash, are refused', async () => {
  expect(await verdict(append([new Uint8Array(200)]))).toBe('not-an-entry');
  const changed = (author.written[0] ?? new Uint8Array()).slice();
  changed[190] = (changed[190] ?? 0) ^ 1;
  expect(await verdict(append([changed]))).toBe('wrong-payload');
  expect(await verdict(append([new Uint8Array([...(author.written[0] ?? []), 32])]))).toBe(
    'wrong-payload',
  );
});

test('[GRD3] a left-out payload is believed only where that is allowed', async () => {
  const erased = author.written.map(eraseEntry);
  expect(await verdict(append(erased))).toBe('erased');
  expect(await verdict(append(erased), { erasedAllowed: true })).toBe('accepted');
});

test('[GRD4] only the server writes system entries', async () => {
  const payload = encodePayload('system', { event: 'assigned' });
  expect(await verdict(append([await entry({ type: 'system', payload })]))).toBe('not-allowed');
  const server = await newAuthor({ log: 4714, installation, role: 'server', algorithm: 'P-256' });
  await server.write('system', { event: 'assigned' });
  const what = append(server.written, 0, server.log);
  expect((await authenticate(what, trustIn(server.certificate))).ok).toBe(true);
});

test('[V-84] [GRD5] an entry that another key signed, or nobody, is refused', async () => {
  const forger = await newSigner();
  expect(await verdict(append([await entry({ signer: forger })]))).toBe('forged');
  const unsigned = (await entry({})).fill(0, 100, 164);
  expect(await verdict(append([unsigned]))).toBe('forged');
  const last = [...author.written.slice(0, 3), await entry({ seq: 3, signer: forger })];
  const result = await authenticate(append(last), trustIn(author.certificate));
  expect(result).toEqual({
    ok: false,
    refusal: { code: 'forged', detail: 'forged: log 4711, entry 3' },
  });
});

test('[GRD5] every changed byte of an entry is refused', async () => {
  const honest = author.written[1] ?? new Uint8Array();
  for (let at = 0; at < honest.length; at += 1) {
    const changed = honest.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await verdict(append([changed], 1)), `byte ${at}`).not.toBe('accepted');
  }
});

test('[GRD5] the signature of an entry that passed before is not checked again, another one’s is', async () => {
  let checks = 0;
  const counting: Trust['verify'] = (...all) => {
    checks += 1;
    return verify(...all);
  };
  const known = (seq: number) => entryOf(author.written[seq] ?? new Uint8Array()).hash;
  expect(await verdict(append(author.written), { verify: counting, known })).toBe('accepted');
  expect(checks).toBe(0);
  const forger = await newSigner();
  const forged = await entry({ signer: forger });
  expect(await verdict(append([forged]), { verify: counting, known })).toBe('forged');
  expect(checks).toBe(1);
});

test('[W8] at most sixteen signatures of an update are looked at side by side', async () => {
  const prolific = await newAuthor({ log: 4712, installation });
  for (let n = 0; n < 40; n += 1) await prolific.say(`text ${n}`);
  let [now, most] = [0, 0];
  const counting: Trust['verify'] = async (...all) => {
    now += 1;
    most = Math.max(most, now);
    const isGenuine = await verify(...all);
    now -= 1;
    return isGenuine;
  };
  const trust = trustIn(prolific.certificate, { verify: counting });
  const result = await authenticate(append(prolific.written, 0, prolific.log), trust);
  expect(result.ok && result.value.length).toBe(40);
  expect(most).toBe(16);
});

test('[CRT3] [CRT4] a certificate that ran out ends live writing, not what was said under it', async () => {
  const later = start + 24 * 3_600_000;
  expect(await verdict(append(author.written), { now: later })).toBe('not-valid-now');
  expect(await verdict(append(author.written), { now: undefined })).toBe('accepted');
});

const decoded = () => author.written.map(entryOf);
const headAfter = (entries: readonly Entry[]): LogHead => {
  const last = entries.at(-1);
  return { next: entries.length, hash: last?.hash ?? noPrev(), depth: last?.depth ?? 0 };
};
const hashAt = (entries: readonly Entry[]) => (seq: number) => entries[seq]?.hash;
const nothing = () => undefined;

test('[GRD6] entries extend a log from its start, from its end, and over what is held', () => {
  const all = decoded();
  for (let held = 0; held <= 4; held += 1) {
    for (let from = 0; from <= held; from += 1) {
      const head = held === 0 ? undefined : headAfter(all.slice(0, held));
      const result = extend(head, all.slice(from), hashAt(all.slice(0, held)));
      expect(result).toEqual({
        ok: true,
        value: { fresh: all.slice(held), head: headAfter(all) },
      });
    }
  }
});

test('[GRD6] another entry at a held place is a conflict', async () => {
  const all = decoded();
  for (let seq = 0; seq < 4; seq += 1) {
    const second = entryOf(await entry({ seq, prev: all[seq - 1]?.hash ?? noPrev() }));
    expect(extend(headAfter(all), [second], hashAt(all))).toEqual({
      ok: false,
      refusal: 'conflict',
    });
  }
  const last = entryOf(await entry({ seq: 3, prev: all[2]?.hash ?? noPrev() }));
  expect(extend(headAfter(all), [last], nothing)).toEqual({ ok: false, refusal: 'conflict' });
});

test('[V-81] [GRD7] entries after a gap are refused as a gap', () => {
  const all = decoded();
  expect(extend(undefined, all.slice(1), nothing)).toEqual({ ok: false, refusal: 'gap' });
  expect(extend(headAfter(all.slice(0, 2)), all.slice(3), nothing)).toEqual({
    ok: false,
    refusal: 'gap',
  });
});

test('[GRD8] an entry that does not follow on the last one, in chain or depth, is refused', async () => {
  const all = decoded();
  const head = headAfter(all);
  const wrongChain = entryOf(await entry({ seq: 4, prev: sha256(new Uint8Array()) }));
  expect(extend(head, [wrongChain], nothing)).toEqual({ ok: false, refusal: 'broken-chain' });
  const notFirst = entryOf(await entry({ prev: sha256(new Uint8Array()) }));
  expect(extend(undefined, [notFirst], nothing)).toEqual({ ok: false, refusal: 'broken-chain' });
  const deep: LogHead = { ...head, depth: 60 };
  const shallow = entryOf(await entry({ seq: 4, depth: 60, prev: head.hash }));
  expect(extend(deep, [shallow], nothing)).toEqual({ ok: false, refusal: 'depth' });
});

test('[GRD9] one bad entry after good ones refuses all of them', async () => {
  const all = decoded();
  const bad = entryOf(await entry({ seq: 4, prev: noPrev() }));
  expect(extend(undefined, [...all, bad], nothing)).toEqual({ ok: false, refusal: 'broken-chain' });
});

test('[ENT4] the chain goes on over an erased entry, and over one signed anew', async () => {
  const all = decoded();
  const erased = entryOf(eraseEntry(all[1]?.bytes ?? new Uint8Array()));
  const mixed = [all[0], erased, all[2], all[3]].filter((each) => each !== undefined);
  expect(extend(undefined, mixed, nothing).ok).toBe(true);
  const resigned = all.map(({ bytes }) => entryOf(bytes.slice().fill(1, 100, 164)));
  expect(extend(headAfter(all), resigned, hashAt(all))).toEqual({
    ok: true,
    value: { fresh: [], head: headAfter(all) },
  });
});
