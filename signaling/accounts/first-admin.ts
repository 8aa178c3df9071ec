/** Somebody must be able to sign in to a new installation. */
import type { AccountsStore } from './accounts-store.ts';
import type { Passwords } from './passwords.ts';
import type { ChangeStaff } from './staff-changes.ts';

export interface FirstAdmin {
  readonly username: string;
  readonly password: string;
}

/**
 * Makes the account `admin` where there is no account at all.
 *
 * @returns its password, which is kept nowhere else, or undefined.
 */
export async function makeFirstAdmin(options: {
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly changeStaff: ChangeStaff;
  readonly randomBytes: (length: number) => Uint8Array;
}): Promise<FirstAdmin | undefined> {
  const { passwords, changeStaff, randomBytes } = options;
  if ((await options.accounts.list()).length > 0) return undefined;
  const password = readablePassword(randomBytes);
  const hash = await passwords.hash(password);
  if (!hash.ok) throw new Error('Nobody else hashes passwords yet.');
  return changeStaff(async ({ accounts, departments, audit }) => {
    const created = await accounts.create({
      username: 'admin',
      name: 'Admin',
      role: 'admin',
      passwordHash: hash.value,
      createdBy: undefined,
    });
    if (!created.ok) return undefined;
    const first = await departments.first();
    if (first !== undefined) {
      await departments.addMember(first.id, created.value.id);
      await departments.changeMember(first.id, created.value.id, { position: 'head' });
    }
    await audit.record('server', 'account-created', created.value.id, { role: 'admin' });
    return { username: 'admin', password };
  });
}

/** 32 signs that are not mistaken for each other. */
const signs = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Four groups of five: 100 random bits. */
export function readablePassword(randomBytes: (length: number) => Uint8Array): string {
  const letters = [...randomBytes(20)].map((byte) => signs[byte & 31]).join('');
  return (letters.match(/.{5}/g) ?? []).join('-');
}
