import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { createAccountsStore, type AccountsStore } from './accounts-store.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createDeviceMarks } from './device-marks.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createThrottle } from './throttle.ts';

const wrong = { ok: false, refusal: { reason: 'wrong' } };
/** As fast as the real ones are slow; the real ones are tested beside themselves. */
const plainPasswords: Passwords = {
  hash: async (password) => ({ ok: true, value: `plain:${password}` }),
  verify: async (stored, password) => ({ ok: true, value: stored === `plain:${password}` }),
  isOutdated: () => false,
};

const deviceMarks = createDeviceMarks(randomBytes(32), randomBytes);

let database: Database;
let accounts: AccountsStore;
let clock: ReturnType<typeof createManualClock>;

function make(passwords: Passwords = plainPasswords): SignIn {
  return createSignIn({
    accounts,
    passwords,
    throttle: createThrottle({ database, now: clock.now }),
    deviceMarks,
  });
}

async function add(username: string, passwordHash: string | undefined, role = 'agent' as const) {
  const created = await accounts.create({
    username,
    name: username,
    role,
    passwordHash,
    createdBy: undefined,
  });
  if (!created.ok) throw new Error(created.refusal);
  return created.value;
}

beforeEach(async () => {
  clock = createManualClock();
  database = await openDatabase(':memory:');
  accounts = createAccountsStore({ database, now: clock.now, randomBytes });
  await add('ada', 'plain:right');
});
afterEach(() => database.destroy());

test('user name, without regard to case, and password open the door', async () => {
  const result = await make().verify('ADA', 'right', '10.0.0.1');
  expect(result).toMatchObject({ ok: true, value: { username: 'ada', role: 'agent' } });
});

describe('[V-10] [V-17] [V-18] nobody is told why it was wrong', () => {
  test.each([
    ['a wrong password', 'ada', 'wrong'],
    ['an unknown user', 'nobody', 'right'],
    ['an empty password', 'ada', ''],
    ['the stored hash', 'ada', 'plain:right'],
    ['a name that is no name', "' or 1=1 --", 'right'],
  ])('%s', async (_what, username, password) => {
    expect(await make().verify(username, password, '10.0.0.1')).toEqual(wrong);
  });

  test('[V-11] [V-18] an inactive account, to who does not know its password', async () => {
    const { id } = await add('bob', 'plain:right');
    await accounts.change(id, { active: false });
    expect(await make().verify('bob', 'guess', '10.0.0.1')).toEqual(wrong);
    expect(await make().verify('bob', 'right', '10.0.0.1')).toEqual({
      ok: false,
      refusal: { reason: 'inactive' },
    });
  });

  test('[V-10] [V-11] an account without a password', async () => {
    await add('bot', undefined);
    expect(await make().verify('bot', '', '10.0.0.1')).toEqual(wrong);
  });
});

describe('guessing is slowed down', () => {
  /** Different addresses, so that only the account's own count is at work. */
  const guess = (signIn: SignIn, times: number) =>
    Promise.all(
      Array.from({ length: times }, (_, n) => signIn.verify('ada', `no${n}`, `10.0.1.${n}`)),
    );

  test('from the fifth failure on, twice as long each time', async () => {
    const signIn = make();
    await guess(signIn, 5);
    for (const waitMs of [1000, 2000, 4000, 8000]) {
      expect(await signIn.verify('ada', 'right', '10.0.2.1')).toEqual({
        ok: false,
        refusal: { reason: 'throttled', waitMs },
      });
      clock.advance(waitMs);
      expect(await signIn.verify('ada', 'no', '10.0.2.1')).toEqual(wrong);
    }
  });

  test('never for longer than a quarter of an hour', async () => {
    const signIn = make();
    for (let n = 0; n < 25; n += 1) {
      await signIn.verify('ada', 'no', `10.0.1.${n}`);
      clock.advance(15 * 60_000);
    }
    await signIn.verify('ada', 'no', '10.0.3.1');
    const refused = await signIn.verify('ada', 'right', '10.0.3.2');
    expect(refused).toEqual({ ok: false, refusal: { reason: 'throttled', waitMs: 900_000 } });
    clock.advance(900_000);
    expect((await signIn.verify('ada', 'right', '10.0.3.3')).ok).toBe(true);
  });

  test('many at once count as many', async () => {
    const results = await guess(make(), 50);
    const tried = results.filter((result) => !result.ok && result.refusal.reason === 'wrong');
    expect(tried).toHaveLength(5);
  });

  test('for users that do not exist in the same way', async () => {
    const signIn = make();
    for (let n = 0; n < 5; n += 1) {
      expect(await signIn.verify('Nobody', 'x', `10.0.1.${n}`)).toEqual(wrong);
    }
    expect(await signIn.verify('nobody', 'x', '10.0.1.9')).toMatchObject({
      refusal: { reason: 'throttled', waitMs: 1000 },
    });
  });

  test('by address, whatever the accounts, and the address recovers', async () => {
    const signIn = make();
    for (let n = 0; n < 20; n += 1) await signIn.verify(`user${n}`, 'x', '2001:db8::1');
    expect(await signIn.verify('ada', 'right', '2001:db8::2')).toMatchObject({
      refusal: { reason: 'throttled' },
    });
    expect((await signIn.verify('ada', 'right', '2001:db8:1::2')).ok).toBe(true);
    clock.advance(60_000);
    expect((await signIn.verify('ada', 'right', '2001:db8::2')).ok).toBe(true);
  });

  test('and a right password takes the count back', async () => {
    const signIn = make();
    await guess(signIn, 4);
    expect((await signIn.verify('ada', 'right', '10.0.2.1')).ok).toBe(true);
    await guess(signIn, 4);
    expect((await signIn.verify('ada', 'right', '10.0.2.1')).ok).toBe(true);
  });

  test('and strangers who guess do not keep anybody out of a browser that signed in before', async () => {
    const ada = await accounts.credentials('ada');
    const eve = await add('eve', 'plain:right');
    if (ada === undefined) throw new Error('There is no ada.');
    const mark = deviceMarks.issue(ada.account.id);
    const signIn = make();
    await guess(signIn, 5);
    const strangers = [
      undefined,
      '',
      'x'.repeat(64),
      mark.slice(0, -1),
      deviceMarks.issue(eve.id),
      createDeviceMarks(randomBytes(32), randomBytes).issue(ada.account.id),
    ];
    for (const stranger of strangers) {
      expect(await signIn.verify('ada', 'right', '10.0.2.1', stranger)).toMatchObject({
        refusal: { reason: 'throttled' },
      });
    }
    expect((await signIn.verify('ada', 'right', '10.0.2.1', mark)).ok).toBe(true);
    // The mark is no free pass: it has a count of its own.
    for (let n = 0; n < 5; n += 1) await signIn.verify('ada', 'no', `10.0.3.${n}`, mark);
    expect(await signIn.verify('ada', 'right', '10.0.3.9', mark)).toMatchObject({
      refusal: { reason: 'throttled' },
    });
  });

  test('and a restart forgives nothing', async () => {
    await guess(make(), 5);
    expect(await make().verify('ada', 'right', '10.0.2.1')).toMatchObject({
      refusal: { reason: 'throttled' },
    });
  });

  test('and a busy server does not count against anybody', async () => {
    const busy: Passwords = {
      ...plainPasswords,
      verify: async () => ({ ok: false, refusal: 'busy' }),
    };
    const signIn = make(busy);
    for (let n = 0; n < 30; n += 1) {
      expect(await signIn.verify('ada', 'right', '10.0.2.1')).toEqual({
        ok: false,
        refusal: { reason: 'busy' },
      });
    }
    expect((await make().verify('ada', 'right', '10.0.2.1')).ok).toBe(true);
  });
});

test('a hash of weaker settings is renewed by the next sign-in', async () => {
  const { hash } = await import('@node-rs/argon2');
  const weak = await hash('an old password', { memoryCost: 4096, timeCost: 1 });
  await add('eve', weak);
  const signIn = make(createPasswords());
  expect((await signIn.verify('eve', 'an old password', '10.0.0.1')).ok).toBe(true);
  const renewed = (await accounts.credentials('eve'))?.hash;
  expect(renewed).toMatch(/m=19456,t=2,p=1/);
  expect((await signIn.verify('eve', 'an old password', '10.0.0.1')).ok).toBe(true);
});
