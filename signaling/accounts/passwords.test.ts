import { expect, test } from 'vitest';
import { checkPassword, createPasswords } from './passwords.ts';

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

test('an unknown user takes as long as a wrong password', async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash('a good long password');
  const stored = hashed.ok ? hashed.value : '';
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 15; round += 1) {
    for (const [who, hash] of [
      ['known', stored],
      ['unknown', undefined],
    ] as const) {
      const before = performance.now();
      await passwords.verify(hash, 'wrong');
      times[who].push(performance.now() - before);
    }
  }
  const best = (list: number[]) => Math.min(...list);
  // The same work is done; the bound only has to tell it from none, on a machine that does other things too.
  expect(best(times.unknown)).toBeGreaterThan(best(times.known) / 2);
  expect(best(times.known)).toBeGreaterThan(best(times.unknown) / 2);
});
