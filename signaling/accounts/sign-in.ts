/** The one place where a password is compared, for signing in and for changing it. */
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Account, AccountsStore } from './accounts-store.ts';
import type { DeviceMarks } from './device-marks.ts';
import type { Passwords } from './passwords.ts';
import type { Throttle } from './throttle.ts';

export type SignInRefusal =
  /** Unknown user, wrong password or an account without one: nobody is told which. */
  | { readonly reason: 'wrong' }
  /** Switched off; told only to who knows the password. */
  | { readonly reason: 'inactive' }
  | { readonly reason: 'throttled'; readonly waitMs: number }
  | { readonly reason: 'busy' };

export interface SignIn {
  verify(
    username: string,
    password: string,
    address: string,
    /** The mark that the browser carries, if any (`device-marks.ts`). */
    mark?: string,
  ): Promise<Result<Account, SignInRefusal>>;
}

export function createSignIn(options: {
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly deviceMarks: Pick<DeviceMarks, 'read'>;
}): SignIn {
  const { accounts, passwords, throttle, deviceMarks } = options;
  return {
    async verify(username, password, address, mark) {
      const found = await accounts.credentials(username);
      const device = found && deviceMarks.read(mark, found.account.id);
      const attempt = await throttle.begin(username, address, device);
      if (!attempt.ok) return refuse({ reason: 'throttled', waitMs: attempt.refusal });
      const verified = await passwords.verify(found?.hash, password);
      if (!verified.ok) {
        await attempt.value.forgive();
        return refuse({ reason: 'busy' });
      }
      if (!verified.value || found === undefined) return refuse({ reason: 'wrong' });
      // It stays counted: whoever is switched off does not try without end either.
      if (!found.account.active) return refuse({ reason: 'inactive' });
      await attempt.value.forgive();
      if (found.hash !== undefined && passwords.isOutdated(found.hash)) {
        const renewed = await passwords.hash(password);
        if (renewed.ok) await accounts.setPasswordHash(found.account.id, renewed.value);
      }
      return accept(found.account);
    },
  };
}
