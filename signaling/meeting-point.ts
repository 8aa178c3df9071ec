/** Archive, rooms and sessions, put together: everything that conversations need of the server. */
import { randomBytes, randomInt, webcrypto } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createWebCryptoVerifier, type SubtleLike } from '../conversation/log/signatures.ts';
import { steadyTime } from '../conversation/protocol/steady-time.ts';
import type { DepartmentId } from '../conversation/protocol/ids.ts';
import type { Sessions } from './accounts/sessions.ts';
import type { Tickets } from './accounts/tickets.ts';
import type { Archive } from './archive/archive.ts';
import { createSqliteArchive } from './archive/sqlite-archive.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Installation } from './database/installation.ts';
import type { DepartmentsStore } from './departments/departments-store.ts';
import type { HandleUpgrade } from './http/upgrades.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createRooms } from './rooms/rooms.ts';
import { createSignalServer } from './rooms/signal-server.ts';
import { topicFor } from './rooms/topic-for.ts';
import { createSessionServer, type SessionServer } from './session/session-server.ts';
import type { Notify } from './tickets/notices.ts';

export interface MeetingPoint {
  readonly archive: Archive;
  /** By path. */
  readonly endpoints: ReadonlyMap<string, HandleUpgrade>;
  widgetState(department: DepartmentId): Promise<'people' | 'bot' | 'nobody'>;
  readonly raise: SessionServer['raise'];
  readonly groups: SessionServer['groups'];
  readonly beside: SessionServer['beside'];
  readonly contextChanged: SessionServer['contextChanged'];
  readonly presence: SessionServer['presence'];
  /** Tells every session when to come back; resolves when what they had sent is handled and answered. */
  drain(retryAfterMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface MeetingPointOptions {
  readonly config: Pick<Config, 'turn' | 'meshPeers'>;
  readonly database: Database;
  readonly installation: Installation;
  readonly departments: DepartmentsStore;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Told of tickets that are given to somebody. */
  readonly notify: Notify;
}

export function createMeetingPoint(options: MeetingPointOptions): MeetingPoint {
  const { clock, database, installation, log, metrics } = options;
  const archive = createSqliteArchive({
    database,
    installation,
    verify: createWebCryptoVerifier(webcrypto.subtle as unknown as SubtleLike),
    clock,
    randomBytes,
    onFault: (err) => log.error({ err }, 'the archive could not write'),
  });
  const signals = countSignals(metrics);
  // Nothing about links is kept or shown: all their times are waits.
  const steady: Clock = { now: steadyTime(clock.now), after: clock.after };
  const rooms = createRooms({
    clock: steady,
    random: randomFraction,
    onCount: (what) => signals[what](),
  });
  const signalServer = createSignalServer({
    rooms,
    clock: steady,
    addressOf: options.addressOf,
    onRefused: (name) => metrics.refused('signal', name),
    onFault: (err) => log.error({ err }, 'a signal could not be handled'),
  });
  const sessionServer = createSessionServer({
    archive,
    clock,
    database,
    departments: options.departments,
    installation,
    introductions: rooms,
    log,
    metrics,
    randomBytes,
    sessions: options.sessions,
    tickets: options.tickets,
    topicFor: (conversation, logId) => topicFor(installation.topicSecret, conversation, logId),
    turn: options.config.turn,
    meshPeers: options.config.meshPeers,
    addressOf: options.addressOf,
    notify: options.notify,
  });
  metrics.gauge('parley_sessions', 'Open sessions.', () => sessionServer.counts().sessions);
  metrics.gauge('parley_joined', 'Peers in conversations.', () => sessionServer.counts().joined);
  metrics.gauge('parley_signal_sockets', 'Open signal sockets.', () =>
    signalServer.connectionCount(),
  );
  metrics.gauge('parley_archive_healthy', '1 while the archive can write.', () =>
    archive.isHealthy() ? 1 : 0,
  );
  const open = (status: 'waiting' | 'assigned') => async () => {
    const { count } = await database
      .selectFrom('conversations')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('status', '=', status)
      .executeTakeFirstOrThrow();
    return count;
  };
  metrics.gauge(
    'parley_conversations_waiting',
    'Conversations nobody answers yet.',
    open('waiting'),
  );
  metrics.gauge('parley_conversations_assigned', 'Conversations in progress.', open('assigned'));
  // Rows are only ever added, so the last number is how many there are.
  metrics.gauge('parley_archive_entries', 'Entries in the archive.', async () => {
    const { last } = await database
      .selectFrom('entries')
      .select((row) => row.fn.max('id').as('last'))
      .executeTakeFirstOrThrow();
    return last ?? 0;
  });
  return {
    archive,
    endpoints: new Map<string, HandleUpgrade>([
      ['/session', (...upgrade) => sessionServer.handleUpgrade(...upgrade)],
      ['/signal', (...upgrade) => signalServer.handleUpgrade(...upgrade)],
    ]),
    widgetState: (department) => sessionServer.widgetState(department),
    raise: (request) => sessionServer.raise(request),
    groups: sessionServer.groups,
    beside: sessionServer.beside,
    contextChanged: (conversation) => sessionServer.contextChanged(conversation),
    presence: sessionServer.presence,
    drain: (retryAfterMs) => sessionServer.drain(retryAfterMs),
    async close() {
      await Promise.all([sessionServer.close(), signalServer.close()]);
      rooms.close();
      await archive.close();
    },
  };
}

function countSignals(metrics: Metrics) {
  const counter = (what: string) =>
    metrics.counter(`parley_${what}s_total`, `Messages of type ${what} that were passed on.`);
  return {
    announce: counter('announce'),
    offer: counter('offer'),
    answer: counter('answer'),
    candidate: counter('candidate'),
  };
}

/** Aliases of peers are made of it, so it is not Math.random. */
const randomFraction = () => randomInt(2 ** 47) / 2 ** 47;
