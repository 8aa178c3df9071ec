/**
 * A conversation as the server sees it: joins with what is held, is told what is missing, uploads what the
 * archive lacks, and gets a new log where the old one cannot be gone on with (PROTOCOL.md, section 3).
 */
import { limits } from '../log/limits.ts';
import {
  fromBase64Url,
  toBase64Url,
  type ConversationId,
  type LogId,
  type ParticipantId,
} from '../protocol/ids.ts';
import type { FromServer, IceServer, ToServer } from '../protocol/session.ts';
import type { Clock } from './clock.ts';
import type { LocalCopy } from './local-copy.ts';
import { createQueue } from './queue.ts';
import type { Place } from './room.ts';
import { createUploads } from './uploads.ts';

export type Joined = Extract<FromServer, { type: 'joined' }>;
type Refused = Extract<FromServer, { type: 'refused' }>;
type Watching = Extract<FromServer, { type: 'watching' }>;

export interface MembershipOptions {
  readonly conversation: ConversationId;
  readonly local: LocalCopy;
  readonly clock: Clock;
  isOnline(): boolean;
  isLinked(): boolean;
  /** Whether the server says that this participant has no session now. */
  isAway(participant: ParticipantId): boolean;
  /** Whether to look on instead of taking part. */
  watches(): boolean;
  /** Whether something waits to be said: who only reads then asks to write. */
  hasToSay(): boolean;
  /** The server's time, ms. */
  now(): number;
  send(message: ToServer): boolean;
  sendEntries(update: Uint8Array): boolean;
  onJoined(place: Place): void;
  onIceServers(iceServers: readonly IceServer[]): void;
  /** We read, and do not take part. */
  onReading(): void;
  /** What was said in it was deleted, for everybody. */
  onErased(sentence: string): void;
  /** We are not one of its participants any more. */
  onLeft(reason: string): void;
  onTrouble(message: string): void;
  onChange(): void;
  onFault(error: unknown): void;
  onEvent(event: string): void;
}

export interface Membership {
  isJoined(): boolean;
  isWatching(): boolean;
  /** False where we read and are not let to do more. */
  mayWrite(): boolean;
  /** An answer to a join is awaited. */
  isJoining(): boolean;
  caughtUp(): boolean;
  /** The session is online, or there is something new to join for. */
  join(): void;
  /** The session is gone. */
  disconnected(): void;
  onMessage(message: Extract<FromServer, { conversation?: ConversationId | undefined }>): void;
  onEntries(update: Uint8Array): void;
  /** Asks for what is missing here. */
  sync(): void;
  /** Some participant's last session ended: what they did not upload is for us to upload. */
  othersLeft(): void;
  /** Somebody else holds more of our log than we do: it is not ours any more. */
  ownLogIsAhead(log: LogId): void;
  close(): void;
}

/** After a refusal that time may mend (flooding, busy). */
const pauseMs = 2_000;
/** A certificate in its last quarter is renewed by joining again; not more often than this. */
const shortestRenewalMs = 60_000;
const syncPauseMs = 500;

export function createMembership(options: MembershipOptions): Membership {
  const { conversation, local, clock } = options;
  const { replica, own, receipts } = local;
  const inbound = createQueue();
  let awaited = 0;
  let isJoined = false;
  /** It is received without taking part. */
  let isWatched = false;
  let mayWrite = true;
  let atArchive: ReadonlyMap<LogId, number> = new Map();
  let cancelSync: (() => void) | undefined;
  let cancelRejoin = () => {};
  let closed = false;
  let session = 0;

  const uploads = createUploads({
    replica,
    receipts,
    clock,
    me: () => local.facts().you?.id,
    isJoined: () => isJoined && !closed && options.isOnline(),
    isLinked: () => options.isLinked(),
    isAway: (participant) => options.isAway(participant),
    sendEntries: (update) => options.sendEntries(update),
    onGivenUp: (log) => {
      options.onEvent('upload-given-up');
      ownLogIsAhead(log);
    },
  });

  /** Per log as far as it is held with receipts: the answer brings what is missing of either. */
  function have(): [LogId, number][] {
    return [...replica.held()].flatMap(([log, next]) => {
      const known = Math.min(next, receipts.savedUpTo(log));
      return known > 0 ? [[log, known] as [LogId, number]] : [];
    });
  }

  function join(): void {
    cancelRejoin();
    if (closed || !options.isOnline()) return;
    if (options.watches()) return watch();
    const facts = local.facts();
    const resumable = own.resumable();
    const key = own.key();
    const joining = {
      conversation,
      key: { algorithm: key.algorithm, bytes: toBase64Url(key.bytes) },
      ...(resumable === undefined
        ? {}
        : { resume: { ...resumable, head: toBase64Url(resumable.head) } }),
      have: have().slice(0, limits.stateVectorEntries),
    };
    const { raise } = facts;
    const message: ToServer =
      raise === undefined
        ? { type: 'join', ...joining, ...(options.hasToSay() ? { write: true } : {}) }
        : { type: 'start', ...joining, ...raise };
    if (options.send(message)) awaited += 1;
  }

  function watch(): void {
    const held = have().slice(0, limits.stateVectorEntries);
    if (options.send({ type: 'watch', conversation, have: held })) awaited += 1;
  }

  function watching({ status, participants, have: holds, mayWrite: may }: Watching): void {
    awaited -= 1;
    if (awaited > 0) return;
    isJoined = false;
    mayWrite = may;
    local.remember({ status, participants });
    atArchive = new Map(holds);
    isWatched = true;
    options.onReading();
    options.onChange();
  }

  async function joined(message: Joined): Promise<void> {
    awaited -= 1;
    // An earlier question's answer: the later one says what is true now.
    if (awaited > 0) return;
    const bytes = fromBase64Url(message.certificate);
    const admitted = bytes && (await replica.admitCertificate(bytes, false));
    if (closed) return;
    if (admitted?.ok !== true || admitted.value.log !== message.log) {
      options.onEvent('own-certificate-refused');
      options.onTrouble('The server answered with a certificate that is not valid.');
      return;
    }
    const certificate = admitted.value;
    const { raise: _raised, ...facts } = local.facts();
    local.remember({
      ...facts,
      raise: undefined,
      you: message.you,
      status: message.status,
      participants: message.participants,
    });
    atArchive = new Map(message.have);
    const elsewhere = Math.max(message.next, atArchive.get(message.log) ?? 0);
    await local.storeCertificates().catch((error: unknown) => options.onFault(error));
    const isOurs = await own.certify(certificate);
    if (!isOurs || elsewhere > (replica.head(message.log)?.next ?? 0)) return startAnew();
    isJoined = true;
    mayWrite = true;
    const restMs = certificate.notAfter - options.now();
    const renewalMs = (certificate.notAfter - certificate.notBefore) / 4;
    rejoinIn(Math.max(shortestRenewalMs, restMs - renewalMs));
    options.onJoined({
      certificate,
      connection: message.connection,
      topic: message.topic,
      iceServers: message.iceServers,
    });
    options.onChange();
    uploads.joined(atArchive);
  }

  async function startAnew(): Promise<void> {
    options.onEvent('own-log-abandoned');
    isJoined = false;
    await own.abandon();
    join();
  }

  async function refused(message: Refused): Promise<void> {
    const { code, log, next } = message;
    const isJoining = awaited > 0 && log === undefined && !isJoined && !isWatched;
    if (isJoining) awaited -= 1;
    if (code === 'not-joined' && !isJoining) {
      isJoined = false;
      return join();
    }
    if (code === 'erased') {
      isJoined = false;
      isWatched = false;
      return options.onErased(message.message);
    }
    const isPassing = code === 'busy' || code === 'flooding';
    if (isPassing && isJoining) rejoinIn(pauseMs);
    if (!isPassing) options.onTrouble(message.message);
    const isOwn = log !== undefined && log === own.resumable()?.log;
    if (isOwn && (next ?? 0) > (replica.head(log)?.next ?? 0)) return startAnew();
    if (!isJoining && (log !== undefined || isPassing)) uploads.refused(code, log, next);
  }

  function rejoinIn(delayMs: number): void {
    cancelRejoin();
    cancelRejoin = clock.after(delayMs, join);
  }

  async function admitEntries(update: Uint8Array): Promise<void> {
    const admitted = await replica.admit(update, 'archive');
    if (admitted.ok) {
      uploads.archived(admitted.value.holds);
      return options.onChange();
    }
    const { refusal } = admitted;
    options.onEvent(`archive-update-${refusal.reason}`);
    if (refusal.reason === 'gap' || refusal.reason === 'unknown-log') {
      cancelSync ??= clock.after(syncPauseMs, () => {
        cancelSync = undefined;
        sync();
      });
    }
  }

  function sync(): void {
    if (isJoined || isWatched) {
      options.send({
        type: 'sync',
        conversation,
        have: have().slice(0, limits.stateVectorEntries),
      });
    }
  }

  async function admitCertificates(certificates: readonly string[]): Promise<void> {
    for (const text of certificates) {
      const bytes = fromBase64Url(text);
      const admitted = bytes && (await replica.admitCertificate(bytes, false));
      if (admitted?.ok !== true) options.onEvent('certificate-refused');
    }
  }

  function saved(message: Extract<FromServer, { type: 'saved' }>): void {
    if (!receipts.add(message.runs)) return;
    local.timeline.addReceipts(message.runs);
    for (const { log, from, count } of message.runs) uploads.saved(log, from, count);
    options.onChange();
    uploads.send();
  }

  async function receive(
    message: Extract<FromServer, { conversation?: ConversationId | undefined }>,
  ): Promise<void> {
    if (closed) return;
    switch (message.type) {
      case 'joined':
        isWatched = false;
        return joined(message);
      case 'watching':
        return watching(message);
      case 'refused':
        return refused(message);
      case 'certificates':
        return admitCertificates(message.certificates);
      case 'saved':
        return saved(message);
      case 'ice-servers':
        // Behind the answer to the join that it belongs to.
        return options.onIceServers(message.iceServers);
      case 'left':
        isJoined = false;
        isWatched = false;
        return options.onLeft(message.reason);
      default:
        // Presence and status are the conversation's.
        return;
    }
  }

  /** What an earlier session said of itself does not hold in this one; entries and receipts do. */
  const guarded = (task: () => Promise<void>, outlivesSession: boolean) => {
    const asked = session;
    inbound
      .run(() => (outlivesSession || asked === session ? task() : Promise.resolve()))
      .catch((error: unknown) => options.onFault(error));
  };

  function ownLogIsAhead(log: LogId): void {
    guarded(() => (own.resumable()?.log === log ? startAnew() : Promise.resolve()), true);
  }

  return {
    isJoined: () => isJoined,
    isWatching: () => isWatched,
    mayWrite: () => mayWrite,
    isJoining: () => awaited > 0,
    caughtUp: () =>
      (isJoined || isWatched) &&
      [...atArchive].every(([log, next]) => (replica.head(log)?.next ?? 0) >= next),
    join,
    disconnected: () => {
      session += 1;
      isJoined = false;
      isWatched = false;
      awaited = 0;
      uploads.disconnected();
      cancelRejoin();
      cancelSync?.();
      cancelSync = undefined;
    },
    onMessage: (message) =>
      guarded(() => receive(message), message.type === 'saved' || message.type === 'certificates'),
    onEntries: (update) => guarded(() => admitEntries(update), true),
    sync,
    othersLeft: () => uploads.send(),
    ownLogIsAhead,
    close: () => {
      closed = true;
      uploads.close();
      cancelRejoin();
      cancelSync?.();
      if (isJoined || isWatched) options.send({ type: 'leave', conversation });
    },
  };
}
