/** The second step of signing in: a code of an app, or one of ten that are good once for who has lost the app. */
import { createHash } from 'node:crypto';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { counterOf, secretBytes } from './totp.ts';

export interface SecondSteps {
  isOn(account: AccountId): Promise<boolean>;
  /** @returns a new secret, which counts once it was confirmed; undefined where the step is on already. */
  begin(account: AccountId): Promise<Uint8Array | undefined>;
  /** @returns the recovery codes, shown this once; undefined where the code is wrong or nothing was begun. */
  confirm(account: AccountId, code: string): Promise<readonly string[] | undefined>;
  /** Whether it is right, be it of the app or a recovery code. No code is taken twice. */
  take(account: AccountId, code: string): Promise<boolean>;
  /** In place of those before. @returns undefined where the step is off. */
  renewRecoveryCodes(account: AccountId): Promise<readonly string[] | undefined>;
  recoveryCodesLeft(account: AccountId): Promise<number>;
  remove(account: AccountId): Promise<void>;
}

const recoveryCodes = 10;
/** Signs that are not mistaken for each other; five bits each. */
const signs = 'abcdefghijkmnpqrstuvwxyz23456789';

/** @param options.database or a transaction of it: what has two statements here belongs in one. */
export function createSecondSteps(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): SecondSteps {
  const { database, now, randomBytes } = options;

  const stepOf = (account: AccountId) =>
    database
      .selectFrom('second_steps')
      .selectAll()
      .where('account', '=', account)
      .executeTakeFirst();

  async function isOn(account: AccountId): Promise<boolean> {
    return ((await stepOf(account))?.confirmed_at ?? null) !== null;
  }

  /** One statement, so that of many at once one is first. */
  async function takeCounter(account: AccountId, counter: number): Promise<boolean> {
    const { numUpdatedRows } = await database
      .updateTable('second_steps')
      .set({ last_counter: counter })
      .where('account', '=', account)
      .where('last_counter', '<', counter)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async function writeRecoveryCodes(account: AccountId): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodes }, () => recoveryCode(randomBytes));
    await database.deleteFrom('recovery_codes').where('account', '=', account).execute();
    await database
      .insertInto('recovery_codes')
      .values(codes.map((code) => ({ account, code_hash: hashOf(code) })))
      .execute();
    return codes;
  }

  return {
    isOn,
    async begin(account) {
      if (await isOn(account)) return undefined;
      const secret = randomBytes(secretBytes);
      const row = { secret, confirmed_at: null, last_counter: 0 };
      await database
        .insertInto('second_steps')
        .values({ account, ...row })
        .onConflict((conflict) => conflict.column('account').doUpdateSet(row))
        .execute();
      return secret;
    },
    async confirm(account, code) {
      const step = await stepOf(account);
      if (step === undefined || step.confirmed_at !== null) return undefined;
      const counter = counterOf(step.secret, code.replaceAll(/\s/g, ''), now());
      if (counter === undefined || !(await takeCounter(account, counter))) return undefined;
      await database
        .updateTable('second_steps')
        .set({ confirmed_at: now() })
        .where('account', '=', account)
        .execute();
      return writeRecoveryCodes(account);
    },
    async take(account, typed) {
      const step = await stepOf(account);
      if (step === undefined || step.confirmed_at === null) return false;
      const code = typed.replaceAll(/\s/g, '');
      const counter = counterOf(step.secret, code, now());
      if (counter !== undefined) return takeCounter(account, counter);
      const { numDeletedRows } = await database
        .deleteFrom('recovery_codes')
        .where('account', '=', account)
        .where('code_hash', '=', hashOf(code))
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
    async renewRecoveryCodes(account) {
      return (await isOn(account)) ? writeRecoveryCodes(account) : undefined;
    },
    async recoveryCodesLeft(account) {
      const { count } = await database
        .selectFrom('recovery_codes')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('account', '=', account)
        .executeTakeFirstOrThrow();
      return count;
    },
    async remove(account) {
      await database.deleteFrom('second_steps').where('account', '=', account).execute();
    },
  };
}

/** Three groups of five: 75 random bits, so a plain hash is enough. */
function recoveryCode(randomBytes: (length: number) => Uint8Array): string {
  const letters = [...randomBytes(15)].map((byte) => signs[byte & 31]).join('');
  return (letters.match(/.{5}/g) ?? []).join('-');
}

/** However it was written down. */
function hashOf(code: string): Uint8Array {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return new Uint8Array(createHash('sha256').update(`recovery ${plain}`).digest());
}
