/**
 * A conversation as the server sees it: joins with what is held, is told what is missing, uploads what the
 * archive lacks, and gets a new log where the old one cannot be gone on with (PROTOCOL.md, section 3).
 */
import type { Entry } from '../log/entry.ts';
import { limits } from '../log/limits.ts';
import { splitAppends, writeUpdate } from '../log/update.ts';
import { fromBase64Url, toBase64Url, type ConversationId, type LogId } from '../protocol/ids.ts';
import type { FromServer, ToServer } from '../protocol/session.ts';
import type { Clock } from './clock.ts';
import type { LocalCopy } from './local-copy.ts';
import { planUpload, type OutboxLog } from './outbox.ts';
import { createQueue } from './queue.ts';
import type { Place } from './room.ts';

export type Joined = Extract<FromServer, { type: 'joined' }>;
type Refused = Extract<FromServer, { type: 'refused' }>;

export interface MembershipOptions {
  readonly conversation: ConversationId;
  readonly local: LocalCopy;
  readonly clock: Clock;
  isOnline(): boolean;
  send(message: ToServer): boolean;
  sendEntries(update: Uint8Array): boolean;
  onJoined(place: Place): void;
  /** We are not one of its participants any more. */
  onLeft(reason: string): void;
  onTrouble(message: string): void;
  onChange(): void;
  onFault(error: unknown): void;
  onEvent(event: string): void;
}

export interface Membership {
  isJoined(): boolean;
  caughtUp(): boolean;
  /** The session is online, or there is something new to join for. */
  join(): void;
  /** The session is gone. */
  disconnected(): void;
  onMessage(message: Extract<FromServer, { conversation?: ConversationId | undefined }>): void;
  onEntries(update: Uint8Array): void;
  /** Asks for what is missing here. */
  sync(): void;
  /** Sends what is due. */
  upload(): void;
  /** Somebody else holds more of our log than we do: it is not ours any more. */
  ownLogIsAhead(log: LogId): void;
  close(): void;
}

/** After a refusal that time may mend (flooding, busy). */
const pauseMs = 2_000;
const fullSocketMs = 200;
const syncPauseMs = 500;

export function createMembership(options: MembershipOptions): Membership {
  const { conversation, local, clock } = options;
  const { replica, own, receipts } = local;
  const inbound = createQueue();
  let awaited = 0;
  let isJoined = false;
  let atArchive: ReadonlyMap<LogId, number> = new Map();
  /** End of what is on its way to the archive, by log: never more than one copy in a session. */
  const sent = new Map<LogId, number>();
  /** Where the archive refused an upload before. The second time at one place, the log is given up. */
  const refusedAt = new Map<LogId, number>();
  const givenUp = new Set<LogId>();
  const since = new Map<Entry, number>();
  let cancelUpload = () => {};
  let uploadNotBefore = 0;
  let cancelSync: (() => void) | undefined;
  let cancelRejoin = () => {};
  let closed = false;
  let session = 0;

  const undoEntries = replica.onEntries((entries) => {
    for (const entry of entries) since.set(entry, clock.now());
    upload();
  });

  /** Per log as far as it is held with receipts: the answer brings what is missing of either. */
  function have(): [LogId, number][] {
    return [...replica.held()].flatMap(([log, next]) => {
      const known = Math.min(next, receipts.savedUpTo(log));
      return known > 0 ? [[log, known] as [LogId, number]] : [];
    });
  }

  function join(): void {
    if (closed || !options.isOnline()) return;
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
    const prefer = raise?.prefer === undefined ? {} : { prefer: raise.prefer };
    const message: ToServer =
      raise === undefined ? { type: 'join', ...joining } : { type: 'start', ...joining, ...prefer };
    if (options.send(message)) awaited += 1;
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
    sent.clear();
    for (const [log, next] of atArchive) sent.set(log, next);
    options.onJoined({
      certificate,
      connection: message.connection,
      topic: message.topic,
      iceServers: message.iceServers,
    });
    options.onChange();
    upload();
  }

  async function startAnew(): Promise<void> {
    options.onEvent('own-log-abandoned');
    isJoined = false;
    await own.abandon();
    join();
  }

  function outbox(): OutboxLog[] {
    const me = local.facts().you?.id;
    const logs: OutboxLog[] = [];
    for (const [log, certificate] of replica.certificates()) {
      const entries = replica.entries(log);
      const from = Math.max(receipts.savedUpTo(log), sent.get(log) ?? 0);
      // The server's own entries are in the archive before they are anywhere else.
      if (from >= entries.length || givenUp.has(log) || certificate.role === 'server') continue;
      logs.push({ log, isMine: certificate.participant === me, entries, from });
    }
    return logs;
  }

  function upload(): void {
    if (!isJoined || closed || !options.isOnline()) return;
    cancelUpload();
    const now = clock.now();
    if (now < uploadNotBefore) return uploadIn(uploadNotBefore - now);
    const plan = planUpload(outbox(), (entry) => since.get(entry) ?? 0, now);
    for (const group of splitAppends(plan.appends)) {
      if (!options.sendEntries(writeUpdate(group))) return uploadIn(fullSocketMs);
      for (const { log, from, entries } of group) sent.set(log, from + entries.length);
    }
    if (plan.askAt !== undefined) uploadIn(Math.max(1, plan.askAt - now));
  }

  function uploadIn(delayMs: number): void {
    cancelUpload();
    cancelUpload = clock.after(delayMs, upload);
  }

  async function refused(message: Refused): Promise<void> {
    const isJoining = awaited > 0 && message.log === undefined && !isJoined;
    if (isJoining) awaited -= 1;
    const { log, next } = message;
    if (message.code === 'not-joined' && !isJoining) {
      isJoined = false;
      return join();
    }
    options.onTrouble(message.message);
    if (isJoining && (message.code === 'busy' || message.code === 'flooding')) {
      cancelRejoin = clock.after(pauseMs, join);
    }
    if (log === undefined) return;
    const again = next ?? receipts.savedUpTo(log);
    if (log === own.resumable()?.log && again > (replica.head(log)?.next ?? 0)) return startAnew();
    sent.set(log, again);
    if (message.code !== 'invalid-entry') {
      uploadNotBefore = clock.now() + pauseMs;
    } else if (refusedAt.get(log) === again) {
      givenUp.add(log);
      options.onEvent('upload-given-up');
      if (log === own.resumable()?.log) return startAnew();
    }
    refusedAt.set(log, again);
    upload();
  }

  async function admitEntries(update: Uint8Array): Promise<void> {
    const admitted = await replica.admit(update, 'archive');
    if (admitted.ok) {
      for (const [log, next] of admitted.value.holds) {
        sent.set(log, Math.max(next, sent.get(log) ?? 0));
      }
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
    if (isJoined) {
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
    for (const { log, from, count } of message.runs) {
      for (let seq = from; seq < from + count; seq += 1) {
        const entry = replica.entries(log)[seq];
        if (entry !== undefined) since.delete(entry);
      }
      refusedAt.delete(log);
    }
    options.onChange();
    upload();
  }

  async function receive(
    message: Extract<FromServer, { conversation?: ConversationId | undefined }>,
  ): Promise<void> {
    if (closed) return;
    switch (message.type) {
      case 'joined':
        return joined(message);
      case 'refused':
        return refused(message);
      case 'certificates':
        return admitCertificates(message.certificates);
      case 'saved':
        return saved(message);
      case 'left':
        isJoined = false;
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

  return {
    isJoined: () => isJoined,
    caughtUp: () =>
      isJoined && [...atArchive].every(([log, next]) => (replica.head(log)?.next ?? 0) >= next),
    join,
    disconnected: () => {
      session += 1;
      isJoined = false;
      awaited = 0;
      sent.clear();
      cancelUpload();
      cancelRejoin();
      cancelSync?.();
      cancelSync = undefined;
    },
    onMessage: (message) =>
      guarded(() => receive(message), message.type === 'saved' || message.type === 'certificates'),
    onEntries: (update) => guarded(() => admitEntries(update), true),
    sync,
    upload,
    ownLogIsAhead: (log) =>
      guarded(() => (own.resumable()?.log === log ? startAnew() : Promise.resolve()), true),
    close: () => {
      closed = true;
      cancelUpload();
      cancelRejoin();
      cancelSync?.();
      undoEntries();
      if (isJoined) options.send({ type: 'leave', conversation });
    },
  };
}
