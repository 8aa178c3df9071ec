/** Puts the parts together, and takes them apart again in the opposite order. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { steadyTime } from '../conversation/protocol/steady-time.ts';
import {
  bearerOf,
  cookieNameFor,
  createAuthenticate,
  deviceCookieNameFor,
} from './accounts/authenticate.ts';
import { createRelations } from './access/relations.ts';
import { createCustomers } from './accounts/customers.ts';
import { createDeviceMarks } from './accounts/device-marks.ts';
import { createAccountsStore } from './accounts/accounts-store.ts';
import { createBotKeys } from './accounts/bot-keys.ts';
import { makeFirstAdmin, type FirstAdmin } from './accounts/first-admin.ts';
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
import { archiveRoutes } from './archive/archive-routes.ts';
import { besideRoutes } from './beside/beside-routes.ts';
import { labelRoutes } from './beside/label-routes.ts';
import { createLabelsStore } from './beside/labels-store.ts';
import { noteRoutes } from './beside/note-routes.ts';
import { createRelationTo } from './beside/relation-to.ts';
import { createAuditPages } from './audit/audit-pages.ts';
import { createFailedSignIns } from './audit/failed-sign-ins.ts';
import { createAuditLog } from './audit.ts';
import { isSameSecret, openBotsKey } from './bots-key.ts';
import { createSystemClock, every, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { makeDemoConversations } from './conversations/demo-conversations.ts';
import { enrolmentRoutes } from './conversations/enrolment-routes.ts';
import { groupRoutes } from './conversations/group-routes.ts';
import { databasePath, takeDataFolder } from './database/data-folder.ts';
import { commitNothing, openDatabase } from './database/database.ts';
import { createDiskHealth } from './database/disk-health.ts';
import { makeInstallation } from './database/installation.ts';
import { makeDemoDepartments } from './departments/demo-departments.ts';
import { openDepartmentsStore } from './departments/departments-store.ts';
import { createWorkers } from './departments/workers.ts';
import { fileRoutes } from './files/file-routes.ts';
import { createFiles } from './files/files.ts';
import { createFileAddresses } from './files/file-addresses.ts';
import { openFileStore } from './files/open-file-store.ts';
import { createApp } from './http/app.ts';
import { createSenderAddress } from './http/sender-address.ts';
import { accountRoutes } from './http/routes/account-routes.ts';
import { auditRoutes } from './http/routes/audit-routes.ts';
import { botRoutes } from './http/routes/bot-routes.ts';
import { customerRoutes } from './http/routes/customer-routes.ts';
import { departmentRoutes } from './http/routes/department-routes.ts';
import { ownAccountRoutes } from './http/routes/own-account-routes.ts';
import { settingsRoutes } from './http/routes/settings-routes.ts';
import { mailRoutes } from './http/routes/mail-routes.ts';
import { memberRoutes } from './http/routes/member-routes.ts';
import { signInRoutes } from './http/routes/sign-in-routes.ts';
import { visitorRoutes } from './http/routes/visitor-routes.ts';
import { createUpgradeRouter } from './http/upgrades.ts';
import { createHttpServer } from './http-server.ts';
import type { Log } from './log.ts';
import { createAccountMails } from './mail/account-mails.ts';
import { openMailer } from './mail/open-mailer.ts';
import { createOutbox } from './mail/outbox.ts';
import { createMeetingPoint } from './meeting-point.ts';
import { createMetrics } from './metrics.ts';
import { createCannedReplies } from './canned-replies/canned-replies-store.ts';
import { replyRoutes } from './canned-replies/reply-routes.ts';
import { createAskedAnswers } from './asking/asked-answers.ts';
import { askingRoutes } from './asking/asking-routes.ts';
import { hostContextRoutes } from './host-context/host-context-routes.ts';
import { createHostContexts } from './host-context/host-contexts.ts';
import { clientRoutes } from './sites/client-routes.ts';
import { openDemoHomes } from './sites/demo-home.ts';
import { makeDemoSite, signForDemo } from './sites/demo-site.ts';
import { createIdentifiedVisitors } from './sites/identified-visitors.ts';
import { siteRoutes } from './sites/site-routes.ts';
import { openSitesStore } from './sites/sites-store.ts';
import { createTicketMails } from './tickets/notices.ts';
import { ticketRoutes } from './tickets/ticket-routes.ts';
import { watchProcess } from './process-metrics.ts';
import { createRateLimit } from './rate-limit.ts';

export interface ServerOptions {
  readonly log: Log;
  /** Replaced in tests. */
  readonly clock?: Clock;
  /** A sync failed or the database is damaged: the process must end, and says this sentence. */
  readonly onDiskBroken?: (sentence: string) => void;
  /** Where the built pages are; undefined: `dist/client` of this package, where it was built. */
  readonly clientFolder?: string;
}

export interface RunningServer {
  /** Where browsers find it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The key that bots sign in with. */
  readonly botsKey: string;
  /** Set once, when the account was made just now. */
  readonly firstAdmin: FirstAdmin | undefined;
  /** Tells everybody, finishes what was begun, and frees everything. */
  close(): Promise<void>;
}

/** A restart takes a second or two; peers spread their return over once as long again, and try until we are back. */
const comeBackAfterMs = 500;
/** Contents of files that nothing refers to any more stay on the disk for so long. */
const sweepFilesMs = 10 * 60_000;

/** @throws SetupError with a sentence for the operator. */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  const cleanUps: (() => void | Promise<void>)[] = [];
  const cleanUp = async () => {
    for (const undo of cleanUps.splice(0).toReversed()) await undo();
  };
  try {
    return await compose(config, options, cleanUps, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function compose(
  config: Config,
  options: ServerOptions,
  cleanUps: (() => void | Promise<void>)[],
  cleanUp: () => Promise<void>,
): Promise<RunningServer> {
  const { log, clock = createSystemClock() } = options;
  const now = () => clock.now();
  let isReady = false;

  cleanUps.push(takeDataFolder(config.dataDir));
  const disk = createDiskHealth({
    clock,
    tryCommit: () => commitNothing(database),
    onBroken: (code) =>
      options.onDiskBroken?.(
        `DATA_DIR is "${config.dataDir}", and its disk failed (${code}); nothing more is acknowledged. Look at the disk, and start again: what was acknowledged is checked and kept.`,
      ),
    onChange: (isHealthy) =>
      isHealthy
        ? log.warn('the disk takes writes again')
        : log.error('the disk takes no writes; nothing is acknowledged until it does'),
  });
  cleanUps.push(() => disk.close());
  const database = await openDatabase(databasePath(config.dataDir), (fault) => disk.saw(fault));
  cleanUps.push(() => database.destroy());
  const installation = await makeInstallation(database, now());
  const botsKey = openBotsKey(config.botsKey, config.dataDir);
  const stores = { database, now, randomBytes };
  const accounts = createAccountsStore(stores);
  const botKeys = createBotKeys(stores);
  const visitors = createVisitorsStore(stores);
  const departments = await openDepartmentsStore(stores);
  const sites = await openSitesStore(stores);
  const files = createFiles({
    ...stores,
    store: await openFileStore(config, log),
    limits: config.files,
  });
  cleanUps.push(
    every(clock, sweepFilesMs, () =>
      files.sweep().catch((err: unknown) => log.error({ err }, 'files could not be looked after')),
    ),
  );
  const identified = createIdentifiedVisitors(stores);
  const audit = createAuditLog(database, now);
  const relations = createRelations(database);
  const metrics = createMetrics();
  cleanUps.push(watchProcess(metrics, databasePath(config.dataDir)));
  const passwords = createPasswords(
    metrics.counter(
      'parley_password_hashes_total',
      'Passwords that were hashed or compared (argon2id).',
    ),
  );
  const tickets = createTickets({ now: steadyTime(now), randomBytes });
  const sessions = createSessions({
    database,
    isVisitorCurrent: (session) => visitors.isCurrent(session),
    clock,
    randomBytes,
    onFault: (err) => log.error({ err }, 'sessions could not be checked'),
  });
  cleanUps.push(() => sessions.close());
  const outbox = createOutbox(stores);
  const mailer = openMailer(config, { outbox, clock, metrics, log });
  cleanUps.push(() => mailer.close());
  let port = config.port;
  const home = () => config.publicUrl ?? `http://${hostInUrl(config.host)}:${port}`;
  const mails = createAccountMails(home);
  const mailing = { ...stores, passwords, mailer, outbox, mails };
  const passwordResets = createPasswordResets({ ...mailing, sessions });
  const deviceMarks = createDeviceMarks(installation.topicSecret, randomBytes);
  const throttle = createThrottle({ database, now });
  const signIn = createSignIn({ accounts, passwords, throttle, deviceMarks });
  const changeStaff = createStaffChanges({
    ...stores,
    departments,
    sessions,
    sites,
    passwordResets,
  });
  const secondSteps = createSecondSteps(stores);
  const demands = createDemands(database);
  const secondStep = createSecondStepCheck({
    secondSteps,
    demands,
    throttle,
    deviceMarks,
    changeStaff,
    issuer: () => `Parley at ${new URL(home()).host}`,
  });
  const firstAdmin = await makeFirstAdmin({ accounts, passwords, changeStaff, randomBytes });
  if (config.demo && firstAdmin !== undefined) await makeDemoDepartments(changeStaff);
  if (config.demo) await makeDemoSite(database, changeStaff);

  const httpServer = createHttpServer();
  cleanUps.push(() => httpServer.close());
  const meetingPoint = createMeetingPoint({
    config,
    database,
    installation,
    departments,
    sessions,
    tickets,
    addressOf: (request) => addressOf(request),
    clock,
    metrics,
    log,
    notify: createTicketMails(mailer, home),
  });
  cleanUps.push(() => meetingPoint.close());

  const labels = createLabelsStore(stores);
  const besideParts = {
    database,
    now,
    relationTo: createRelationTo(database, relations),
    news: meetingPoint.beside,
  };

  const isHttps = config.publicUrl?.startsWith('https://') === true;
  const cookieName = cookieNameFor(isHttps);
  const authenticate = createAuthenticate({ sessions, visitors, cookieName });
  const app = createApp({
    config,
    widgetSettingsOf(named) {
      const site = sites.at(named)?.site;
      return site && { ...site.widget, ...(site.isDefault ? {} : { site: site.id }) };
    },
    embeddersOf: (site) => [...config.embedders, ...sites.originsOf(site)],
    authenticate,
    async botsKeyOf(authorization) {
      const shown = bearerOf(authorization) ?? '';
      if (isSameSecret(shown, botsKey)) return { kind: 'installation' };
      const own = await botKeys.authenticate(shown);
      return own && { kind: 'own', ...own };
    },
    cookieName,
    deviceCookieName: deviceCookieNameFor(isHttps),
    routes: [
      ...visitorRoutes({
        visitors,
        sites,
        identified,
        // A class behind one address starts together; after that, one a second.
        visitorLimit: createRateLimit({ burst: 300, perSecond: 1 }, now),
        tickets,
        ticketLimit: createRateLimit({ burst: 600, perSecond: 20 }, now),
        departments,
        now,
        widgetState: (department) => meetingPoint.widgetState(department),
      }),
      ...signInRoutes({
        signIn,
        secondStep,
        sessions,
        accounts,
        passwords,
        changeStaff,
        deviceMarks,
        failedSignIns: createFailedSignIns({ accounts, audit, now }),
        cookies: {
          session: cookieName,
          device: deviceCookieNameFor(isHttps),
          isSecure: isHttps,
        },
      }),
      ...accountRoutes({
        accounts,
        passwords,
        relations,
        workers: createWorkers(database),
        changeStaff,
      }),
      ...customerRoutes({
        customers: createCustomers(mailing),
        passwordResets,
        database,
        limit: createRateLimit({ burst: 30, perSecond: 0.1 }, now),
      }),
      ...mailRoutes({ outbox }),
      ...ownAccountRoutes({ signIn, secondStep, secondSteps, demands, sessions, changeStaff }),
      ...settingsRoutes({ accounts, demands, secondSteps, changeStaff }),
      ...departmentRoutes({ departments, relations, changeStaff, now }),
      ...memberRoutes({ accounts, departments, passwords, relations, changeStaff }),
      ...enrolmentRoutes({ database, departments, relations, changeStaff }),
      ...fileRoutes({
        database,
        files,
        addresses: createFileAddresses(stores),
        limits: config.files,
        relations,
      }),
      ...groupRoutes({
        database,
        departments,
        groups: meetingPoint.groups,
        raise: meetingPoint.raise,
        randomBytes,
        relations,
      }),
      ...botRoutes({ accounts, botKeys, sessions, relations, changeStaff }),
      ...siteRoutes({ sites, departments, changeStaff }),
      ...clientRoutes({ identified, relations }),
      ...noteRoutes({ ...besideParts, randomBytes }),
      ...labelRoutes({ labels, relations }),
      ...besideRoutes({ ...besideParts, labels, relations }),
      ...hostContextRoutes({
        contexts: createHostContexts(database, now),
        relations,
        // Eight tables at once, and a page that goes on measuring something.
        limit: createRateLimit({ burst: 60, perSecond: 2 }, now),
        tellStaff: (conversation) => meetingPoint.contextChanged(conversation),
      }),
      ...askingRoutes({
        answers: createAskedAnswers(database, now),
        relations,
        limit: createRateLimit({ burst: 20, perSecond: 0.5 }, now),
        tellStaff: (conversation) => meetingPoint.contextChanged(conversation),
      }),
      ...replyRoutes({ replies: createCannedReplies(stores), departments, relations, changeStaff }),
      ...ticketRoutes({
        database,
        presence: meetingPoint.presence,
        raise: meetingPoint.raise,
        randomBytes,
        relations,
      }),
      ...auditRoutes({ accounts, audit, auditPages: createAuditPages(database), relations }),
      ...archiveRoutes({ archive: meetingPoint.archive, audit, installation, relations }),
    ],
    demoHomes: config.demo ? await openDemoHomes(database, now) : undefined,
    signForDemo: config.demo ? (user) => signForDemo(user, sites, now()) : undefined,
    isReady: () => isReady && disk.isHealthy(),
    clientFolder: options.clientFolder ?? findClientFolder(),
    metrics,
    log,
  });

  const addressOf = createSenderAddress(app);
  const onUpgrade = createUpgradeRouter({
    endpoints: meetingPoint.endpoints,
    publicUrl: config.publicUrl,
    isReady: () => isReady,
    metrics,
  });
  port = await httpServer.listen(config, app, onUpgrade);
  cleanUps.push(async () => {
    httpServer.stop();
    await meetingPoint.drain(comeBackAfterMs);
  });
  // What the archive waits for keeps no process alive: somebody has to listen.
  if (config.demo && firstAdmin !== undefined) {
    const { archive } = meetingPoint;
    await makeDemoConversations({ ...stores, archive, installation, departments });
  }
  isReady = true;
  return {
    url: home(),
    port,
    botsKey,
    firstAdmin,
    async close() {
      isReady = false;
      await cleanUp();
    },
  };
}

/** A wildcard is no address to go to; the machine itself is. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The package's `dist/client`, from the sources and from the built program alike. */
function findClientFolder(): string | undefined {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const built = join(folder, 'dist', 'client');
      return existsSync(built) ? built : undefined;
    }
    if (dirname(folder) === folder) return undefined;
  }
}
