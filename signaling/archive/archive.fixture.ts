/** A world for tests: a database with one conversation, and people who sign what they say. */
import { randomBytes, webcrypto } from 'node:crypto';
import { createEntry, decodeEntry, noPrev, type EntryType } from '../../conversation/log/entry.ts';
import { encodePayload, type PayloadType, type Payloads } from '../../conversation/log/payload.ts';
import {
  createWebCryptoVerifier,
  generate,
  signerFor,
  type Signer,
  type SignatureAlgorithm,
  type SubtleLike,
} from '../../conversation/log/signatures.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { Role } from '../../conversation/protocol/conversation.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
  type LogId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { makeInstallation, type Installation } from '../database/installation.ts';
import type { Archive } from './archive.ts';
import { issueCertificate } from './certificates.ts';
import { randomLogId } from './server-log.ts';
import { createSqliteArchive } from './sqlite-archive.ts';

export const subtle = webcrypto.subtle as unknown as SubtleLike;

const randomId = () => randomIdFrom(randomBytes(16));

/** A clock that a test moves. Timers that are due run when the time is moved, or at once with `delayMs` 0. */
export function createManualClock(start = 1_800_000_000_000): Clock & {
  advance(byMs: number): void;
} {
  let now = start;
  let timers: { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + delayMs, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((it) => it !== timer);
      };
    },
    advance(byMs) {
      now += byMs;
      const due = timers.filter((it) => it.at <= now).toSorted((a, b) => a.at - b.at);
      timers = timers.filter((it) => it.at > now);
      for (const it of due) it.task();
    },
  };
}

/** Whoever writes one log. */
export interface Writer {
  readonly participant: ParticipantId;
  readonly log: LogId;
  readonly signer: Signer;
  /** Position and hash as `resume` names them. */
  next(): number;
  head(): Uint8Array;
  /** Signs the next entry of the log. */
  write<Type extends PayloadType>(
    type: Type,
    value: Payloads[Type],
    at?: number,
  ): Promise<Uint8Array>;
  /** Signs an entry at any place, with any bytes behind the salt; the log does not move on. */
  forge(change: {
    readonly seq: number;
    readonly prev?: Uint8Array;
    readonly depth?: number;
    readonly type?: EntryType;
    readonly payload?: Uint8Array;
  }): Promise<Uint8Array>;
  /** Writes messages, one per text, as one run. */
  say(...texts: readonly string[]): Promise<Append>;
}

export function createWriter(of: {
  readonly conversation: ConversationId;
  readonly participant: ParticipantId;
  readonly log: LogId;
  readonly signer: Signer;
  readonly now: () => number;
}): Writer {
  let seq = 0;
  let prev = noPrev();
  const common = { conversation: of.conversation, log: of.log, signer: of.signer };
  const writer: Writer = {
    participant: of.participant,
    log: of.log,
    signer: of.signer,
    next: () => seq,
    head: () => prev,
    async write(type, value, at = of.now()) {
      const bytes = await createEntry({
        ...common,
        seq,
        depth: seq + 1,
        at,
        prev,
        type,
        payload: encodePayload(type, value),
        salt: randomBytes(16),
      });
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) throw new Error(decoded.refusal);
      prev = decoded.value.hash;
      seq += 1;
      return bytes;
    },
    forge: (change) =>
      createEntry({
        ...common,
        seq: change.seq,
        depth: change.depth ?? change.seq + 1,
        at: of.now(),
        prev: change.prev ?? noPrev(),
        type: change.type ?? 'message',
        payload: change.payload ?? encodePayload('message', { text: 'forged' }),
        salt: randomBytes(16),
      }),
    async say(...texts) {
      const from = seq;
      const entries: Uint8Array[] = [];
      for (const text of texts) entries.push(await writer.write('message', { text }));
      return { log: of.log, from, entries };
    },
  };
  return writer;
}

export interface World {
  readonly database: Database;
  readonly installation: Installation;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly faults: unknown[];
  readonly department: DepartmentId;
  /** A new conversation with a client and an agent, each with a log. */
  converse(algorithm?: SignatureAlgorithm): Promise<{
    readonly conversation: ConversationId;
    readonly client: Writer;
    readonly agent: Writer;
  }>;
  addWriter(conversation: ConversationId, participant: ParticipantId, role: Role): Promise<Writer>;
  addParticipant(conversation: ConversationId, role: Role, name: string): Promise<ParticipantId>;
  close(): Promise<void>;
}

/** @param open makes the archive under test. */
export async function createWorld(options: {
  readonly path?: string;
  readonly clock: Clock;
  readonly open?: typeof createSqliteArchive;
}): Promise<World> {
  const { clock } = options;
  const database = await openDatabase(options.path ?? ':memory:');
  const installation = await makeInstallation(database, clock.now());
  const faults: unknown[] = [];
  const archive = (options.open ?? createSqliteArchive)({
    database,
    installation,
    verify: createWebCryptoVerifier(subtle),
    clock,
    randomBytes,
    onFault: (fault) => faults.push(fault),
  });
  const department = randomId() as DepartmentId;
  await database
    .insertInto('departments')
    .values({
      id: department,
      name: department,
      description: '',
      greeting: '',
      first_answer: 'people',
      agent_capacity: 10,
      bot_capacity: 100,
      grace_ms: 30_000,
      connection: 'direct',
      created_at: clock.now(),
    })
    .execute();

  async function addParticipant(
    conversation: ConversationId,
    role: Role,
    name: string,
  ): Promise<ParticipantId> {
    const id = randomId() as ParticipantId;
    await database
      .insertInto('participants')
      .values({
        id,
        conversation,
        account: null,
        visitor: null,
        role,
        name,
        joined_at: clock.now(),
        left_at: null,
      })
      .execute();
    return id;
  }

  async function addWriter(
    conversation: ConversationId,
    participant: ParticipantId,
    role: Role,
    algorithm: SignatureAlgorithm = 'Ed25519',
  ): Promise<Writer> {
    const signer = await signerFor(subtle, await generate(subtle, algorithm));
    const log = randomLogId(randomBytes);
    const key = signer.publicKey;
    const certificate = await issueCertificate(
      installation,
      { conversation, log, participant, role, name: role, key },
      clock.now(),
    );
    await database
      .insertInto('logs')
      .values({
        conversation,
        log,
        participant,
        algorithm: key.algorithm,
        public_key: key.bytes,
        certificate: certificate.bytes,
        issued_at: certificate.issuedAt,
        expires_at: certificate.expiresAt,
        head_hash: null,
        quarantined_from: null,
      })
      .execute();
    return createWriter({ conversation, participant, log, signer, now: clock.now });
  }

  return {
    database,
    installation,
    archive,
    clock,
    faults,
    department,
    addParticipant,
    addWriter,
    async converse(algorithm) {
      const conversation = randomId() as ConversationId;
      const client = randomId() as ParticipantId;
      const now = clock.now();
      await database.transaction().execute(async (trx) => {
        await trx
          .insertInto('conversations')
          .values({
            id: conversation,
            kind: 'support',
            department,
            status: 'waiting',
            status_since: now,
            raised_by: client,
            assigned_to: null,
            closed_by: null,
            prefer: null,
            waiting_since: now,
            created_at: now,
            active_at: now,
          })
          .execute();
        await trx
          .insertInto('participants')
          .values({
            id: client,
            conversation,
            account: null,
            visitor: null,
            role: 'client',
            name: 'Visitor',
            joined_at: now,
            left_at: null,
          })
          .execute();
      });
      const agent = await addParticipant(conversation, 'agent', 'Ada');
      return {
        conversation,
        client: await addWriter(conversation, client, 'client', algorithm),
        agent: await addWriter(conversation, agent, 'agent', algorithm),
      };
    },
    async close() {
      await archive.close();
      await database.destroy();
    },
  };
}
