import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SiteKeyKind } from '../../conversation/protocol/http/sites.ts';
import type { SiteId } from '../../conversation/protocol/ids.ts';
import type { SiteKeyId } from '../accounts/actor.ts';
import { readIdentityToken, type VerifyingKey } from './identity-token.ts';
import { readPublicKey } from './public-key.ts';

const site = 'AAAAAAAAAAAAAAAAAAAAAA' as SiteId;
const otherSite = 'BBBBBBBBBBBBBBBBBBBBBA' as SiteId;
const secret = 'a secret that nobody can guess, of 43 signs';
const now = Date.UTC(2026, 10, 21, 12);
const second = now / 1000;
const claims = { aud: site, exp: second + 300, sub: 'user-7' };

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

type Sign = (text: string) => Buffer;
const hmac =
  (key: string): Sign =>
  (text) =>
    createHmac('sha256', key).update(text).digest();
const ed25519 = generateKeyPairSync('ed25519');
const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const byEd25519: Sign = (text) => sign(null, Buffer.from(text), ed25519.privateKey);
const byP256: Sign = (text) =>
  sign('sha256', Buffer.from(text), { key: p256.privateKey, dsaEncoding: 'ieee-p1363' });

function tokenOf(payload: object, header: object = { alg: 'HS256' }, by: Sign = hmac(secret)) {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${by(text).toString('base64url')}`;
}

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const keyOf = (kind: SiteKeyKind, material: string): VerifyingKey => ({
  id: `key-${kind}` as SiteKeyId,
  kind,
  material,
});
const secretKey = keyOf('HS256', secret);
const edKey = keyOf('EdDSA', pemOf(ed25519.publicKey));
const ecKey = keyOf('ES256', pemOf(p256.publicKey));

async function read(token: string, keys: readonly VerifyingKey[] = [secretKey]) {
  const verified = await readIdentityToken(
    token,
    async (id) => (id === site ? keys : undefined),
    now,
  );
  return verified.ok ? verified.value.claims : verified.refusal;
}

test('[R1] what the site’s server signed is who they are', async () => {
  const said = {
    name: ' Ada Lovelace ',
    email: 'Ada@Example.org',
    attributes: { plan: 'gold', seats: 12, trial: false },
  };
  expect(await read(tokenOf({ ...claims, ...said }))).toEqual({
    sub: 'user-7',
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    attributes: said.attributes,
  });
});

test('[R1] each kind of key checks its own signatures, and tells which key it was', async () => {
  const keys = [secretKey, edKey, ecKey];
  expect(await read(tokenOf(claims), keys)).toEqual({ sub: 'user-7' });
  expect(await read(tokenOf(claims, { alg: 'EdDSA' }, byEd25519), keys)).toEqual({ sub: 'user-7' });
  expect(await read(tokenOf(claims, { alg: 'Ed25519' }, byEd25519), keys)).toMatchObject({});
  const token = tokenOf(claims, { alg: 'ES256', typ: 'JWT', kid: 'whatever' }, byP256);
  const verified = await readIdentityToken(token, async () => keys, now);
  const until = (claims.exp + 30) * 1000;
  const value = { site, key: ecKey.id, claims: { sub: 'user-7' }, until };
  expect(verified).toEqual({ ok: true, value });
});

test('[R1] two secrets at once are good while one takes the place of the other', async () => {
  const keys = [keyOf('HS256', 'the secret that was there before it'), secretKey];
  expect(await read(tokenOf(claims), keys)).toEqual({ sub: 'user-7' });
});

const publicOnly = [edKey, ecKey];
const refused: readonly (readonly [string, string, string, (readonly VerifyingKey[])?])[] = [
  ['no algorithm', 'algorithm', tokenOf(claims, { alg: 'none' })],
  [
    'no algorithm and no signature',
    'algorithm',
    tokenOf(claims, { alg: 'none' }, () => Buffer.of()),
  ],
  ['an odd spelling of none', 'algorithm', tokenOf(claims, { alg: 'nOnE' })],
  ['no header to speak of', 'algorithm', tokenOf(claims, {})],
  ['another algorithm', 'algorithm', tokenOf(claims, { alg: 'HS512' })],
  ['RS256', 'algorithm', tokenOf(claims, { alg: 'RS256' })],
  [
    'the public key taken for a secret',
    'algorithm',
    tokenOf(claims, { alg: 'HS256' }, hmac(pemOf(ed25519.publicKey))),
    publicOnly,
  ],
  [
    'the public key taken for a secret, of a site that has one too',
    'signature',
    tokenOf(claims, { alg: 'HS256' }, hmac(pemOf(p256.publicKey))),
    [secretKey, ecKey],
  ],
  [
    'one curve’s name over another’s signature',
    'signature',
    tokenOf(claims, { alg: 'ES256' }, byEd25519),
    publicOnly,
  ],
  ['another secret', 'signature', tokenOf(claims, { alg: 'HS256' }, hmac('another one'))],
  ['no signature', 'signature', tokenOf(claims, { alg: 'HS256' }, () => Buffer.of())],
  ['a site that has no key', 'no-key', tokenOf(claims), []],
  ['another site', 'audience', tokenOf({ ...claims, aud: otherSite })],
  ['several sites', 'audience', tokenOf({ ...claims, aud: [site, otherSite] })],
  ['no site', 'audience', tokenOf({ exp: second + 300, sub: 'user-7' })],
  [
    'what is critical and unknown',
    'critical',
    tokenOf(claims, { alg: 'HS256', crit: ['x'], x: 1 }),
  ],
  [
    'an unencoded payload',
    'critical',
    tokenOf(claims, { alg: 'HS256', crit: ['b64'], b64: false }),
  ],
  ['the past', 'expired', tokenOf({ ...claims, exp: second - 31 })],
  ['the far future', 'too-long', tokenOf({ ...claims, exp: second + 631 })],
  ['no end', 'no-expiry', tokenOf({ aud: site, sub: 'user-7' })],
  ['an end that is a word', 'no-expiry', tokenOf({ ...claims, exp: 'tomorrow' })],
  ['later', 'not-yet', tokenOf({ ...claims, nbf: second + 31 })],
  ['nobody', 'subject', tokenOf({ aud: site, exp: second + 300 })],
  ['an empty id', 'subject', tokenOf({ ...claims, sub: '' })],
  ['a number as id', 'subject', tokenOf({ ...claims, sub: 7 })],
  ['a long id', 'subject', tokenOf({ ...claims, sub: 'x'.repeat(129) })],
  ['a name that is none', 'name', tokenOf({ ...claims, name: { first: 'Ada' } })],
  ['a name that turns the text around', 'name', tokenOf({ ...claims, name: 'Ada\u202Eadmin' })],
  ['a long name', 'name', tokenOf({ ...claims, name: 'x'.repeat(81) })],
  ['no e-mail address', 'email', tokenOf({ ...claims, email: 'ada' })],
  ['attributes in a list', 'attributes', tokenOf({ ...claims, attributes: ['gold'] })],
  ['attributes within one another', 'attributes', tokenOf({ ...claims, attributes: { a: {} } })],
  ['an attribute that is nothing', 'attributes', tokenOf({ ...claims, attributes: { a: null } })],
  ['a long attribute', 'attributes', tokenOf({ ...claims, attributes: { a: 'x'.repeat(201) } })],
  [
    'many attributes',
    'attributes',
    tokenOf({
      ...claims,
      attributes: Object.fromEntries([...Array(21).keys()].map((at) => [at, at])),
    }),
  ],
  ['more than anybody needs', 'unreadable', tokenOf({ ...claims, note: 'x'.repeat(10_000) })],
  ['nothing', 'unreadable', ''],
  ['two parts', 'unreadable', tokenOf(claims).split('.').slice(0, 2).join('.')],
  ['five parts', 'unreadable', `${tokenOf(claims)}.a.b`],
  ['no JSON', 'unreadable', `${encode({ alg: 'HS256' })}.bm8.bm8`],
];
test.each(refused.map(([what, refusal, token, keys]) => ({ what, refusal, token, keys })))(
  '[V-14] [R1] a token of $what is refused: $refusal',
  async ({ refusal, token, keys }) => {
    expect(await read(token, keys)).toBe(refusal);
  },
);

test('[R1] the clocks may differ by half a minute', async () => {
  expect(await read(tokenOf({ ...claims, exp: second - 29 }))).toEqual({ sub: 'user-7' });
  expect(await read(tokenOf({ ...claims, exp: second + 629 }))).toEqual({ sub: 'user-7' });
  expect(await read(tokenOf({ ...claims, nbf: second + 29 }))).toEqual({ sub: 'user-7' });
});

test('[V-14] [W9] whatever is changed of a good token, it is nobody’s', async () => {
  const good = tokenOf({ ...claims, name: 'Ada' });
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: good.length - 1 }),
      fc.constantFrom('A', 'z', '_', '.', '=', '\u0000', 'é'),
      async (at, sign) => {
        const changed = good.slice(0, at) + sign + good.slice(at + 1);
        // The last sign of base64url carries bits that decoders ignore.
        const isSame = changed === good || at === good.length - 1;
        if (!isSame) expect(typeof (await read(changed))).toBe('string');
      },
    ),
    { numRuns: 300 },
  );
});

test('a public key is taken as such, and nothing else is', () => {
  expect(readPublicKey(edKey.material)).toMatchObject({ ok: true, value: { kind: 'EdDSA' } });
  expect(readPublicKey(`\n${ecKey.material}`)).toMatchObject({
    ok: true,
    value: { kind: 'ES256' },
  });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const refusalOf = (text: string) => {
    const read = readPublicKey(text);
    return read.ok ? undefined : read.refusal;
  };
  expect(refusalOf(pemOf(rsa.publicKey))).toBe('unknown-kind');
  expect(refusalOf(pemOf(p384.publicKey))).toBe('unknown-kind');
  const ownHalf = p256.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(refusalOf(ownHalf)).toBe('private');
  expect(refusalOf(ownHalf + ecKey.material)).toBe('private');
  expect(refusalOf('ssh-ed25519 AAAA')).toBe('unreadable');
  expect(refusalOf('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).toBe(
    'unreadable',
  );
});
