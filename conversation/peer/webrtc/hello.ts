/**
 * The handshake of a direct link: who is at the other end, and is nobody in between.
 *
 * Each side signs, with its session key, its log and the DTLS fingerprints of both ends as it sees them. A
 * signaling server that puts itself in the middle has other fingerprints on the two legs, so no signature fits.
 */
import type { Certificate } from '../../log/certificate.ts';
import { sha256 } from '../../log/hash.ts';
import { fromBase64Url, type ConversationId, type LogId } from '../../protocol/ids.ts';
import { accept, refuse, type Result } from '../../protocol/result.ts';
import type { Gate } from '../transport.ts';

/** SHA-256 of the sorted fingerprints of one end; undefined where its description has none. */
export type EndFingerprint = Uint8Array;

export interface Ends {
  readonly local: EndFingerprint;
  readonly remote: EndFingerprint;
}

const domain = new TextEncoder().encode('parley direct link hello v1\0');

/** @param sdp a session description; `a=fingerprint` lines are what DTLS will check (RFC 8122). */
export function fingerprintOf(sdp: string): EndFingerprint | undefined {
  const lines = new Set<string>();
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('a=fingerprint:')) lines.add(line.slice(14).trim().toLowerCase());
  }
  if (lines.size === 0) return undefined;
  return sha256(new TextEncoder().encode([...lines].toSorted().join('\n')));
}

/** Domain • conversation (16) • log (4) • SHA-256 of the speaker's fingerprints (32) • of the listener's (32). */
function statement(
  conversation: ConversationId,
  log: LogId,
  speaker: Uint8Array,
  listener: Uint8Array,
) {
  const id = fromBase64Url(conversation);
  if (id?.length !== 16) throw new Error('A conversation id has 16 bytes.');
  const bytes = new Uint8Array(domain.length + 84);
  bytes.set(domain, 0);
  bytes.set(id, domain.length);
  new DataView(bytes.buffer).setUint32(domain.length + 16, log);
  bytes.set(speaker, domain.length + 20);
  bytes.set(listener, domain.length + 52);
  return bytes;
}

export interface Hello {
  readonly certificate: Uint8Array;
  readonly signature: Uint8Array;
}

export async function makeHello(
  gate: Gate,
  conversation: ConversationId,
  ends: Ends,
): Promise<Hello> {
  const { certificate } = gate;
  const said = statement(conversation, gate.log, ends.local, ends.remote);
  return { certificate, signature: await gate.sign(said) };
}

export type HelloRefusal = 'bad-certificate' | 'own-log' | 'bad-signature';

/** @returns the certificate of the peer at the other end. */
export async function checkHello(
  gate: Gate,
  conversation: ConversationId,
  ends: Ends,
  hello: Hello,
): Promise<Result<Certificate, HelloRefusal>> {
  const admitted = await gate.admitCertificate(hello.certificate);
  if (!admitted.ok || admitted.value.conversation !== conversation)
    return refuse('bad-certificate');
  const certificate = admitted.value;
  if (certificate.log === gate.log) return refuse('own-log');
  const said = statement(conversation, certificate.log, ends.remote, ends.local);
  const isGenuine = await gate.verify(certificate, hello.signature, said);
  return isGenuine ? accept(certificate) : refuse('bad-signature');
}
