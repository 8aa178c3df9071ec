/** The certificates of one conversation: genuine, and one writer for each log for ever. */
import {
  decodeCertificate,
  isValidAt,
  verifyCertificate,
  type Certificate,
} from '../log/certificate.ts';
import { sameBytes } from '../log/hash.ts';
import { limits } from '../log/limits.ts';
import type { VerifySignature } from '../log/signatures.ts';
import type { ConversationId, LogId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import type { GateRefusal } from './transport.ts';

export interface CertificateStoreOptions {
  readonly conversation: ConversationId;
  readonly verify: VerifySignature;
  /** Raw P-256 key; undefined until a server was met. */
  installationKey(): Uint8Array | undefined;
  /** The server's time, ms. */
  now(): number;
}

export interface CertificateStore {
  /** Takes over what was verified before it was stored; anything else among it is passed over. */
  load(stored: readonly unknown[], except: ReadonlySet<LogId>): void;
  /** @param live the certificate must be valid now; without it, that it was once is enough. */
  admit(bytes: Uint8Array, live: boolean): Promise<Result<Certificate, GateRefusal>>;
  all(): ReadonlyMap<LogId, Certificate>;
  onCertificate(listener: (certificate: Certificate) => void): () => void;
}

export function createCertificateStore(options: CertificateStoreOptions): CertificateStore {
  const { conversation, verify } = options;
  const certificates = new Map<LogId, Certificate>();
  const listeners = new Set<(certificate: Certificate) => void>();

  function keep(certificate: Certificate): void {
    certificates.set(certificate.log, certificate);
    for (const listener of listeners) listener(certificate);
  }

  async function admit(
    bytes: Uint8Array,
    live: boolean,
  ): Promise<Result<Certificate, GateRefusal>> {
    const refused = (reason: 'malformed' | 'forged' | 'conflict', why: string) =>
      refuse({ reason, detail: `certificate: ${why}` });
    const decoded = decodeCertificate(bytes.slice());
    if (!decoded.ok) return refused('malformed', decoded.refusal);
    const installationKey = options.installationKey();
    if (installationKey === undefined) return refuse({ reason: 'unknown-log' });
    const verified = await verifyCertificate(decoded.value, {
      conversation,
      installationKey,
      verify,
    });
    if (!verified.ok) return refused('forged', verified.refusal);
    const certificate = verified.value;
    const known = certificates.get(certificate.log);
    if (known !== undefined && !isSameWriter(known, certificate)) {
      return refused('conflict', `log ${known.log} has another writer`);
    }
    if (known === undefined && certificates.size >= limits.logsPerConversation) {
      return refused('forged', 'too many logs');
    }
    // One of later than now was issued while the server's clock was set wrong: the earlier one holds.
    const isNews =
      known === undefined ||
      certificate.notAfter > known.notAfter ||
      (!isValidAt(known, options.now()) && isValidAt(certificate, options.now()));
    if (isNews) keep(certificate);
    // Kept all the same: what was said under it stays said (CRT4), and links pass on history as well. Nobody
    // is to blame for that, so the refusal is one of those that are no fault of the sender.
    if (live && !isValidAt(certificate, options.now())) return refuse({ reason: 'unknown-log' });
    return accept(isNews ? certificate : known);
  }

  return {
    load: (stored, except) => {
      for (const bytes of stored) {
        const decoded = bytes instanceof Uint8Array ? decodeCertificate(bytes) : undefined;
        if (decoded?.ok !== true || except.has(decoded.value.log)) continue;
        if (decoded.value.conversation === conversation) keep(decoded.value);
      }
    },
    admit,
    all: () => certificates,
    onCertificate: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSameWriter(a: Certificate, b: Certificate): boolean {
  return (
    a.participant === b.participant &&
    a.role === b.role &&
    a.key.algorithm === b.key.algorithm &&
    sameBytes(a.key.bytes, b.key.bytes)
  );
}
