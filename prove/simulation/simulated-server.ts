/** The real meeting point (sessions, pairing, archive, rooms) over a simulated disk, with lives that end. */
import { pino } from 'pino';
import { createWebCryptoVerifier, type SubtleLike } from '../../conversation/log/signatures.ts';
import type { Authenticated, SessionRef } from '../../signaling/accounts/actor.ts';
import type { Sessions } from '../../signaling/accounts/sessions.ts';
import { createTickets, type Tickets } from '../../signaling/accounts/tickets.ts';
import type { Archive } from '../../signaling/archive/archive.ts';
import { createSqliteArchive } from '../../signaling/archive/sqlite-archive.ts';
import type { Clock } from '../../signaling/clock.ts';
import type { Installation } from '../../signaling/database/installation.ts';
import { openDepartmentsStore } from '../../signaling/departments/departments-store.ts';
import type { Log } from '../../signaling/log.ts';
import type { Metrics } from '../../signaling/metrics.ts';
import { createRooms } from '../../signaling/rooms/rooms.ts';
import { topicFor } from '../../signaling/rooms/topic-for.ts';
import type { ConnectionSocket } from '../../signaling/session/connection.ts';
import { createSessionServer, type SessionServer } from '../../signaling/session/session-server.ts';
import type { Chance } from './chance.ts';
import { createLife, type Life } from './life.ts';
import { InjectedFault } from './injected-fault.ts';
import type { Schedule } from './schedule.ts';
import type { ServerDisk } from './server-disk.ts';

export interface SimulatedServer {
  isUp(): boolean;
  /** Not while it is about to stop: then a connection is refused, as every request is. */
  takesConnections(): boolean;
  start(): Promise<void>;
  /** From one moment to the next it is gone, and with it what was not committed. */
  crash(): void;
  /** As after SIGTERM. Resolves when everything that was begun is finished. */
  stop(): Promise<void>;
  ticket(whom: Authenticated): string | undefined;
  accept(socket: ConnectionSocket, address: string): void;
  /** Undefined while it is away. */
  archive(): Archive | undefined;
}

export interface SimulatedServerOptions {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly disk: ServerDisk;
  readonly subtle: SubtleLike;
  readonly installation: Installation;
  /** For mutants. */
  mutateArchive(archive: Archive): Archive;
  onFault(fault: unknown): void;
}

interface Running {
  readonly life: Life;
  readonly archive: Archive;
  readonly sessionServer: SessionServer;
  readonly tickets: Tickets;
  close(): Promise<void>;
}

export function createSimulatedServer(options: SimulatedServerOptions): SimulatedServer {
  const { schedule, chance, disk, installation } = options;
  let running: Running | undefined;
  let isStarting = false;
  let isStopping = false;

  async function run(life: Life): Promise<Running> {
    const clock: Clock = {
      now: () => schedule.now(),
      after: (delayMs, task) => schedule.after(delayMs, () => life.isAlive() && task()),
    };
    const database = disk.open();
    const randomBytes = (length: number) => chance.bytes(length);
    const departments = await openDepartmentsStore({ database, now: clock.now, randomBytes });
    const tickets = createTickets({ now: clock.now, randomBytes });
    const archive = options.mutateArchive(
      createSqliteArchive({
        database,
        installation,
        verify: createWebCryptoVerifier(options.subtle),
        clock,
        randomBytes,
        onFault: (fault) => life.isAlive() && options.onFault(fault),
      }),
    );
    const rooms = createRooms({ clock, random: () => chance.fraction() });
    const sessionServer = createSessionServer({
      archive,
      clock,
      database,
      departments,
      installation,
      introductions: rooms,
      log: logOf((fault) => life.isAlive() && options.onFault(fault)),
      metrics: silentMetrics,
      randomBytes,
      sessions: everlasting,
      tickets,
      topicFor: (conversation, log) => topicFor(installation.topicSecret, conversation, log),
      turn: undefined,
    });
    return {
      life,
      archive,
      sessionServer,
      tickets,
      async close() {
        await sessionServer.close();
        rooms.close();
        await archive.close();
      },
    };
  }

  return {
    isUp: () => running !== undefined,
    takesConnections: () => running !== undefined && !isStopping,
    async start() {
      if (running !== undefined || isStarting) return;
      isStarting = true;
      const life = createLife();
      const started = await run(life);
      isStarting = false;
      running = started;
    },
    crash() {
      running?.life.end();
      running = undefined;
      isStopping = false;
      disk.crash();
    },
    async stop() {
      const stopping = running;
      if (stopping === undefined || isStopping) return;
      isStopping = true;
      await stopping.sessionServer.drain(500);
      await stopping.close();
      if (running !== stopping) return;
      isStopping = false;
      stopping.life.end();
      running = undefined;
      // Nothing is left to lose; what the disk was asked for is done.
      disk.crash();
    },
    ticket(whom) {
      const issued = isStopping ? undefined : running?.tickets.issue(whom);
      return issued?.ok === true ? issued.value : undefined;
    },
    accept: (socket, address) => running?.sessionServer.accept(socket, address),
    archive: () => running?.archive,
  };
}

/** Signing out is not simulated. */
const everlasting: Sessions = {
  within: () => {
    throw new InjectedFault('Nobody signs in here.');
  },
  open: () => Promise.reject(new InjectedFault('Nobody signs in here.')),
  authenticate: () => Promise.resolve(undefined),
  isCurrent: (_session: SessionRef) => Promise.resolve(true),
  end: () => Promise.resolve(),
  endAllOf: () => Promise.resolve(),
  lookAtVisitors: () => undefined,
  endAllWith: () => Promise.resolve(),
  endOne: () => Promise.resolve(false),
  listOf: () => Promise.resolve([]),
  watch: () => () => undefined,
  close: () => undefined,
};

const silentMetrics: Metrics = {
  refused: () => undefined,
  counter: () => () => undefined,
  gauge: () => undefined,
  timer: () => () => undefined,
  text: () => Promise.resolve({ contentType: 'text/plain', body: '' }),
};

/** Writes nothing; what would be logged as an error is a fault of the server's. */
function logOf(onFault: (fault: unknown) => void): Log {
  const logMethod = (given: readonly unknown[]) => {
    const [about] = given;
    onFault(typeof about === 'object' && about !== null && 'err' in about ? about.err : about);
  };
  return pino({ level: 'error', hooks: { logMethod } });
}
