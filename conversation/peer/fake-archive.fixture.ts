/** The archive of the tests' server: in memory, but with the real guard and real certificates. */
import { decodeCertificate, encodeCertificate, type Certificate } from '../log/certificate.ts';
import type { Entry } from '../log/entry.ts';
import { authenticate, extend, type LogHead } from '../log/guard.ts';
import type { PublicKey, Signer, VerifySignature } from '../log/signatures.ts';
import { readUpdate, splitAppends, writeUpdate } from '../log/update.ts';
import type { Participant } from '../protocol/conversation.ts';
import type { ConversationId, LogId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';

export interface FakeArchive {
  /** @param log the one to renew the certificate of; a new one where it is left out */
  certify(participant: Participant, key: PublicKey, log?: LogId): Promise<Certificate>;
  certificates(): readonly Certificate[];
  /** Refused uploads change nothing. */
  upload(
    update: Uint8Array,
  ): Promise<
    Result<
      { readonly fresh: readonly Entry[]; readonly runs: readonly ReceiptRun[] },
      { readonly log: LogId | undefined; readonly next: number }
    >
  >;
  have(): [LogId, number][];
  next(log: LogId): number;
  hash(log: LogId, seq: number): Uint8Array | undefined;
  /** What somebody who holds `have` lacks. */
  missing(have: ReadonlyMap<LogId, number>): {
    readonly updates: readonly Uint8Array[];
    readonly runs: readonly ReceiptRun[];
  };
  /** Everything, in the archive's order. */
  transcript(): readonly Entry[];
}

export interface FakeArchiveOptions {
  readonly conversation: ConversationId;
  readonly installation: Signer;
  readonly verify: VerifySignature;
  readonly validForMs: number;
  now(): number;
  /** Says which entries are kept from the others. */
  quarantines(entry: Entry): boolean;
}

export function createFakeArchive(options: FakeArchiveOptions): FakeArchive {
  const certificates = new Map<LogId, Certificate>();
  const logs = new Map<
    LogId,
    { head: LogHead; readonly entries: Entry[]; readonly runs: ReceiptRun[] }
  >();
  const order: Entry[] = [];
  let made = 0;

  return {
    certify: async (participant, key, renewed) => {
      if (renewed === undefined) made += 1;
      const bytes = await encodeCertificate(
        {
          conversation: options.conversation,
          log: renewed ?? ((1000 + 17 * made) as LogId),
          participant: participant.id,
          role: participant.role,
          name: participant.name,
          notBefore: options.now(),
          notAfter: options.now() + options.validForMs,
          key,
        },
        options.installation,
      );
      const decoded = decodeCertificate(bytes);
      if (!decoded.ok) throw new Error(decoded.refusal);
      certificates.set(decoded.value.log, decoded.value);
      return decoded.value;
    },
    certificates: () => [...certificates.values()],
    upload: async (update) => {
      const read = readUpdate(update);
      if (!read.ok) return refuse({ log: undefined, next: 0 });
      const fresh: Entry[] = [];
      const runs: ReceiptRun[] = [];
      for (const append of read.value) {
        const certificate = certificates.get(append.log);
        const log = logs.get(append.log) ?? {
          head: { next: 0, hash: new Uint8Array(32), depth: 0 },
          entries: [],
          runs: [],
        };
        const refused = refuse({ log: append.log, next: log.head.next });
        if (certificate === undefined) return refused;
        const authentic = await authenticate(append, {
          conversation: options.conversation,
          certificate,
          verify: options.verify,
          erasedAllowed: false,
        });
        if (!authentic.ok) return refused;
        const extended = extend(log.head, authentic.value, (seq) => log.entries[seq]?.hash);
        if (!extended.ok) return refused;
        logs.set(append.log, log);
        log.head = extended.value.head;
        for (const entry of extended.value.fresh) {
          order.push(entry);
          log.entries.push(entry);
          log.runs.push({
            log: entry.log,
            from: entry.seq,
            count: 1,
            seq: order.length - 1,
            receivedAt: options.now(),
            verdict: options.quarantines(entry) ? 'quarantined' : 'accepted',
          });
          fresh.push(entry);
        }
        runs.push(...log.runs.slice(append.from, append.from + append.entries.length));
      }
      return accept({ fresh, runs });
    },
    have: () => [...logs].map(([log, { head }]) => [log, head.next]),
    next: (log) => logs.get(log)?.head.next ?? 0,
    hash: (log, seq) => logs.get(log)?.entries[seq]?.hash,
    missing: (have) => {
      const lacking = [...logs].map(([log, { entries, runs }]) => {
        const from = have.get(log) ?? 0;
        return { log, from, entries: entries.slice(from), runs: runs.slice(from) };
      });
      const appends = lacking.map(({ log, from, entries }) => ({
        log,
        from,
        entries: entries.map(({ bytes }) => bytes),
      }));
      return {
        updates: splitAppends(appends.filter(({ entries }) => entries.length > 0)).map(writeUpdate),
        runs: lacking.flatMap(({ runs }) => runs),
      };
    },
    transcript: () => order,
  };
}
