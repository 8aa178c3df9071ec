/** Puts the parts together, and takes them apart again in the opposite order. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  bearerOf,
  cookieNameFor,
  createAuthenticate,
  deviceCookieNameFor,
} from './accounts/authenticate.ts';
import { makeFirstAdmin, type FirstAdmin } from './accounts/first-admin.ts';
import { apiRoutes } from './api-routes.ts';
import type { CookieSettings } from './http/routes/sign-in-routes.ts';
import { openIdentities } from './identities.ts';
import { isSameSecret, openBotsKey } from './bots-key.ts';
import { createSystemClock, every, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { makeDemoConversations } from './conversations/demo-conversations.ts';
import { databasePath, takeDataFolder } from './database/data-folder.ts';
import { commitNothing, openDatabase } from './database/database.ts';
import { createDiskHealth } from './database/disk-health.ts';
import { makeInstallation } from './database/installation.ts';
import { makeDemoDepartments } from './departments/demo-departments.ts';
import { createFiles } from './files/files.ts';
import { openFileStore } from './files/open-file-store.ts';
import { createHttpServer } from './http-server.ts';
import { createApp } from './http/app.ts';
import { createSenderAddress } from './http/sender-address.ts';
import { createUpgradeRouter } from './http/upgrades.ts';
import type { Log } from './log.ts';
import { createMeetingPoint } from './meeting-point.ts';
import { createMetrics } from './metrics.ts';
import { watchProcess } from './process-metrics.ts';
import { openDemoHomes } from './sites/demo-home.ts';
import { makeDemoSite, signForDemo } from './sites/demo-site.ts';
import { createTicketMails } from './tickets/notices.ts';

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
  const metrics = createMetrics();
  cleanUps.push(watchProcess(metrics, databasePath(config.dataDir)));
  let port = config.port;
  const home = () => config.publicUrl ?? `http://${hostInUrl(config.host)}:${port}`;
  const identities = await openIdentities({
    config,
    database,
    installation,
    clock,
    metrics,
    log,
    home,
  });
  cleanUps.push(() => identities.close());
  const { accounts, changeStaff, departments, passwords, sessions, sites, visitors } = identities;
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
    tickets: identities.tickets,
    addressOf: (request) => addressOf(request),
    clock,
    metrics,
    log,
    notify: createTicketMails(identities.mailer, home),
  });
  cleanUps.push(() => meetingPoint.close());

  const isHttps = config.publicUrl?.startsWith('https://') === true;
  const cookies: CookieSettings = {
    session: cookieNameFor(isHttps),
    device: deviceCookieNameFor(isHttps),
    isSecure: isHttps,
  };
  const authenticate = createAuthenticate({ sessions, visitors, cookieName: cookies.session });
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
      const own = await identities.botKeys.authenticate(shown);
      return own && { kind: 'own', ...own };
    },
    cookieName: cookies.session,
    deviceCookieName: cookies.device,
    routes: apiRoutes({
      config,
      database,
      installation,
      now,
      identities,
      files,
      meetingPoint,
      cookies,
    }),
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
