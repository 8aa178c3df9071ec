/** A real `/session` on port 0 over an empty database, and clients that follow a script. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { createWebCryptoVerifier } from '../../conversation/log/signatures.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import type { AccountRole, Authenticated, SessionRef } from '../accounts/actor.ts';
import { createSessions, type Sessions } from '../accounts/sessions.ts';
import { createTickets } from '../accounts/tickets.ts';
import { createVisitorsStore } from '../accounts/visitors-store.ts';
import { createManualClock, subtle } from '../archive/archive.fixture.ts';
import type { Archive } from '../archive/archive.ts';
import { createSqliteArchive } from '../archive/sqlite-archive.ts';
import type { Clock } from '../clock.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { makeInstallation } from '../database/installation.ts';
import { openDepartmentsStore, type DepartmentsStore } from '../departments/departments-store.ts';
import { createMetrics } from '../metrics.ts';
import { createRooms } from '../rooms/rooms.ts';
import { topicFor } from '../rooms/topic-for.ts';
import type { Notify } from '../tickets/notices.ts';
import { createClient, type Client } from './client.fixture.ts';
import { createSessionServer, type SessionServer } from './session-server.ts';

/** What is due within a tenth of a second happens by itself; everything later when the test moves the time. */
export function createTestClock(): Clock & { advance(byMs: number): void } {
  const manual = createManualClock();
  return {
    now: manual.now,
    advance: (byMs) => manual.advance(byMs),
    after(delayMs, task) {
      if (delayMs > 100) return manual.after(delayMs, task);
      const timer = setTimeout(task, Math.min(delayMs, 2));
      return () => clearTimeout(timer);
    },
  };
}

export interface TestClient extends Client {
  readonly whom: Authenticated;
}

export interface TestServer {
  readonly clock: Clock & { advance(byMs: number): void };
  readonly server: SessionServer;
  readonly database: Database;
  readonly archive: Archive;
  readonly departments: DepartmentsStore;
  readonly sessions: Sessions;
  visitor(): Promise<Authenticated>;
  account(username: string, role: AccountRole): Promise<Authenticated & { account: AccountId }>;
  /** A client that said hello and was welcomed. */
  connect(whom: Authenticated): Promise<TestClient>;
  /** A socket that said nothing. @param autoPong false: it does not answer pings either. */
  connectBare(options?: { readonly autoPong: boolean }): Promise<TestClient>;
  ticketFor(whom: Authenticated): string;
  close(): Promise<void>;
}

export async function createTestServer(
  options: {
    readonly wrapArchive?: (archive: Archive) => Archive;
    readonly notify?: Notify;
  } = {},
): Promise<TestServer> {
  const clock = createTestClock();
  const database = await openDatabase(':memory:');
  const installation = await makeInstallation(database, clock.now());
  const stores = { database, now: clock.now, randomBytes };
  const departments = await openDepartmentsStore(stores);
  const accounts = createAccountsStore(stores);
  const visitors = createVisitorsStore(stores);
  const tickets = createTickets(stores);
  const log = pino({ level: 'silent' });
  const sessions = createSessions({
    database,
    clock,
    randomBytes,
    onFault: (fault) => {
      throw fault;
    },
  });
  const sqlite = createSqliteArchive({
    database,
    installation,
    verify: createWebCryptoVerifier(subtle),
    clock,
    randomBytes,
    onFault: () => undefined,
  });
  const archive = options.wrapArchive?.(sqlite) ?? sqlite;
  const rooms = createRooms({ clock, random: () => 0.5 });
  const server = createSessionServer({
    archive,
    clock,
    database,
    departments,
    installation,
    introductions: rooms,
    log,
    metrics: createMetrics(),
    randomBytes,
    sessions,
    tickets,
    topicFor: (conversation, logId) => topicFor(installation.topicSecret, conversation, logId),
    notify: options.notify,
    turn: { urls: ['stun:127.0.0.1:3478', 'turn:127.0.0.1:3478'], secret: 'a secret' },
  });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => server.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;

  function ticketFor(whom: Authenticated): string {
    const ticket = tickets.issue(whom);
    if (!ticket.ok) throw new Error(`No ticket was issued: ${ticket.refusal}.`);
    return ticket.value;
  }

  async function open(whom: Authenticated, autoPong = true): Promise<TestClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/session`, { autoPong });
    const client = { ...createClient(socket, clock.now), whom };
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  const testServer: TestServer = {
    clock,
    server,
    database,
    archive,
    departments,
    sessions,
    ticketFor,
    async visitor() {
      const { visitor, name } = await visitors.create();
      return {
        actor: { kind: 'visitor', visitor, name },
        session: `visitor:${visitor}` as SessionRef,
      };
    },
    async account(username, role) {
      const created = await accounts.create({
        username,
        name: username,
        role,
        passwordHash: undefined,
        createdBy: undefined,
      });
      if (!created.ok) throw new Error(created.refusal);
      const account = created.value.id;
      const department = (await departments.first())!;
      await departments.addMember(department.id, account);
      const { session } = await sessions.open(account, 'cookie');
      return {
        account,
        session,
        actor: { kind: 'account', account, username, name: username, role },
      };
    },
    async connectBare(bare) {
      return open(await testServer.visitor(), bare?.autoPong);
    },
    async connect(whom) {
      const client = await open(whom);
      client.send({ type: 'hello', version: protocolVersion, ticket: ticketFor(whom) });
      await client.next('welcome');
      return client;
    },
    async close() {
      await server.close();
      rooms.close();
      sessions.close();
      await new Promise((resolve) => {
        http.close(resolve);
      });
      await archive.close();
      await database.destroy();
    },
  };
  return testServer;
}
