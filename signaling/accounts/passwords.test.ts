import { expect, test } from 'vitest';
import { breachedPasswords } from './breached-passwords.ts';
import { checkPassword, createPasswords, nobodysHash } from './passwords.ts';

test.each([
  ['1234567', 'too-short'],
  ['x'.repeat(257), 'too-long'],
  ['password', 'too-common'],
  ['Password123!', 'too-common'],
  ['12345678', 'too-common'],
  ['qwertyuiop', 'too-common'],
  ['aaaaaaaaaaaa', 'too-common'],
  ['abababababab', 'too-common'],
  ['parleyparley', 'too-common'],
  ['angela.b', 'too-common'],
  ['Angela.B2026', 'too-common'],
])('%s is %s', (password, refusal) => {
  expect(checkPassword(password, 'angela.b')).toEqual({ ok: false, refusal });
});

test.each([
  'correct horse battery',
  'xk3 9qz ü',
  'Angela.B likes long walks',
  '🦆🦆🐢🐢🦊🦊🐻🐻',
  'y'.repeat(100) + 'z1' + 'y'.repeat(154),
])('%s is good enough', (password) => {
  expect(checkPassword(password, 'angela.b')).toEqual({ ok: true, value: true });
});

test('[W9] what was found in breaches is refused, and the list holds only what the length would let through', () => {
  expect(breachedPasswords.size).toBe(4000);
  const wrong = [...breachedPasswords].filter((known) => {
    const checked = checkPassword(known.toUpperCase(), 'angela.b');
    return checked.ok || checked.refusal !== 'too-common';
  });
  expect(wrong).toEqual([]);
  const inOrder = [...breachedPasswords].toSorted();
  expect([...breachedPasswords]).toEqual(inOrder);
});

test('the right password fits its hash, in every spelling of the same letters', async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash('Gr\u00FC\u00DFe aus K\u00F6ln');
  const stored = hashed.ok ? hashed.value : '';
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(stored, 'Gr\u00FC\u00DFe aus K\u00F6ln')).toEqual({
    ok: true,
    value: true,
  });
  expect(await passwords.verify(stored, 'Gru\u0308\u00DFe aus Ko\u0308ln')).toEqual({
    ok: true,
    value: true,
  });
  expect(await passwords.verify(stored, 'Grusse aus Koln')).toEqual({ ok: true, value: false });
  expect(await passwords.verify(stored, stored)).toEqual({ ok: true, value: false });
  expect(await passwords.verify(undefined, 'anything')).toEqual({ ok: true, value: false });
  expect(passwords.isOutdated(stored)).toBe(false);
  expect(passwords.isOutdated('$argon2id$v=19$m=4096,t=1,p=1$x$y')).toBe(true);
});

test('[W8] two are worked on and fifty wait; whoever comes then is told at once', async () => {
  const passwords = createPasswords();
  const all = Array.from({ length: 60 }, () => passwords.verify(undefined, 'x'));
  const results = await Promise.all(all);
  expect(results.filter((result) => result.ok)).toHaveLength(52);
  expect(results.slice(52).every((result) => !result.ok && result.refusal === 'busy')).toBe(true);
  expect((await passwords.verify(undefined, 'x')).ok).toBe(true);
});

test('[V-18] an unknown user costs the same work as a wrong password', async () => {
  const passwords = createPasswords();
  expect(passwords.isOutdated(nobodysHash)).toBe(false);
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = performance.now();
    await passwords.verify(undefined, 'wrong');
    times.push(performance.now() - before);
  }
  // 38 MiB are written in any case, which no machine does in 2 ms; a busy one only takes longer.
  expect(Math.min(...times)).toBeGreaterThan(2);
});
