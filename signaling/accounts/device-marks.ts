/**
 * A browser from which somebody has signed in before carries a mark, and its wrong passwords are counted apart from
 * those of strangers: nobody is kept out of their account by somebody who only knows its name (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"). A mark proves nothing else and opens nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromBase64Url, toBase64Url, type AccountId } from '../../conversation/protocol/ids.ts';

export interface DeviceMarks {
  /** @returns the value of the cookie. */
  issue(account: AccountId): string;
  /** @returns what names the device, where `mark` is one that was issued for `account`. */
  read(mark: string | undefined, account: AccountId): string | undefined;
}

const nonceBytes = 16;
const macBytes = 32;

/** @param secret 32 random bytes of this installation. */
export function createDeviceMarks(
  secret: Uint8Array,
  randomBytes: (length: number) => Uint8Array,
): DeviceMarks {
  const macOf = (account: AccountId, nonce: Uint8Array) =>
    createHmac('sha256', secret)
      .update(`device ${account} ${toBase64Url(nonce)}`)
      .digest();
  return {
    issue(account) {
      const nonce = randomBytes(nonceBytes);
      return toBase64Url(Buffer.concat([nonce, macOf(account, nonce)]));
    },
    read(mark, account) {
      const bytes = mark === undefined ? undefined : fromBase64Url(mark);
      if (bytes?.length !== nonceBytes + macBytes) return undefined;
      const nonce = bytes.subarray(0, nonceBytes);
      const isOurs = timingSafeEqual(bytes.subarray(nonceBytes), macOf(account, nonce));
      return isOurs ? toBase64Url(nonce) : undefined;
    },
  };
}
