/** What the tests of the log share: real keys, certificates and signed entries. */
import type { Participant, Role } from '../protocol/conversation.ts';
import {
  randomIdFrom,
  type ConversationId,
  type LogId,
  type ParticipantId,
} from '../protocol/ids.ts';
import { decodeCertificate, encodeCertificate, type Certificate } from './certificate.ts';
import { createEntry, decodeEntry, nextDepth, noPrev, type Entry } from './entry.ts';
import { encodePayload, type Payloads, type PayloadType } from './payload.ts';
import {
  createWebCryptoVerifier,
  generate,
  signerFor,
  type SignatureAlgorithm,
  type Signer,
  type SubtleLike,
} from './signatures.ts';

/** Tests run where Web Crypto is a global; the log itself is handed it. */
export const { subtle } = (globalThis as unknown as { crypto: { subtle: SubtleLike } }).crypto;
export const verify = createWebCryptoVerifier(subtle);
export const start = Date.UTC(2026, 10, 21, 12);

/** An id that is `fill` sixteen times. */
export function idOf(fill: number): string {
  return randomIdFrom(new Uint8Array(16).fill(fill));
}
export const conversation = idOf(7) as ConversationId;
export const otherConversation = idOf(8) as ConversationId;

export async function newSigner(algorithm: SignatureAlgorithm = 'Ed25519'): Promise<Signer> {
  return signerFor(subtle, await generate(subtle, algorithm));
}

export interface Author {
  readonly log: LogId;
  readonly participant: Participant;
  readonly signer: Signer;
  readonly certificate: Certificate;
  /** Signs the log's next entry. */
  write<Type extends PayloadType>(
    type: Type,
    value: Payloads[Type],
    options?: { at?: number; seen?: number },
  ): Promise<Uint8Array>;
  say(text: string): Promise<Uint8Array>;
  /** Everything written, in order. */
  readonly written: readonly Uint8Array[];
}

export interface NewAuthor {
  readonly log: number;
  readonly role?: Role;
  /** Fills the participant id; the log id by default. */
  readonly participant?: number;
  readonly installation: Signer;
  readonly algorithm?: SignatureAlgorithm;
  readonly conversation?: ConversationId;
}

/** A log with its certificate (valid for an hour from `start`) and its session key. */
export async function newAuthor(options: NewAuthor): Promise<Author> {
  const log = options.log as LogId;
  const role = options.role ?? 'client';
  const fill = options.participant ?? options.log % 256;
  const id = idOf(fill) as ParticipantId;
  const participant = { id, name: `Person ${fill}`, role };
  const signer = await newSigner(options.algorithm);
  const inConversation = options.conversation ?? conversation;
  const body = {
    conversation: inConversation,
    log,
    participant: id,
    role,
    name: participant.name,
    notBefore: start,
    notAfter: start + 3_600_000,
    key: signer.publicKey,
  };
  const certificate = decodeCertificate(await encodeCertificate(body, options.installation));
  if (!certificate.ok) throw new Error(certificate.refusal);
  const written: Uint8Array[] = [];
  let last: Entry | undefined;

  const write: Author['write'] = async (type, value, { at, seen } = {}) => {
    const seq = written.length;
    const bytes = await createEntry({
      conversation: inConversation,
      log,
      seq,
      depth: nextDepth(last?.depth ?? 0, seen ?? 0),
      at: at ?? start + seq * 1000,
      prev: last?.hash ?? noPrev(),
      type,
      payload: encodePayload(type, value),
      salt: new Uint8Array(16).fill(seq + 1),
      signer,
    });
    last = entryOf(bytes);
    written.push(bytes);
    return bytes;
  };
  return {
    log,
    participant,
    signer,
    certificate: certificate.value,
    write,
    say: (text) => write('message', { text }),
    written,
  };
}

/** @throws Error where the bytes are no entry. */
export function entryOf(bytes: Uint8Array): Entry {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new Error(`Not an entry: ${decoded.refusal}`);
  return decoded.value;
}
