/** Failed sign-ins in the audit log: one row a minute and network, so that who guesses fills no disk. */
import type { AccountsStore } from '../accounts/accounts-store.ts';
import type { AuditLog } from '../audit.ts';
import { createRateLimit } from '../rate-limit.ts';

export interface FailedSignIns {
  /** @param login what was typed: never kept, because people type passwords there. */
  note(login: string, address: string): Promise<void>;
}

export function createFailedSignIns(options: {
  readonly accounts: Pick<AccountsStore, 'byUsername'>;
  readonly audit: AuditLog;
  readonly now: () => number;
}): FailedSignIns {
  const { accounts, audit, now } = options;
  const perMinute = createRateLimit({ burst: 1, perSecond: 1 / 60 }, now);
  return {
    async note(login, address) {
      if (!perMinute.take(address)) return;
      const account = await accounts.byUsername(login);
      await audit.record('nobody', 'sign-in-failed', account?.id ?? '', { address });
    },
  };
}
