/** What is changed about staff and the audit row that tells of it: both, or neither. */
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { createAuditLog, type AuditLog } from '../audit.ts';
import { createCannedReplies, type CannedReplies } from '../canned-replies/canned-replies-store.ts';
import type { Database } from '../database/database.ts';
import { together, type Together } from '../database/together.ts';
import type { Departments, DepartmentsStore } from '../departments/departments-store.ts';
import { createWorkers, type Workers } from '../departments/workers.ts';
import type { Sites, SitesStore } from '../sites/sites-store.ts';
import { createAccountsStore, type AccountsStore } from './accounts-store.ts';
import { createBotKeys, type BotKeys } from './bot-keys.ts';
import type { Invited, PasswordResets } from './password-resets.ts';
import { createDemands, type Demands } from './demands.ts';
import { releaseWork } from './release-work.ts';
import { createSecondSteps, type SecondSteps } from './second-steps.ts';
import type { Sessions, SessionChanges } from './sessions.ts';

/** The stores inside of one transaction. Passwords are hashed before it begins: everybody else waits for it. */
export interface StaffStores {
  readonly accounts: AccountsStore;
  readonly departments: Departments;
  readonly workers: Workers;
  readonly botKeys: BotKeys;
  readonly sessions: SessionChanges;
  readonly secondSteps: SecondSteps;
  readonly demands: Demands;
  readonly sites: Sites;
  readonly replies: CannedReplies;
  readonly audit: AuditLog;
  /** Writes a mail in which they choose a password. */
  readonly invite: (whom: Invited, by: string) => Promise<void>;
  /** What is assigned to the account waits for somebody else. */
  readonly releaseWork: (account: AccountId) => Promise<void>;
}

export type ChangeStaff = <Value>(work: (stores: StaffStores) => Promise<Value>) => Promise<Value>;

export function createStaffChanges(options: {
  readonly database: Database;
  readonly departments: DepartmentsStore;
  readonly sessions: Sessions;
  readonly sites: SitesStore;
  readonly passwordResets: Pick<PasswordResets, 'invite'>;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): ChangeStaff {
  const { departments, sessions, now, randomBytes } = options;
  return (work) =>
    together(options.database, (unit) =>
      work({
        accounts: createAccountsStore({ database: unit.database, now, randomBytes }),
        departments: departments.within(unit),
        workers: createWorkers(unit.database),
        botKeys: createBotKeys({ database: unit.database, now, randomBytes }),
        sessions: sessions.within(unit),
        secondSteps: createSecondSteps({ database: unit.database, now, randomBytes }),
        demands: createDemands(unit.database),
        sites: options.sites.within(unit),
        replies: createCannedReplies({ database: unit.database, now, randomBytes }),
        audit: createAuditLog(unit.database, now),
        invite: (whom, by) => options.passwordResets.invite(whom, by, unit),
        releaseWork: (account) => releaseAndTell(account, unit, departments.within(unit), now),
      }),
    );
}

async function releaseAndTell(
  account: AccountId,
  { database }: Together,
  departments: Departments,
  now: () => number,
): Promise<void> {
  for (const id of await releaseWork(account, { database, now })) {
    const department = await departments.get(id);
    // Nothing of it changes, but who hears of a change looks at its queue.
    if (department !== undefined) await departments.change(id, { name: department.name });
  }
}
