/**
 * Registering and confirming. Nobody learns here which addresses are known: the answer is the same, and so is the
 * work behind it; the difference stands in the mail. An account is made when the link is used, so nobody can take an
 * address that they cannot read.
 */
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { together } from '../database/together.ts';
import type { AccountMails } from '../mail/account-mails.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Outbox } from '../mail/outbox.ts';
import { createAccountsStore, type Account } from './accounts-store.ts';
import { mayWriteTo } from './mail-limit.ts';
import { checkPassword, type PasswordRefusal, type Passwords } from './passwords.ts';
import { hashOf, makeLinkKey } from './tokens.ts';

export interface NewCustomer {
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
  readonly password: string;
}

export interface Customers {
  register(wanted: NewCustomer): Promise<Result<true, PasswordRefusal | 'busy'>>;
  confirm(key: string): Promise<Result<Account, 'link-over'>>;
}

const confirmWithinMs = 24 * 60 * 60_000;
/** A bound for the table; beyond it people are asked to come back later. */
const mostRegistrations = 10_000;

export function createCustomers(options: {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly outbox: Pick<Outbox, 'countTo'>;
  readonly mails: AccountMails;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): Customers {
  const { database, passwords, mailer, outbox, mails, now, randomBytes } = options;

  async function isFull(): Promise<boolean> {
    await database.deleteFrom('registrations').where('expires_at', '<=', now()).execute();
    const { count } = await database
      .selectFrom('registrations')
      .select((row) => row.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count >= mostRegistrations;
  }

  return {
    async register({ name, email, mobile, password }) {
      const good = checkPassword(password, email.split('@', 1)[0] ?? '');
      if (!good.ok) return good;
      if (await isFull()) return refuse('busy');
      const hash = await passwords.hash(password);
      if (!hash.ok) return hash;
      const { key, hash: keyHash } = makeLinkKey(randomBytes);
      await together(database, async (unit) => {
        if (!(await mayWriteTo(email, { outbox, now, database: unit.database }))) return;
        const accounts = createAccountsStore({ database: unit.database, now, randomBytes });
        if ((await accounts.byEmail(email)) !== undefined) {
          await mailer.send(mails.alreadyRegistered(email), unit);
          return;
        }
        await unit.database
          .insertInto('registrations')
          .values({
            token_hash: keyHash,
            email,
            name,
            mobile,
            password_hash: hash.value,
            expires_at: now() + confirmWithinMs,
          })
          .execute();
        await mailer.send(mails.confirm(email, key), unit);
      });
      return accept(true);
    },
    confirm: (key) =>
      together(database, async (unit) => {
        const wanted = await unit.database
          .deleteFrom('registrations')
          .where('token_hash', '=', hashOf(key))
          .where('expires_at', '>', now())
          .returningAll()
          .executeTakeFirst();
        if (wanted === undefined) return refuse('link-over');
        const { email, name, mobile, password_hash: passwordHash } = wanted;
        const made = await createAccountsStore({
          database: unit.database,
          now,
          randomBytes,
        }).create({
          username: `customer-${randomName(randomBytes)}`,
          name,
          role: 'customer',
          email,
          emailConfirmed: true,
          mobile,
          passwordHash,
          createdBy: undefined,
        });
        // Somebody was faster: another link to the same address, or an admin.
        if (!made.ok) return refuse('link-over');
        await unit.database.deleteFrom('registrations').where('email', '=', email).execute();
        const { id } = made.value;
        await createAuditLog(unit.database, now).record(id, 'customer-registered', id);
        return made;
      }),
  };
}

/** Sixteen letters of five bits each. Nobody needs to know it: customers sign in with their address. */
function randomName(randomBytes: (length: number) => Uint8Array): string {
  return [...randomBytes(16)].map((byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte & 31]).join('');
}
