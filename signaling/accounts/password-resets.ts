/** Links in mails that let somebody choose a password: for who forgot it, and for who was invited. */
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { together, type Together } from '../database/together.ts';
import type { AccountMails } from '../mail/account-mails.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Outbox } from '../mail/outbox.ts';
import { createAccountsStore } from './accounts-store.ts';
import { mayWriteTo } from './mail-limit.ts';
import { checkPassword, type PasswordRefusal, type Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { hashOf, makeLinkKey } from './tokens.ts';

export interface Invited {
  readonly id: AccountId;
  readonly email: string;
  readonly name: string;
}

export interface PasswordResets {
  /** A mail goes to the address in any case, so that nobody learns here whether it is known. */
  request(email: string): Promise<void>;
  /** @param by the name of who invites */
  invite(whom: Invited, by: string, unit: Together): Promise<void>;
  /** Ends every session of the account. */
  use(key: string, password: string): Promise<Result<true, PasswordRefusal | 'busy' | 'link-over'>>;
}

const hourMs = 60 * 60_000;
const lifetimes = { reset: hourMs, invite: 3 * 24 * hourMs } as const;

export function createPasswordResets(options: {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly sessions: Pick<Sessions, 'within'>;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly outbox: Pick<Outbox, 'countTo'>;
  readonly mails: AccountMails;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): PasswordResets {
  const { database, passwords, sessions, mailer, outbox, mails, now, randomBytes } = options;

  async function issue(
    purpose: keyof typeof lifetimes,
    account: AccountId,
    unit: Together,
  ): Promise<string> {
    await unit.database.deleteFrom('one_time_tokens').where('expires_at', '<=', now()).execute();
    const { key, hash } = makeLinkKey(randomBytes);
    await unit.database
      .insertInto('one_time_tokens')
      .values({ token_hash: hash, purpose, account, expires_at: now() + lifetimes[purpose] })
      .execute();
    return key;
  }

  /** Whom it is for; undefined where it is over. */
  const holder = (key: string) =>
    database
      .selectFrom('one_time_tokens')
      .innerJoin('accounts', 'accounts.id', 'one_time_tokens.account')
      .select(['accounts.id', 'accounts.username'])
      .where('token_hash', '=', hashOf(key))
      .where('expires_at', '>', now())
      .where('accounts.active', '=', 1)
      .executeTakeFirst();

  return {
    request: (email) =>
      together(database, async (unit) => {
        if (!(await mayWriteTo(email, { outbox, now, database: unit.database }))) return;
        const accounts = createAccountsStore({ database: unit.database, now, randomBytes });
        const account = await accounts.byEmail(email);
        if (account === undefined || !account.active || account.role === 'bot') {
          await mailer.send(mails.nobodyHere(email), unit);
          return;
        }
        const key = await issue('reset', account.id, unit);
        await mailer.send(mails.reset(email, account.name, key), unit);
      }),
    async invite({ id, email, name }, by, unit) {
      await mailer.send(mails.invite(email, name, by, await issue('invite', id, unit)), unit);
    },
    async use(key, password) {
      const whose = await holder(key);
      if (whose === undefined) return refuse('link-over');
      const good = checkPassword(password, whose.username);
      if (!good.ok) return good;
      const hash = await passwords.hash(password);
      if (!hash.ok) return hash;
      return together(database, async (unit) => {
        const used = await unit.database
          .deleteFrom('one_time_tokens')
          .where('token_hash', '=', hashOf(key))
          .where('expires_at', '>', now())
          .executeTakeFirst();
        if (used.numDeletedRows !== 1n) return refuse('link-over');
        const { id } = whose;
        await unit.database.deleteFrom('one_time_tokens').where('account', '=', id).execute();
        const accounts = createAccountsStore({ database: unit.database, now, randomBytes });
        await accounts.setPasswordHash(id, hash.value);
        await accounts.confirmEmail(id);
        await sessions.within(unit).endAllOf(id);
        await createAuditLog(unit.database, now).record(id, 'password-reset', id);
        return accept(true);
      });
    },
  };
}
