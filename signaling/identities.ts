/** Who people are, and what proves it: accounts, visitors, sites, sessions and mails to them, put together. */
import { randomBytes } from 'node:crypto';
import { steadyTime } from '../conversation/protocol/steady-time.ts';
import { createRelations } from './access/relations.ts';
import { createCustomers } from './accounts/customers.ts';
import { createDeviceMarks } from './accounts/device-marks.ts';
import { createAccountsStore } from './accounts/accounts-store.ts';
import { createBotKeys } from './accounts/bot-keys.ts';
import { createPasswordResets } from './accounts/password-resets.ts';
import { createPasswords } from './accounts/passwords.ts';
import { createSessions } from './accounts/sessions.ts';
import { createDemands } from './accounts/demands.ts';
import { createSecondStepCheck } from './accounts/second-step-check.ts';
import { createSecondSteps } from './accounts/second-steps.ts';
import { createSignIn } from './accounts/sign-in.ts';
import { createStaffChanges } from './accounts/staff-changes.ts';
import { createThrottle } from './accounts/throttle.ts';
import { createTickets } from './accounts/tickets.ts';
import { createVisitorsStore } from './accounts/visitors-store.ts';
import { createFailedSignIns } from './audit/failed-sign-ins.ts';
import { createAuditLog } from './audit.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openDepartmentsStore } from './departments/departments-store.ts';
import type { Log } from './log.ts';
import { createAccountMails } from './mail/account-mails.ts';
import { openMailer } from './mail/open-mailer.ts';
import { createOutbox } from './mail/outbox.ts';
import { createIdentifiedVisitors } from './sites/identified-visitors.ts';
import { openSitesStore } from './sites/sites-store.ts';
import type { Database } from './database/database.ts';
import type { Installation } from './database/installation.ts';
import type { Metrics } from './metrics.ts';

export interface IdentitiesOptions {
  readonly config: Config;
  readonly database: Database;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Where browsers find us, without a slash at the end; known once we listen. */
  readonly home: () => string;
}

export type Identities = Awaited<ReturnType<typeof openIdentities>>;

export async function openIdentities(options: IdentitiesOptions) {
  const { config, database, installation, clock, metrics, log, home } = options;
  const now = () => clock.now();
  const stores = { database, now, randomBytes };
  const accounts = createAccountsStore(stores);
  const visitors = createVisitorsStore(stores);
  const departments = await openDepartmentsStore(stores);
  const sites = await openSitesStore(stores);
  const passwords = createPasswords(
    metrics.counter(
      'parley_password_hashes_total',
      'Passwords that were hashed or compared (argon2id).',
    ),
  );
  const sessions = createSessions({
    database,
    isVisitorCurrent: (session) => visitors.isCurrent(session),
    clock,
    randomBytes,
    onFault: (err) => log.error({ err }, 'sessions could not be checked'),
  });
  const outbox = createOutbox(stores);
  const mailer = openMailer(config, { outbox, clock, metrics, log });
  const mailing = { ...stores, passwords, mailer, outbox, mails: createAccountMails(home) };
  const passwordResets = createPasswordResets({ ...mailing, sessions });
  const deviceMarks = createDeviceMarks(installation.topicSecret, randomBytes);
  const throttle = createThrottle({ database, now });
  const changeStaff = createStaffChanges({
    ...stores,
    departments,
    sessions,
    sites,
    passwordResets,
  });
  const secondSteps = createSecondSteps(stores);
  const demands = createDemands(database);
  const audit = createAuditLog(database, now);
  return {
    accounts,
    audit,
    botKeys: createBotKeys(stores),
    changeStaff,
    customers: createCustomers(mailing),
    demands,
    departments,
    deviceMarks,
    failedSignIns: createFailedSignIns({ accounts, audit, now }),
    identified: createIdentifiedVisitors(stores),
    mailer,
    outbox,
    passwordResets,
    passwords,
    relations: createRelations(database),
    secondSteps,
    secondStep: createSecondStepCheck({
      secondSteps,
      demands,
      throttle,
      deviceMarks,
      changeStaff,
      issuer: () => `Parley at ${new URL(home()).host}`,
    }),
    sessions,
    signIn: createSignIn({ accounts, passwords, throttle, deviceMarks }),
    sites,
    tickets: createTickets({ now: steadyTime(now), randomBytes }),
    visitors,
    async close() {
      await mailer.close();
      sessions.close();
    },
  };
}
