/** The `/session` endpoint: puts the parts together and owns every connection. */
import { createRelations } from '../access/relations.ts';
import { createGroupsStore } from '../conversations/groups-store.ts';
import { createGroups, type Groups } from '../conversations/groups.ts';
import { usualMeshPeers } from '../conversations/kinds.ts';
import { createAuditLog } from '../audit.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type {
  ConversationId,
  LogId,
  Topic,
  DepartmentId,
} from '../../conversation/protocol/ids.ts';
import type { Result } from '../../conversation/protocol/result.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { Tickets } from '../accounts/tickets.ts';
import type { Archive } from '../archive/archive.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Installation } from '../database/installation.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createAvailability, type Availability } from '../pairing/availability.ts';
import { createPairing, type PairingEvent } from '../pairing/pairing.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Notify } from '../tickets/notices.ts';
import { createTicketsStore } from '../tickets/tickets-store.ts';
import { socketParts } from '../socket-parts.ts';
import { createSocketCount } from '../socket-count.ts';
import { subnetOf } from '../subnet.ts';
import { createConnection, type Connection, type ConnectionSocket } from './connection.ts';
import { raise, type RaiseRefusal, type RaiseRequest } from './handlers/raise.ts';
import { createConversationStore } from './conversation-store.ts';
import { createDirectory } from './directory.ts';
import type { TurnSettings } from './ice-servers.ts';
import { createLogStore } from './log-store.ts';
import { createNews, tellStatus } from './news.ts';
import { createOversight } from './oversight.ts';
import { createBesideNews, type BesideNews } from '../beside/beside-news.ts';
import { createViewers } from './viewers.ts';
import type { UnsentBytes } from './outbound.ts';
import { createRelayPasses } from './relay-passes.ts';
import type { Introductions, Services } from './services.ts';
import type { ActorKey } from './session.ts';
import { sessionLimits } from './session-limits.ts';
import { tellContextChanged } from './tell-staff.ts';

export interface SessionServerOptions {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly database: Database;
  readonly departments: DepartmentsStore;
  readonly installation: Installation;
  readonly introductions: Introductions;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly topicFor: (conversation: ConversationId, log: LogId) => Topic;
  readonly turn: TurnSettings | undefined;
  /** How many of a group are linked each with each; left out: as usual. */
  readonly meshPeers?: number | undefined;
  /** Told of tickets that are given to somebody; left out: nobody is written to. */
  readonly notify?: Notify | undefined;
  /** The sender's address by the settings for trusted proxies; left out: the socket's. */
  readonly addressOf?: ((request: IncomingMessage) => string) | undefined;
}

export interface SessionServer {
  /** Origin and path were checked before. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes over an open socket. @param address the sender's, for limits only. */
  accept(socket: ConnectionSocket, address: string): void;
  /** Who would answer a conversation that is raised now, in the first department. */
  widgetState(department: DepartmentId): Promise<'people' | 'bot' | 'nobody'>;
  counts(): { readonly sessions: number; readonly joined: number };
  /** For those who raise a conversation without a session. */
  raise(request: RaiseRequest): Promise<Result<'raised' | 'known', RaiseRefusal>>;
  readonly groups: Groups;
  /** Telling staff what they wrote down beside conversations. */
  readonly beside: Pick<BesideNews, 'tell' | 'tellOne' | 'snoozed'>;
  /** What the page around it told is not what it was. */
  contextChanged(conversation: ConversationId): void;
  /** Who is here. */
  readonly presence: Pick<Availability, 'isLive' | 'isAvailable'>;
  /**
   * Takes no new connections, and tells the others when to come back, each at a moment of its own; resolves when what
   * they had sent is handled and answered.
   *
   * @param retryAfterMs the earliest.
   */
  drain(retryAfterMs: number): Promise<void>;
  /** Ends every connection, and finishes what was begun. */
  close(): Promise<void>;
}

/** So that after a restart not more than about a thousand sessions come back in a second. */
const returnMsPerSession = 1;
/** Sockets that are told, or closed, before others get a turn of the loop. */
const socketsPerTurn = 500;
/** What is being handled may take so long to end once the server stops; an upload takes milliseconds. */
const settleWithinMs = 8_000;
/** The longest wait of a peer between two tries (`reconnectDelayMs`): by then everybody is back who comes back. */
const returnWithinMs = 30_000;
/** How long an account that dropped out is still known as available. */
const rememberAvailableMs = 60_000;

export function createSessionServer(options: SessionServerOptions): SessionServer {
  const { archive, clock, database, departments, installation, log, randomBytes } = options;
  const stores = { database, now: clock.now, randomBytes };
  const conversations = createConversationStore(stores);
  const directory = createDirectory();
  const availability = createAvailability({
    now: clock.now,
    rememberMs: rememberAvailableMs,
    returnMs: returnWithinMs,
  });
  const relations = createRelations(database);
  const oversight = createOversight({ database, directory, relations });
  const { notify } = options;
  const viewers = createViewers(relations);
  const beside = createBesideNews({
    database,
    clock,
    directory,
    onFault: (err) => log.error({ err }, 'what sleeps could not be woken'),
  });
  const news = createNews({
    archive,
    beside,
    viewers,
    conversations,
    directory,
    introductions: options.introductions,
    log,
    metrics: options.metrics,
    oversight,
  });
  const pairing = createPairing({
    ...stores,
    departments,
    availability,
    clock,
    onEvent: tell,
    notify,
    onFault: (fault) => log.error({ err: fault }, 'conversations could not be assigned'),
  });
  const starts = createRateLimit(sessionLimits.startsPerAddress, clock.now);
  const turn = options.turn ?? { urls: [], secret: undefined };
  const base: Omit<Services, 'groups'> = {
    archive,
    availability,
    beside,
    viewers,
    clock,
    conversations,
    database,
    departments,
    directory,
    installation,
    introductions: options.introductions,
    log,
    logs: createLogStore({ ...stores, installation }),
    metrics: options.metrics,
    news,
    notify,
    oversight,
    pairing,
    randomBytes,
    relations,
    relayPasses: createRelayPasses({
      clock,
      directory,
      metrics: options.metrics,
      randomBytes,
      turn,
      perNetwork: createRateLimit(sessionLimits.relayPassesPerAddress, clock.now),
    }),
    sessions: options.sessions,
    settings: {
      startsPerAddress: (address) => starts.take(address),
      meshPeers: options.meshPeers ?? usualMeshPeers,
    },
    tickets: options.tickets,
    customerTickets: createTicketsStore(stores),
    audit: createAuditLog(database, clock.now),
    topicFor: options.topicFor,
  };
  const groups = createGroups(base, createGroupsStore(stores));
  const services: Services = { ...base, groups };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: sessionLimits.frameBytes,
    perMessageDeflate: false,
    ...socketParts,
  });
  const connections = new Set<Connection>();
  const places = createSocketCount({
    all: sessionLimits.sessions,
    perNetwork: sessionLimits.socketsPerAddress,
  });
  const opened = options.metrics.counter('parley_sessions_total', 'Sessions that were opened.');
  const unsent: UnsentBytes = { total: 0 };
  let isDraining = false;

  async function tell(event: PairingEvent): Promise<void> {
    const { conversation } = event;
    switch (event.kind) {
      case 'assigned': {
        await news.changed(conversation, keysOf(event.from));
        const summary = await conversations.summary(conversation);
        if (summary?.status.state !== 'assigned') return;
        // Behind a masked face somebody else may sit down without a word.
        const isSilent = event.from !== undefined && (await conversations.isMasked(conversation));
        if (!isSilent) await news.event(conversation, 'assigned', summary.status.to);
        return;
      }
      case 'requeued':
        await news.changed(conversation, keysOf(event.from));
        await news.event(conversation, 'waiting');
        return;
      case 'moved': {
        // Whoever comes in later is told as they do.
        if (directory.peersOf(conversation).length === 0) return;
        const summary = await conversations.summary(conversation);
        if (summary?.status.state !== 'waiting') return;
        const participants = [...(await conversations.participants(conversation))];
        const status = { ...summary.status, position: event.position };
        tellStatus(directory.peersOf(conversation), conversation, status, participants);
      }
    }
  }

  function accept(socket: ConnectionSocket, address: string): void {
    opened();
    const connection = createConnection(socket, address, services, unsent);
    connections.add(connection);
    void connection.ended.then(() => connections.delete(connection));
  }

  /** @returns when `work` is done, or after `ms` without it. */
  function within(ms: number, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(ms, resolve);
      work.then(() => (cancel(), resolve()), reject);
    });
  }

  options.metrics.gauge(
    'parley_unsent_bytes',
    'What waits to be read by all sessions together.',
    () => unsent.total,
  );

  // Whoever belongs to another department now may not look on any more in the old one's.
  const forgetChange = departments.onChange(() => {
    Promise.all([oversight.recheck(), viewers.recheck()]).catch((err: unknown) =>
      log.error({ err }, 'onlookers were not checked'),
    );
  });

  const forgetPeople = departments.onPeople((department, account) => {
    groups.peopleChanged(department, account).catch((err: unknown) => {
      log.error({ err }, 'the people of a department were not told what is theirs now');
    });
  });

  // What was open before a restart is looked at as well: queues, and those who do not come back.
  void pairing.run();

  return {
    handleUpgrade(request, socket, head) {
      const address = subnetOf(options.addressOf?.(request) ?? request.socket.remoteAddress ?? '');
      const leave = isDraining ? undefined : places.take(address);
      if (leave === undefined) {
        options.metrics.refused('session', isDraining ? 'draining' : 'limit');
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      // The place is given back also where the upgrade fails.
      socket.once('close', leave);
      sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, address));
    },
    accept,
    widgetState: (department) => pairing.answers(department),
    counts: () => directory.counts(),
    raise: ({ address, ...request }) => raise({ ...request, address: subnetOf(address) }, services),
    contextChanged: (conversation) => tellContextChanged(directory, conversation),
    groups,
    beside,
    presence: availability,
    async drain(retryAfterMs) {
      isDraining = true;
      const open = [...connections];
      const spreadMs = open.length * returnMsPerSession;
      await inTurns(open, (connection) => {
        connection.tellDraining(retryAfterMs + Math.round(fractionFrom(randomBytes(2)) * spreadMs));
      });
      const settled = Promise.all(open.map((connection) => connection.settle()));
      await within(settleWithinMs, settled);
    },
    async close() {
      isDraining = true;
      const open = [...connections];
      await inTurns(open, (connection) => connection.end('serviceRestart'));
      await Promise.all(open.map((connection) => connection.ended));
      forgetChange();
      forgetPeople();
      await pairing.close();
      await beside.close();
      sockets.close();
    },
  };
}

/** Many sockets at once would keep everybody else waiting. */
async function inTurns<Item>(items: readonly Item[], act: (item: Item) => void): Promise<void> {
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % socketsPerTurn === 0) await new Promise((next) => setImmediate(next));
    act(item);
  }
}

const fractionFrom = ([high = 0, low = 0]: Uint8Array) => (high * 256 + low) / 0x10000;

function keysOf(account: string | undefined): ActorKey[] {
  return account === undefined ? [] : [`account:${account}` as ActorKey];
}
