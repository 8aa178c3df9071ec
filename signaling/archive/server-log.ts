/** The server's own log in a conversation: who was assigned, who closed it. Signed and chained like every log. */
import { sql } from 'kysely';
import { createEntry, nextDepth, noPrev } from '../../conversation/log/entry.ts';
import { encodePayload } from '../../conversation/log/payload.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import {
  parseLogId,
  randomIdFrom,
  type ConversationId,
  type LogId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { LogRow, ParticipantRow } from '../database/conversations-tables.ts';
import type { Installation } from '../database/installation.ts';
import { isFresh, issueCertificate } from './certificates.ts';

export interface ServerLogOptions {
  readonly database: Database;
  readonly installation: Installation;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** The name that people see beside events of the server. */
const serverName = 'Parley';

/** @returns 31 random bits; whether they are free in a conversation, its table decides. */
export function randomLogId(randomBytes: (length: number) => Uint8Array): LogId {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
    const id = parseLogId(((a & 0x7f) << 24) | (b << 16) | (c << 8) | d);
    if (id !== undefined) return id;
  }
}

/**
 * Writes and signs the next event of the server's log; the archive has to append it before the next one is made.
 * @returns undefined where there is no such conversation.
 */
export async function createServerEntry(
  conversation: ConversationId,
  event: string,
  participant: Participant | undefined,
  options: ServerLogOptions,
): Promise<Append | undefined> {
  const { database, installation, now, randomBytes } = options;
  const log = await openServerLog(conversation, options);
  if (log === undefined) return undefined;
  const seen = await database
    .selectFrom('logs')
    .select(sql<number | null>`max(head_depth)`.as('depth'))
    .where('conversation', '=', conversation)
    .executeTakeFirstOrThrow();
  const bytes = await createEntry({
    conversation,
    log: log.log,
    seq: log.next,
    depth: nextDepth(log.head_depth, seen.depth ?? 0),
    at: now(),
    prev: log.head_hash ?? noPrev(),
    type: 'system',
    payload: encodePayload('system', {
      event,
      ...(participant === undefined ? {} : { participant }),
    }),
    salt: randomBytes(16),
    signer: installation.serverSigner,
  });
  return { log: log.log, from: log.next, entries: [bytes] };
}

/** The server's log with a certificate that is good for a while. */
async function openServerLog(
  conversation: ConversationId,
  options: ServerLogOptions,
): Promise<LogRow | undefined> {
  const { database, installation, now } = options;
  const participant = await serverParticipant(conversation, options);
  if (participant === undefined) return undefined;
  const known = await database
    .selectFrom('logs')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('participant', '=', participant)
    .where('quarantined_from', 'is', null)
    .executeTakeFirst();
  if (known !== undefined && isFresh(known, now())) return known;

  const key = installation.serverSigner.publicKey;
  const log = known?.log ?? randomLogId(options.randomBytes);
  const certificate = await issueCertificate(
    installation,
    { conversation, log, participant, role: 'server', name: serverName, key },
    now(),
  );
  const issued = {
    certificate: certificate.bytes,
    issued_at: certificate.issuedAt,
    expires_at: certificate.expiresAt,
  };
  if (known !== undefined) {
    await database
      .updateTable('logs')
      .set(issued)
      .where('conversation', '=', conversation)
      .where('log', '=', log)
      .execute();
    return { ...known, ...issued };
  }
  return database
    .insertInto('logs')
    .values({
      conversation,
      log,
      participant,
      algorithm: key.algorithm,
      public_key: key.bytes,
      ...issued,
      head_hash: null,
      quarantined_from: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The row of the server's own face. */
export function serverFace(
  conversation: ConversationId,
  at: number,
  randomBytes: (length: number) => Uint8Array,
): ParticipantRow {
  return {
    id: randomIdFrom(randomBytes(16)) as ParticipantId,
    conversation,
    account: null,
    visitor: null,
    role: 'server',
    name: serverName,
    joined_at: at,
    left_at: null,
  };
}

async function serverParticipant(
  conversation: ConversationId,
  { database, now, randomBytes }: ServerLogOptions,
): Promise<ParticipantId | undefined> {
  const exists = await database
    .selectFrom('conversations')
    .select('id')
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (exists === undefined) return undefined;
  await database
    .insertInto('participants')
    .values(serverFace(conversation, now(), randomBytes))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await database
    .selectFrom('participants')
    .select('id')
    .where('conversation', '=', conversation)
    .where('role', '=', 'server')
    .executeTakeFirst();
  return row?.id;
}
