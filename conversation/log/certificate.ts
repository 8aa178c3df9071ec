/** The server's signed word on who writes a log (ARCHITECTURE.md, "Formats"; SPEC.md, CRT rules). */
import { roles, type Participant, type Role } from '../protocol/conversation.ts';
import {
  fromBase64Url,
  parseLogId,
  toBase64Url,
  type ConversationId,
  type LogId,
  type ParticipantId,
} from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { readInteger, writeInteger } from './bytes.ts';
import { sha256 } from './hash.ts';
import { limits } from './limits.ts';
import {
  publicKeyBytes,
  signatureBytes,
  type PublicKey,
  type SignatureAlgorithm,
  type Signer,
  type VerifySignature,
} from './signatures.ts';

const formatVersion = 1;
const algorithms: readonly SignatureAlgorithm[] = ['Ed25519', 'P-256'];
const nameAt = 52;

export interface CertificateBody {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly participant: ParticipantId;
  readonly role: Role;
  /** The name shown beside the messages. */
  readonly name: string;
  /** Milliseconds of Unix time by the server's clock, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Checks the entries of the log. */
  readonly key: PublicKey;
}

export interface Certificate extends CertificateBody {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`. */
  readonly hash: Uint8Array;
  /** By the installation's key, over the bytes before it. */
  readonly signature: Uint8Array;
}

/** @throws RangeError where a part is out of range. */
export async function encodeCertificate(
  body: CertificateBody,
  installation: Signer,
): Promise<Uint8Array> {
  if (installation.publicKey.algorithm !== 'P-256') {
    throw new RangeError('An installation signs with P-256, which every host can check.');
  }
  const name = new TextEncoder().encode(body.name);
  const conversation = fromBase64Url(body.conversation);
  const participant = fromBase64Url(body.participant);
  if (conversation?.length !== 16) throw new RangeError('A conversation id has 16 bytes.');
  if (participant?.length !== 16) throw new RangeError('A participant id has 16 bytes.');
  const signedLength = nameAt + 1 + name.length + body.key.bytes.length;
  const bytes = new Uint8Array(signedLength + signatureBytes);
  bytes[0] = formatVersion;
  bytes[1] = algorithms.indexOf(body.key.algorithm) + 1;
  bytes.set(conversation, 2);
  writeInteger(bytes, 18, 4, body.log);
  bytes.set(participant, 22);
  bytes[38] = roles.indexOf(body.role) + 1;
  writeInteger(bytes, 39, 6, body.notBefore);
  writeInteger(bytes, 45, 6, body.notAfter);
  writeInteger(bytes, 51, 1, name.length);
  bytes.set(name, nameAt);
  writeInteger(bytes, nameAt + name.length, 1, body.key.bytes.length);
  bytes.set(body.key.bytes, nameAt + name.length + 1);
  bytes.set(await installation.sign(bytes.subarray(0, signedLength)), signedLength);
  const decoded = decodeCertificate(bytes);
  if (!decoded.ok) throw new RangeError(`The certificate cannot be written: ${decoded.refusal}.`);
  return bytes;
}

export type CertificateRefusal =
  | 'length'
  | 'version'
  | 'algorithm'
  | 'log'
  | 'role'
  | 'validity'
  | 'name';

/** Takes the bytes apart; checks form only. The parts are views of `bytes`. */
export function decodeCertificate(bytes: Uint8Array): Result<Certificate, CertificateRefusal> {
  if (bytes.length > limits.certificateBytes || bytes.length <= nameAt) return refuse('length');
  if (bytes[0] !== formatVersion) return refuse('version');
  const algorithm = algorithms[readInteger(bytes, 1, 1) - 1];
  if (algorithm === undefined) return refuse('algorithm');
  const log = parseLogId(readInteger(bytes, 18, 4));
  if (log === undefined) return refuse('log');
  const role = roles[readInteger(bytes, 38, 1) - 1];
  if (role === undefined) return refuse('role');
  const notBefore = readInteger(bytes, 39, 6);
  const notAfter = readInteger(bytes, 45, 6);
  if (notAfter < notBefore) return refuse('validity');

  const nameLength = readInteger(bytes, 51, 1);
  const keyAt = nameAt + nameLength + 1;
  const keyLength = publicKeyBytes[algorithm];
  if (bytes.length !== keyAt + keyLength + signatureBytes) return refuse('length');
  if (readInteger(bytes, keyAt - 1, 1) !== keyLength) return refuse('length');
  const name = readName(bytes.subarray(nameAt, nameAt + nameLength));
  if (name === undefined) return refuse('name');
  return accept({
    conversation: toBase64Url(bytes.subarray(2, 18)) as ConversationId,
    log,
    participant: toBase64Url(bytes.subarray(22, 38)) as ParticipantId,
    role,
    name,
    notBefore,
    notAfter,
    key: { algorithm, bytes: bytes.subarray(keyAt, keyAt + keyLength) },
    bytes,
    hash: sha256(bytes),
    signature: bytes.subarray(keyAt + keyLength),
  });
}

function readName(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length > limits.nameBytes) return undefined;
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return name.length <= limits.nameCharacters ? name : undefined;
  } catch {
    // Not UTF-8.
    return undefined;
  }
}

export interface CertificateTrust {
  /** The installation's raw P-256 key, 65 bytes. */
  readonly installationKey: Uint8Array;
  readonly conversation: ConversationId;
  readonly verify: VerifySignature;
  /**
   * The server's time, ms, for a certificate that came with live entries: it must be valid now. Left out for
   * history (archive, own storage): what was said under a certificate stays said after it ran out (CRT4).
   */
  readonly now?: number | undefined;
}

export type TrustRefusal = 'wrong-conversation' | 'not-valid-now' | 'forged';

/** Whether the installation signed it, for this conversation, and for now where that is asked. */
export async function verifyCertificate(
  certificate: Certificate,
  trust: CertificateTrust,
): Promise<Result<Certificate, TrustRefusal>> {
  if (certificate.conversation !== trust.conversation) return refuse('wrong-conversation');
  if (trust.now !== undefined && !isValidAt(certificate, trust.now)) return refuse('not-valid-now');
  const signed = certificate.bytes.subarray(0, certificate.bytes.length - signatureBytes);
  const installation: PublicKey = { algorithm: 'P-256', bytes: trust.installationKey };
  const isGenuine = await trust.verify(installation, certificate.signature, signed);
  return isGenuine ? accept(certificate) : refuse('forged');
}

/** @param now ms of Unix time; clocks may differ by `limits.clockSkewMs`. */
export function isValidAt(certificate: CertificateBody, now: number): boolean {
  return (
    now >= certificate.notBefore - limits.clockSkewMs &&
    now <= certificate.notAfter + limits.clockSkewMs
  );
}

/** @returns whose log it is, as people see it. */
export function authorOf(certificate: CertificateBody): Participant {
  return { id: certificate.participant, name: certificate.name, role: certificate.role };
}
