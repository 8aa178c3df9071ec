/** A real `/session` on port 0 over an empty database, and clients that follow a script. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { createWebCryptoVerifier, generate, signerFor } from '../../conversation/log/signatures.ts';
import type { Signer } from '../../conversation/log/signatures.ts';
import { readUpdate, writeUpdate, type Append } from '../../conversation/log/update.ts';
import { readEntriesFrame, writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import {
  randomIdFrom,
  toBase64Url,
  type AccountId,
  type ConversationId,
  type LogId,
} from '../../conversation/protocol/ids.ts';
import type { FromServer, ToServer } from '../../conversation/protocol/session.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import type { AccountRole, Authenticated, SessionRef } from '../accounts/actor.ts';
import { createSessions, type Sessions } from '../accounts/sessions.ts';
import { createTickets } from '../accounts/tickets.ts';
import { createVisitorsStore } from '../accounts/visitors-store.ts';
import {
  createManualClock,
  createWriter,
  subtle,
  type Writer,
} from '../archive/archive.fixture.ts';
import type { Archive } from '../archive/archive.ts';
import { createSqliteArchive } from '../archive/sqlite-archive.ts';
import type { Clock } from '../clock.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { makeInstallation } from '../database/installation.ts';
import { openDepartmentsStore, type DepartmentsStore } from '../departments/departments-store.ts';
import { createMetrics } from '../metrics.ts';
import { createRooms } from '../rooms/rooms.ts';
import { topicFor } from '../rooms/topic-for.ts';
import { createSessionServer, type SessionServer } from './session-server.ts';

export type Message<Type extends FromServer['type']> = Extract<FromServer, { type: Type }>;

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

export interface Client {
  readonly whom: Authenticated;
  /** Everything that came, in order. */
  readonly heard: readonly FromServer[];
  /** Entries that were pushed, as texts of `<log>/<position>`. */
  readonly pushed: readonly { readonly conversation: ConversationId; readonly append: Append }[];
  send(message: ToServer): void;
  sendRaw(data: string | Uint8Array): void;
  /** Resolves with the first message, from `mark` on, that fits; rejects when the socket closes before. */
  next<Type extends FromServer['type']>(
    type: Type,
    fits?: (message: Message<Type>) => boolean,
  ): Promise<Message<Type>>;
  /** The next pushed entries of a log. */
  nextPush(log: LogId): Promise<Append>;
  /** From now on `next` looks only at what comes later. */
  mark(): void;
  /** Raises a conversation and joins it. */
  start(more?: { prefer?: string; conversation?: ConversationId }): Promise<Peer>;
  join(conversation: ConversationId, resume?: Peer): Promise<Peer>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** Sends a ping and waits for the pong: everything before it was handled, but for what waits in a conversation. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A client in one conversation. */
export interface Peer {
  readonly client: Client;
  readonly conversation: ConversationId;
  readonly joined: Message<'joined'>;
  readonly writer: Writer;
  readonly signer: Signer;
  /** Signs messages, uploads them as one frame. */
  say(...texts: readonly string[]): Promise<Append>;
  upload(appends: readonly Append[]): void;
  /** Resolves when the receipt for the end of `append` came. */
  saved(append: Append): Promise<void>;
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
  connect(whom: Authenticated): Promise<Client>;
  /** A socket that said nothing. @param autoPong false: it does not answer pings either. */
  connectBare(options?: { readonly autoPong: boolean }): Promise<Client>;
  ticketFor(whom: Authenticated): string;
  close(): Promise<void>;
}

export async function createTestServer(
  options: { readonly wrapArchive?: (archive: Archive) => Archive } = {},
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
    if (ticket === undefined) throw new Error('No ticket was issued.');
    return ticket;
  }

  async function open(whom: Authenticated, autoPong = true): Promise<Client> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/session`, { autoPong });
    const client = createClient(socket, whom, clock);
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
      const department = await departments.first();
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

function createClient(socket: WebSocket, whom: Authenticated, clock: Clock): Client {
  const heard: FromServer[] = [];
  const pushed: { conversation: ConversationId; append: Append }[] = [];
  const waiters = new Set<() => void>();
  let from = 0;
  let seenPushes = 0;
  let closeCode: number | undefined;

  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      const frame = readEntriesFrame(new Uint8Array(data));
      if (!frame.ok) throw new Error('The server sent a malformed frame.');
      const appends = readUpdate(frame.value.update);
      if (!appends.ok) throw new Error(`The server sent a bad update: ${appends.refusal}.`);
      for (const append of appends.value) {
        pushed.push({ conversation: frame.value.conversation, append });
      }
    } else heard.push(JSON.parse(data.toString()) as FromServer);
    wake();
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      closeCode = code;
      wake();
      resolve(code);
    });
  });

  /** Looks again after everything that came, until `look` finds something. */
  function until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const tryNow = (): void => {
        const value = look();
        if (value !== undefined) {
          waiters.delete(tryNow);
          resolve(value);
        } else if (closeCode !== undefined) {
          waiters.delete(tryNow);
          reject(new Error(`Closed with ${closeCode} before ${what}: ${JSON.stringify(heard)}`));
        }
      };
      waiters.add(tryNow);
      tryNow();
    });
  }

  const client: Client = {
    whom,
    heard,
    pushed,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (data) => socket.send(data),
    next: (type, fits = () => true) =>
      until(type, () => {
        const at = heard.findIndex(
          (it, i) => i >= from && it.type === type && fits(it as Message<typeof type>),
        );
        return at < 0 ? undefined : (heard[at] as Message<typeof type>);
      }),
    nextPush: (log) =>
      until(`entries of ${log}`, () => {
        const at = pushed.findIndex((it, i) => i >= seenPushes && it.append.log === log);
        if (at < 0) return undefined;
        seenPushes = at + 1;
        return pushed[at]?.append;
      }),
    mark() {
      from = heard.length;
      seenPushes = pushed.length;
    },
    start: ({ conversation = randomIdFrom(randomBytes(16)) as ConversationId, prefer } = {}) =>
      enter(conversation, undefined, (joining) =>
        client.send({ type: 'start', ...joining, ...(prefer === undefined ? {} : { prefer }) }),
      ),
    join: (conversation, resume) =>
      enter(conversation, resume, (joining) => client.send({ type: 'join', ...joining })),
    async settled() {
      const pongs = (): number => heard.filter((it) => it.type === 'pong').length;
      const before = pongs();
      client.send({ type: 'ping' });
      await until('pong', () => (pongs() > before ? true : undefined));
    },
    async close() {
      socket.close();
      await closed;
    },
  };

  type Joining = Omit<Extract<ToServer, { type: 'join' }>, 'type'>;

  async function enter(
    conversation: ConversationId,
    resume: Peer | undefined,
    ask: (joining: Joining) => void,
  ): Promise<Peer> {
    const signer = resume?.signer ?? (await signerFor(subtle, await generate(subtle, 'Ed25519')));
    const seen = heard.length;
    ask({
      conversation,
      key: {
        algorithm: signer.publicKey.algorithm,
        bytes: toBase64Url(signer.publicKey.bytes),
      },
      have: [],
      ...(resume === undefined
        ? {}
        : {
            resume: {
              log: resume.writer.log,
              next: resume.writer.next(),
              head: toBase64Url(resume.writer.head()),
            },
          }),
    });
    const answer = await until('joined', () =>
      heard
        .slice(seen)
        .find(
          (it): it is Message<'joined'> | Message<'refused'> =>
            (it.type === 'joined' || it.type === 'refused') && it.conversation === conversation,
        ),
    );
    if (answer.type === 'refused') throw new Error(answer.code);
    const writer =
      resume?.writer.log === answer.log
        ? resume.writer
        : createWriter({
            conversation,
            participant: answer.you.id,
            log: answer.log,
            signer,
            now: clock.now,
          });
    const peer: Peer = {
      client,
      conversation,
      joined: answer,
      writer,
      signer,
      async say(...texts) {
        const append = await writer.say(...texts);
        peer.upload([append]);
        return append;
      },
      upload: (appends) => client.sendRaw(writeEntriesFrame(conversation, writeUpdate(appends))),
      async saved(append) {
        const last = append.from + append.entries.length - 1;
        await client.next('saved', (message) =>
          message.runs.some(
            (run) => run.log === append.log && run.from <= last && last < run.from + run.count,
          ),
        );
      },
    };
    return peer;
  }

  return client;
}
