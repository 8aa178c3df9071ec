/**
 * A server for tests of peers: speaks the real protocol over sockets that move only when the test flushes, signs
 * with a real installation key and keeps a verified archive. What a restart loses, it loses.
 */
import * as v from 'valibot';
import type { Entry } from '../log/entry.ts';
import { sameBytes } from '../log/hash.ts';
import type { Signer, VerifySignature } from '../log/signatures.ts';
import { readEntriesFrame, writeEntriesFrame } from '../protocol/frames.ts';
import type { ConversationStatus, Participant, Role } from '../protocol/conversation.ts';
import {
  fromBase64Url,
  randomIdFrom,
  toBase64Url,
  type ConversationId,
  type LogId,
  type ParticipantId,
  type Topic,
} from '../protocol/ids.ts';
import { toServer, type FromServer, type ToServer } from '../protocol/session.ts';
import { createFakeArchive, type FakeArchive } from './fake-archive.fixture.ts';
import type { SocketLike } from './session-link.ts';

type Joining = Extract<ToServer, { type: 'join' | 'start' }>;

interface Session {
  user: string | undefined;
  readonly joined: Map<ConversationId, { log: LogId; readonly links: Set<LogId> }>;
  readonly deliver: (frame: string | Uint8Array) => void;
  readonly hangUp: (code: number) => void;
}

interface Held {
  readonly archive: FakeArchive;
  readonly participants: Map<string, Participant>;
  status: ConversationStatus;
}

export interface FakeServer {
  ticket(user: string): string;
  openSocket(): SocketLike;
  /** Delivers one frame. False where none is on its way. */
  deliverOne(): Promise<boolean>;
  pending(): number;
  /** Drops every connection and refuses new ones; what is on its way is lost. The archive stays. */
  stop(): void;
  startAgain(): void;
  isRunning(): boolean;
  /** Kept in memory only, as by the real one. */
  isAvailable(user: string): boolean;
  /** Cuts one user's connections. */
  cut(user: string): void;
  /** Somebody else answers now. */
  putOut(user: string, conversation: ConversationId): void;
  transcript(conversation: ConversationId): readonly Entry[];
  /** Messages that came from peers, by type, since the start. */
  readonly heard: ToServer[];
  /** Sends something to every session of the user. */
  say(user: string, frame: FromServer | string | Uint8Array): void;
  quarantine(decide: (entry: Entry) => boolean): void;
}

export interface FakeServerOptions {
  readonly installation: Signer;
  readonly verify: VerifySignature;
  now(): number;
  /** Who takes part in every conversation that is raised. */
  readonly users: Readonly<Record<string, Role>>;
  readonly connection: 'direct' | 'server';
  readonly validForMs: number;
}

export function createFakeServer(options: FakeServerOptions): FakeServer {
  const conversations = new Map<ConversationId, Held>();
  const tickets = new Map<string, string>();
  const available = new Map<string, { readonly available: boolean; readonly saidAt: number }>();
  let sessions = new Set<Session>();
  let queue: (() => Promise<void> | void)[] = [];
  let isRunning = true;
  let tickets_ = 0;
  const heard: ToServer[] = [];
  let quarantines: (entry: Entry) => boolean = () => false;

  const post = (session: Session, message: FromServer) => session.deliver(JSON.stringify(message));

  function openSocket(): SocketLike {
    const listeners: Record<string, ((event: never) => void)[]> = {};
    const emit = (type: string, event: unknown) => {
      for (const listener of listeners[type] ?? []) listener(event as never);
    };
    let isOpen = true;
    const session: Session = {
      user: undefined,
      joined: new Map(),
      deliver: (frame) => {
        const data = typeof frame === 'string' ? frame : new Uint8Array(frame).buffer;
        queue.push(() => {
          if (isOpen) emit('message', { data });
        });
      },
      hangUp: (code) => {
        if (!isOpen) return;
        isOpen = false;
        drop(session);
        emit('close', { code });
      },
    };
    queue.push(() => {
      if (!isOpen) return;
      if (!isRunning) return session.hangUp(1006);
      sessions.add(session);
      emit('open', {});
    });
    return {
      bufferedAmount: 0,
      send: (data) => {
        queue.push(async () => {
          if (sessions.has(session)) await receive(session, data);
        });
      },
      close: () => {
        isOpen = false;
        queue.push(() => drop(session));
      },
      addEventListener: (type: string, listener: (event: never) => void) => {
        (listeners[type] ??= []).push(listener);
      },
    };
  }

  function drop(session: Session): void {
    sessions.delete(session);
    for (const conversation of session.joined.keys()) tellHere(conversation);
  }

  function tellHere(conversation: ConversationId): void {
    const held = conversations.get(conversation);
    if (held === undefined) return;
    for (const session of joinedTo(conversation)) {
      const others = [...joinedTo(conversation)]
        .map(({ user }) => held.participants.get(user ?? '')?.id)
        .filter((id) => id !== undefined && id !== held.participants.get(session.user ?? '')?.id);
      post(session, {
        type: 'here',
        conversation,
        participants: [...new Set(others as ParticipantId[])],
      });
    }
  }

  function joinedTo(conversation: ConversationId): Session[] {
    return [...sessions].filter(({ joined }) => joined.has(conversation));
  }

  async function receive(session: Session, data: string | Uint8Array): Promise<void> {
    if (typeof data !== 'string') return receiveEntries(session, data);
    const message = v.parse(toServer, JSON.parse(data));
    heard.push(message);
    switch (message.type) {
      case 'hello': {
        session.user = tickets.get(message.ticket);
        tickets.delete(message.ticket);
        if (session.user === undefined) return session.hangUp(4401);
        return post(session, {
          type: 'welcome',
          version: 1,
          now: options.now(),
          you: { kind: 'visitor', name: session.user },
          installationKey: toBase64Url(options.installation.publicKey.bytes),
          conversations: [],
          available: available.get(session.user)?.available === true,
          availableSaidAt: available.get(session.user)?.saidAt,
        });
      }
      case 'start':
      case 'join':
        return join(session, message);
      case 'sync':
        return bringUpToDate(session, message.conversation, new Map(message.have));
      case 'typing':
        for (const other of joinedTo(message.conversation)) {
          const from = conversations
            .get(message.conversation)
            ?.participants.get(session.user ?? '');
          if (other === session || from === undefined) continue;
          const { conversation, typing } = message;
          post(other, { type: 'typing', conversation, participant: from.id, typing });
        }
        return;
      case 'preview':
        for (const other of joinedTo(message.conversation)) {
          const from = conversations
            .get(message.conversation)
            ?.participants.get(session.user ?? '');
          if (other === session || from === undefined) continue;
          const { conversation, text } = message;
          post(other, { type: 'preview', conversation, participant: from.id, text });
        }
        return;
      case 'link': {
        const links = session.joined.get(message.conversation)?.links;
        if (message.up) links?.add(message.log);
        else links?.delete(message.log);
        return;
      }
      case 'close': {
        const held = conversations.get(message.conversation);
        if (held === undefined) return;
        const by = held.participants.get(session.user ?? '') ?? null;
        held.status = { state: 'closed', since: options.now(), by };
        for (const each of joinedTo(message.conversation)) {
          const { conversation } = message;
          const participants = [...held.participants.values()];
          post(each, { type: 'status', conversation, status: held.status, participants });
        }
        return;
      }
      case 'leave':
        session.joined.delete(message.conversation);
        return tellHere(message.conversation);
      case 'ping':
        return post(session, { type: 'pong' });
      case 'available': {
        const { user } = session;
        if (user === undefined) return;
        const before = available.get(user);
        const word = { available: message.available, saidAt: message.saidAt ?? options.now() };
        const last = before !== undefined && before.saidAt > word.saidAt ? before : word;
        available.set(user, last);
        for (const each of sessions) {
          if (each.user === user) post(each, { type: 'available', ...last });
        }
        return;
      }
      case 'handover':
        return;
    }
  }

  function raise(conversation: ConversationId): Held {
    const users = Object.entries(options.users);
    const participants = new Map(
      users.map(([name, role], i) => {
        const id = randomIdFrom(new Uint8Array(16).fill(100 + i)) as ParticipantId;
        return [name, { id, name, role }];
      }),
    );
    const held: Held = {
      archive: createFakeArchive({
        conversation,
        installation: options.installation,
        verify: options.verify,
        validForMs: options.validForMs,
        now: () => options.now(),
        quarantines: (entry) => quarantines(entry),
      }),
      participants,
      status: { state: 'waiting', since: options.now(), position: 1 },
    };
    conversations.set(conversation, held);
    return held;
  }

  async function join(session: Session, message: Joining): Promise<void> {
    const { conversation } = message;
    const held =
      conversations.get(conversation) ??
      (message.type === 'start' ? raise(conversation) : undefined);
    const you = held?.participants.get(session.user ?? '');
    if (held === undefined || you === undefined) {
      return post(session, {
        type: 'refused',
        conversation,
        code: 'not-found',
        message: 'There is no such conversation.',
      });
    }
    const key = fromBase64Url(message.key.bytes) ?? new Uint8Array();
    const certificate =
      (await resumed(held, you, key, message.resume)) ??
      (await held.archive.certify(you, { algorithm: message.key.algorithm, bytes: key }));
    // The connection may have ended meanwhile.
    if (!sessions.has(session)) return;
    session.joined.set(conversation, { log: certificate.log, links: new Set() });
    post(session, {
      type: 'joined',
      conversation,
      you,
      log: certificate.log,
      next: held.archive.next(certificate.log),
      certificate: toBase64Url(certificate.bytes),
      connection: options.connection,
      ...(options.connection === 'direct' ? { topic: topicOf(conversation, certificate.log) } : {}),
      iceServers: [],
      status: held.status,
      participants: [...held.participants.values()],
      have: held.archive.have(),
    });
    for (const other of joinedTo(conversation)) {
      post(other, {
        type: 'certificates',
        conversation,
        certificates: held.archive.certificates().map(({ bytes }) => toBase64Url(bytes)),
      });
    }
    bringUpToDate(session, conversation, new Map(message.have));
    tellHere(conversation);
  }

  /** As the server does: renewed when less than half of its time is left. */
  async function resumed(held: Held, you: Participant, key: Uint8Array, resume: Joining['resume']) {
    const known = held.archive.certificates().find(({ log }) => log === resume?.log);
    if (known === undefined || known.participant !== you.id) return undefined;
    if (!sameBytes(known.key.bytes, key)) return undefined;
    if (held.archive.next(known.log) > (resume?.next ?? 0)) return undefined;
    const restMs = known.notAfter - options.now();
    return restMs > options.validForMs / 2
      ? known
      : held.archive.certify(you, known.key, known.log);
  }

  function bringUpToDate(
    session: Session,
    conversation: ConversationId,
    have: ReadonlyMap<LogId, number>,
  ): void {
    const missing = conversations.get(conversation)?.archive.missing(have);
    if (missing === undefined) return;
    for (const update of missing.updates) session.deliver(writeEntriesFrame(conversation, update));
    if (missing.runs.length > 0) {
      post(session, { type: 'saved', conversation, runs: [...missing.runs] });
    }
  }

  async function receiveEntries(session: Session, data: Uint8Array): Promise<void> {
    const frame = readEntriesFrame(data);
    if (!frame.ok) return session.hangUp(4400);
    const { conversation, update } = frame.value;
    const held = conversations.get(conversation);
    if (held === undefined || !session.joined.has(conversation)) return;
    const uploaded = await held.archive.upload(update.slice());
    if (!uploaded.ok) {
      const { log, next } = uploaded.refusal;
      return post(session, {
        type: 'refused',
        conversation,
        code: 'invalid-entry',
        message: 'An entry was refused.',
        log,
        next,
      });
    }
    const { fresh, runs } = uploaded.value;
    for (const other of joinedTo(conversation)) {
      const links = other.joined.get(conversation)?.links;
      const lacksOne = fresh.some(({ log }) => links?.has(log) !== true);
      if (other !== session && lacksOne && fresh.length > 0) {
        other.deliver(writeEntriesFrame(conversation, update));
      }
      post(other, { type: 'saved', conversation, runs: [...runs] });
    }
  }

  return {
    ticket: (user) => {
      tickets_ += 1;
      const ticket = `ticket-${tickets_}`;
      tickets.set(ticket, user);
      return ticket;
    },
    openSocket,
    deliverOne: async () => {
      const next = queue.shift();
      if (next === undefined) return false;
      await next();
      return true;
    },
    pending: () => queue.length,
    stop: () => {
      isRunning = false;
      available.clear();
      queue = [];
      const open = sessions;
      sessions = new Set();
      for (const session of open) session.hangUp(1012);
    },
    startAgain: () => {
      isRunning = true;
    },
    isRunning: () => isRunning,
    isAvailable: (user) => available.get(user)?.available === true,
    cut: (user) => {
      const theirs = [...sessions].filter((session) => session.user === user);
      for (const session of theirs) session.hangUp(1006);
    },
    putOut: (user, conversation) => {
      for (const session of joinedTo(conversation)) {
        if (session.user !== user) continue;
        session.joined.delete(conversation);
        post(session, { type: 'left', conversation, reason: 'Somebody else answers now.' });
      }
      tellHere(conversation);
    },
    transcript: (conversation) => conversations.get(conversation)?.archive.transcript() ?? [],
    heard,
    say: (user, frame) => {
      for (const session of sessions) {
        if (session.user !== user) continue;
        const isRaw = typeof frame === 'string' || frame instanceof Uint8Array;
        session.deliver(isRaw ? frame : JSON.stringify(frame));
      }
    },
    quarantine: (decide) => {
      quarantines = decide;
    },
  };
}

function topicOf(conversation: ConversationId, log: LogId): Topic {
  const bytes = (fromBase64Url(conversation) ?? new Uint8Array(16)).slice();
  bytes[0] = log & 255;
  bytes[1] = (log >> 8) & 255;
  return randomIdFrom(bytes) as Topic;
}
