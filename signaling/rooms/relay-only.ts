/**
 * Takes every address out of a signal but those of TURN servers, for conversations that may only be relayed.
 * What passes is written anew from the parts that a data channel needs; an honest browser says little else.
 */
import type { PeerSignal } from '../../conversation/protocol/signal.ts';

/** @returns what may be passed on; undefined where nothing is left. */
export function relayOnly(signal: PeerSignal): PeerSignal | undefined {
  if (signal.type !== 'candidate') return { ...signal, sdp: withoutAddresses(signal.sdp) };
  // The empty candidate says that there are no more.
  if (signal.candidate.candidate === '') return signal;
  const candidate = relayed(signal.candidate.candidate);
  return candidate === undefined
    ? undefined
    : { ...signal, candidate: { ...signal.candidate, candidate } };
}

/** RFC 8839, section 5.1. What may follow are extensions, in which any word can stand: they stay behind. */
const relay =
  /^candidate:([a-zA-Z0-9+/]{1,32}) ([0-9]{1,5}) ([a-zA-Z]{3,8}) ([0-9]{1,10}) ([a-zA-Z0-9.:-]{1,255}) ([0-9]{1,5}) typ relay(?: [^\r\n]*)?$/;

/** A relayed candidate may name the address it was reached from (rel-addr). */
function relayed(candidate: string): string | undefined {
  const parts = relay.exec(candidate)?.slice(1, 7);
  return parts && `candidate:${parts.join(' ')} typ relay raddr 0.0.0.0 rport 0`;
}

/** Attributes of a description of one data channel that name no address. */
const harmless = new Set([
  'end-of-candidates',
  'extmap-allow-mixed',
  'fingerprint',
  'group',
  'ice-lite',
  'ice-options',
  'ice-pwd',
  'ice-ufrag',
  'max-message-size',
  'mid',
  'msid-semantic',
  'recvonly',
  'sctp-port',
  'sctpmap',
  'sendonly',
  'sendrecv',
  'setup',
]);

function withoutAddresses(sdp: string): string {
  return sdp
    .split(/[\r\n]+/)
    .flatMap((line) => lineWithoutAddress(line) ?? [])
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Who made the session, its number and version, and an address (RFC 8866, section 5.2). */
const origin = /^o=\S+ ([0-9]{1,20} [0-9]{1,20}) .*$/;
const times = /^[vt]=[0-9 ]{1,40}$/;
const channel = /^m=application [0-9]{1,5} [A-Z/]{1,30} [a-z0-9-]{1,30}$/;

function lineWithoutAddress(line: string): string | undefined {
  switch (line.slice(0, 2)) {
    case 'v=':
    case 't=':
      return times.test(line) ? line : undefined;
    case 'm=':
      return channel.test(line) ? line : undefined;
    case 's=':
      return 's=-';
    case 'o=':
      return origin.test(line) ? line.replace(origin, 'o=- $1 IN IP4 127.0.0.1') : undefined;
    case 'c=':
      // Browsers write the address of the default candidate here once they know one (RFC 8839, section 4.2.1).
      return 'c=IN IP4 0.0.0.0';
    case 'a=': {
      const [name = ''] = line.slice(2).split(':', 1);
      if (name === 'rtcp') return 'a=rtcp:9 IN IP4 0.0.0.0';
      if (name !== 'candidate') return harmless.has(name) ? line : undefined;
      const candidate = relayed(line.slice(2));
      return candidate && `a=${candidate}`;
    }
    default:
      return undefined;
  }
}
