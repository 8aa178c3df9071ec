import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { roles, type Role } from '../protocol/conversation.ts';
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import {
  authorOf,
  decodeCertificate,
  encodeCertificate,
  isValidAt,
  verifyCertificate,
  type Certificate,
  type CertificateBody,
} from './certificate.ts';
import { limits } from './limits.ts';
import { conversation, idOf, newSigner, otherConversation, start, verify } from './log.fixture.ts';
import type { Signer } from './signatures.ts';

let installation: Signer;
let session: Signer;
beforeAll(async () => {
  installation = await newSigner('P-256');
  session = await newSigner();
});

const body = (changes: Partial<CertificateBody> = {}): CertificateBody => ({
  conversation,
  log: 4711 as LogId,
  participant: idOf(3) as ParticipantId,
  role: 'agent',
  name: 'Ann',
  notBefore: start,
  notAfter: start + 3_600_000,
  key: session.publicKey,
  ...changes,
});

function decoded(bytes: Uint8Array): Certificate {
  const result = decodeCertificate(bytes);
  if (!result.ok) throw new Error(result.refusal);
  return result.value;
}

const trust = (now?: number) => ({
  installationKey: installation.publicKey.bytes,
  conversation,
  verify,
  now,
});

test('[CRT1] every field stands where the format says', async () => {
  const bytes = await encodeCertificate(body(), installation);
  const hex = Buffer.from(bytes).toString('hex');
  expect(hex.slice(0, 78)).toBe(`0101${'07'.repeat(16)}00001267${'03'.repeat(16)}02`);
  expect(parseInt(hex.slice(78, 90), 16)).toBe(start);
  expect(parseInt(hex.slice(90, 102), 16)).toBe(start + 3_600_000);
  expect(hex.slice(102, 112)).toBe(`03${Buffer.from('Ann').toString('hex')}20`);
  expect(bytes.length).toBe(56 + 32 + 64);
});

test('[CRT1] what was written is what is read, for every role, name and key', async () => {
  const p256 = await newSigner('P-256');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...roles),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.constantFrom(session.publicKey, p256.publicKey),
      fc.integer({ min: 1, max: 0x7fffffff }),
      async (role: Role, name, key, log) => {
        fc.pre(name.length <= 80 && new TextEncoder().encode(name).length <= 240);
        const written = body({ role, name, key, log: log as LogId });
        const read = decoded(await encodeCertificate(written, installation));
        expect(read).toMatchObject({ conversation, log, role, name, participant: idOf(3) });
        expect([read.notBefore, read.notAfter]).toEqual([start, start + 3_600_000]);
        expect(read.key.algorithm).toBe(key.algorithm);
        expect([...read.key.bytes]).toEqual([...key.bytes]);
        expect(authorOf(read)).toEqual({ id: idOf(3), name, role });
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

test('[CRT1] the longest certificate keeps the limit, and a longer name is not written', async () => {
  const p256 = await newSigner('P-256');
  const longest = body({ name: '\u3042'.repeat(80), key: p256.publicKey });
  const bytes = await encodeCertificate(longest, installation);
  expect(bytes.length).toBe(422);
  expect(bytes.length).toBeLessThanOrEqual(limits.certificateBytes);
  for (const name of ['', 'x'.repeat(81), '\u3042'.repeat(81)]) {
    await expect(encodeCertificate(body({ name }), installation)).rejects.toThrow(RangeError);
  }
  const backwards = body({ notAfter: start - 1 });
  await expect(encodeCertificate(backwards, installation)).rejects.toThrow(RangeError);
  await expect(encodeCertificate(body(), session)).rejects.toThrow('P-256');
});

test('[CRT1] wrong fields are refused by name', async () => {
  const bytes = await encodeCertificate(body(), installation);
  const refusalOf = (at: number, ...values: number[]) => {
    const copy = bytes.slice();
    copy.set(values, at);
    const result = decodeCertificate(copy);
    return result.ok ? 'none' : result.refusal;
  };
  expect(refusalOf(0, 2)).toBe('version');
  expect(refusalOf(1, 0)).toBe('algorithm');
  expect(refusalOf(1, 3)).toBe('algorithm');
  expect(refusalOf(1, 2)).toBe('length');
  expect(refusalOf(18, 0xff)).toBe('log');
  expect(refusalOf(38, 0)).toBe('role');
  expect(refusalOf(38, 5)).toBe('role');
  expect(refusalOf(45, 0)).toBe('validity');
  expect(refusalOf(51, 0)).toBe('length');
  expect(refusalOf(51, 255)).toBe('length');
  expect(refusalOf(52, 0xff)).toBe('name');
  expect(refusalOf(55, 33)).toBe('length');
  for (let length = 0; length < bytes.length; length += 1) {
    expect(decodeCertificate(bytes.subarray(0, length)).ok).toBe(false);
  }
  expect(decodeCertificate(new Uint8Array([...bytes, 0])).ok).toBe(false);
});

test('[CRT2] every changed byte of a certificate makes it malformed or forged', async () => {
  const bytes = await encodeCertificate(body(), installation);
  expect((await verifyCertificate(decoded(bytes), trust())).ok).toBe(true);
  for (let at = 0; at < bytes.length; at += 1) {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 1;
    const result = decodeCertificate(copy);
    if (result.ok) expect((await verifyCertificate(result.value, trust())).ok).toBe(false);
  }
});

test('[CRT2] it holds for one installation and one conversation', async () => {
  const certificate = decoded(await encodeCertificate(body(), installation));
  const elsewhere = { ...trust(), conversation: otherConversation };
  expect(await verifyCertificate(certificate, elsewhere)).toEqual({
    ok: false,
    refusal: 'wrong-conversation',
  });
  const other = await newSigner('P-256');
  const byOther = decoded(await encodeCertificate(body(), other));
  expect(await verifyCertificate(byOther, trust())).toEqual({ ok: false, refusal: 'forged' });
});

test('[CRT3] received live it must be valid now, give or take five minutes', async () => {
  const certificate = decoded(await encodeCertificate(body(), installation));
  const skew = 5 * 60_000;
  const refused = { ok: false, refusal: 'not-valid-now' };
  const at = (now: number) => verifyCertificate(certificate, trust(now));
  expect((await at(start - skew)).ok).toBe(true);
  expect(await at(start - skew - 1)).toEqual(refused);
  expect((await at(start + 3_600_000 + skew)).ok).toBe(true);
  expect(await at(start + 3_600_000 + skew + 1)).toEqual(refused);
  expect(isValidAt(certificate, start)).toBe(true);
});

test('[CRT4] read from history it stays good after it ran out', async () => {
  const old = decoded(await encodeCertificate(body({ notBefore: 0, notAfter: 1 }), installation));
  expect((await verifyCertificate(old, trust())).ok).toBe(true);
  expect((await verifyCertificate(old, trust(start))).ok).toBe(false);
});
