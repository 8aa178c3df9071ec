/** The certificates of logs that are being written, read and decoded once while they are good. */
import {
  decodeCertificate,
  isValidAt,
  type Certificate,
} from '../../conversation/log/certificate.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { createRecentlyUsed } from '../recently-used.ts';

/** About a kilobyte each. */
const mostKept = 4096;

/** @returns those of `logs` that exist in the conversation. */
export type CertificatesFor = (
  conversation: ConversationId,
  logs: readonly LogId[],
) => Promise<ReadonlyMap<LogId, Certificate>>;

/**
 * A log keeps its key, participant and role for its whole life; a renewal only moves the time until which they hold.
 * So what is kept is believed while it is valid, and read again when it is not.
 *
 * @param now the server's clock, ms.
 */
export function createKnownCertificates(database: Database, now: () => number): CertificatesFor {
  const known = createRecentlyUsed<string, Certificate>(mostKept);
  const keyOf = (conversation: ConversationId, log: LogId) => `${conversation} ${log}`;

  return async (conversation, logs) => {
    const found = new Map<LogId, Certificate>();
    for (const log of logs) {
      const certificate = known.get(keyOf(conversation, log));
      if (certificate !== undefined && isValidAt(certificate, now())) found.set(log, certificate);
    }
    const missing = logs.filter((log) => !found.has(log));
    if (missing.length === 0) return found;
    const rows = await database
      .selectFrom('logs')
      .select(['log', 'certificate'])
      .where('conversation', '=', conversation)
      .where('log', 'in', missing)
      .execute();
    for (const row of rows) {
      const certificate = decodeCertificate(new Uint8Array(row.certificate));
      if (!certificate.ok) throw new Error('A stored certificate cannot be read.');
      known.set(keyOf(conversation, row.log), certificate.value);
      found.set(row.log, certificate.value);
    }
    return found;
  };
}
