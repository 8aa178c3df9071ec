/** What comes after a right password: nothing, a code, or first of all setting it up. */
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Account } from './accounts-store.ts';
import type { Demands } from './demands.ts';
import type { DeviceMarks } from './device-marks.ts';
import type { SecondSteps } from './second-steps.ts';
import type { SignInRefusal } from './sign-in.ts';
import type { ChangeStaff } from './staff-changes.ts';
import type { Throttle } from './throttle.ts';
import { otpauthLink, toBase32 } from './totp.ts';

export type SecondStep =
  | { readonly state: 'done'; readonly recoveryCodes?: readonly string[] }
  /** `setup`: it is demanded, and was not set up yet. */
  | { readonly state: 'missing'; readonly needs: 'code' | 'setup' };

/** What an app is told. */
export interface SecondStepSecret {
  /** In base 32. */
  readonly secret: string;
  readonly link: string;
}

export interface SecondStepCheck {
  /** A code that is wrong counts, whatever the password; the right one takes the count back. */
  check(
    account: Account,
    code: string | undefined,
    address: string,
    deviceMark: string | undefined,
  ): Promise<Result<SecondStep, SignInRefusal>>;
  /** @returns undefined unless it is demanded, and was not set up yet. */
  beginSigningIn(account: Account): Promise<SecondStepSecret | undefined>;
  /** @returns undefined where it is on already. */
  begin(account: Pick<Account, 'id' | 'username'>): Promise<SecondStepSecret | undefined>;
}

const isStaff = ({ role }: Account) => role !== 'customer' && role !== 'bot';

export function createSecondStepCheck(options: {
  readonly secondSteps: SecondSteps;
  readonly demands: Demands;
  readonly throttle: Throttle;
  readonly deviceMarks: Pick<DeviceMarks, 'read'>;
  readonly changeStaff: ChangeStaff;
  /** Whose account it is, as an app shows it. */
  readonly issuer: () => string;
}): SecondStepCheck {
  const { secondSteps, demands, throttle, deviceMarks, changeStaff, issuer } = options;

  async function begin({ id, username }: Pick<Account, 'id' | 'username'>) {
    const secret = await secondSteps.begin(id);
    if (secret === undefined) return undefined;
    return { secret: toBase32(secret), link: otpauthLink(secret, issuer(), username) };
  }

  async function take(account: AccountId, code: string, isOn: boolean) {
    return changeStaff(async ({ secondSteps, audit }): Promise<SecondStep | undefined> => {
      if (isOn) return (await secondSteps.take(account, code)) ? { state: 'done' } : undefined;
      const recoveryCodes = await secondSteps.confirm(account, code);
      if (recoveryCodes === undefined) return undefined;
      await audit.record(account, 'two-steps-on', account);
      return { state: 'done', recoveryCodes };
    });
  }

  return {
    begin,
    async check(account, code, address, deviceMark) {
      const isOn = await secondSteps.isOn(account.id);
      const isDemanded = !isOn && isStaff(account) && (await demands.twoSteps());
      if (!isOn && !isDemanded) return accept({ state: 'done' });
      if (code === undefined) return accept({ state: 'missing', needs: isOn ? 'code' : 'setup' });
      const device = deviceMarks.read(deviceMark, account.id);
      const attempt = await throttle.begin(
        `code ${account.id}`,
        address,
        device === undefined ? undefined : `code ${device}`,
      );
      if (!attempt.ok) return refuse({ reason: 'throttled', waitMs: attempt.refusal });
      const step = await take(account.id, code, isOn);
      if (step === undefined) return refuse({ reason: 'wrong' });
      await attempt.value.forgive();
      return accept(step);
    },
    async beginSigningIn(account) {
      return isStaff(account) && (await demands.twoSteps()) ? begin(account) : undefined;
    },
  };
}
