/** Allots logs to peers, lets a peer go on with its own, and keeps certificates fresh. */
import { sameBytes } from '../../conversation/log/hash.ts';
import { limits } from '../../conversation/log/limits.ts';
import type { PublicKey } from '../../conversation/log/signatures.ts';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import type { AccountId, ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { isFresh, issueCertificate } from '../archive/certificates.ts';
import { randomLogId } from '../archive/server-log.ts';
import type { Database } from '../database/database.ts';
import type { Installation } from '../database/installation.ts';
import type { LogRow } from '../database/conversations-tables.ts';
import { sessionLimits } from './session-limits.ts';

export interface LogRequest {
  readonly conversation: ConversationId;
  readonly participant: Participant;
  readonly key: PublicKey;
  /** `head`: hash of the last entry it holds of its own log. */
  /** The account behind a face that several share. */
  readonly writer?: AccountId | undefined;
  readonly resume:
    | { readonly log: LogId; readonly next: number; readonly head: Uint8Array }
    | undefined;
}

export interface OpenedLog {
  readonly log: LogId;
  /** Where to go on writing. */
  readonly next: number;
  readonly certificate: Uint8Array;
  readonly issuedAt: number;
}

export interface LogStore {
  /** `limit`: too many logs in this conversation. */
  open(request: LogRequest): Promise<Result<OpenedLog, 'limit'>>;
}

export function createLogStore(options: {
  readonly database: Database;
  readonly installation: Installation;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): LogStore {
  const { database, installation, now, randomBytes } = options;

  function certify({ conversation, participant, key }: LogRequest, log: LogId) {
    return issueCertificate(
      installation,
      {
        conversation,
        log,
        participant: participant.id,
        role: participant.role,
        name: participant.name,
        key,
      },
      now(),
    );
  }

  async function goOn(request: LogRequest): Promise<OpenedLog | undefined> {
    const { conversation, resume } = request;
    if (resume === undefined) return undefined;
    const row = await database
      .selectFrom('logs')
      .selectAll()
      .where('conversation', '=', conversation)
      .where('log', '=', resume.log)
      .executeTakeFirst();
    if (row === undefined || !mayGoOn(row, request, resume)) return undefined;
    const { log, next } = resume;
    if (isFresh(row, now())) {
      return {
        log,
        next,
        certificate: new Uint8Array(row.certificate),
        issuedAt: row.issued_at,
      };
    }
    const renewed = await certify(request, log);
    await database
      .updateTable('logs')
      .set({
        certificate: renewed.bytes,
        issued_at: renewed.issuedAt,
        expires_at: renewed.expiresAt,
      })
      .where('conversation', '=', conversation)
      .where('log', '=', log)
      .execute();
    return { log, next, certificate: renewed.bytes, issuedAt: renewed.issuedAt };
  }

  async function allot(request: LogRequest): Promise<Result<OpenedLog, 'limit'>> {
    const { conversation, participant, key, writer } = request;
    const rows = await database
      .selectFrom('logs')
      .select(['log', 'participant'])
      .where('conversation', '=', conversation)
      .execute();
    const own = rows.filter((row) => row.participant === participant.id).length;
    // Two places are kept for the server's own log and for one more of it.
    if (rows.length >= limits.logsPerConversation - 2) return refuse('limit');
    if (own >= sessionLimits.logsPerParticipant) return refuse('limit');
    for (;;) {
      const log = randomLogId(randomBytes);
      const issued = await certify(request, log);
      const inserted = await database
        .insertInto('logs')
        .values({
          conversation,
          log,
          participant: participant.id,
          algorithm: key.algorithm,
          public_key: key.bytes,
          certificate: issued.bytes,
          issued_at: issued.issuedAt,
          expires_at: issued.expiresAt,
          head_hash: null,
          quarantined_from: null,
          written_by: writer ?? null,
        })
        .onConflict((conflict) => conflict.columns(['conversation', 'log']).doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows === 1n) {
        return accept({ log, next: 0, certificate: issued.bytes, issuedAt: issued.issuedAt });
      }
    }
  }

  return {
    async open(request) {
      const known = await goOn(request);
      return known === undefined ? allot(request) : accept(known);
    },
  };
}

/** A log has one writer for its whole life: same participant, same key, and nothing of it is missing there. */
function mayGoOn(
  row: LogRow,
  { participant, key }: LogRequest,
  resume: { readonly next: number; readonly head: Uint8Array },
): boolean {
  const isOwn =
    row.participant === participant.id &&
    row.algorithm === key.algorithm &&
    sameBytes(row.public_key, key.bytes);
  if (!isOwn || row.quarantined_from !== null || resume.next < row.next) return false;
  // Whoever is ahead has entries that were not uploaded yet.
  if (resume.next > row.next || row.head_hash === null) return true;
  return sameBytes(row.head_hash, resume.head);
}
