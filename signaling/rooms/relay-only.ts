/** Takes every address out of a signal but those of TURN servers, for conversations that may only be relayed. */
import type { PeerSignal } from '../../conversation/protocol/signal.ts';

/** @returns what may be passed on; undefined where nothing is left. */
export function relayOnly(signal: PeerSignal): PeerSignal | undefined {
  if (signal.type !== 'candidate') return { ...signal, sdp: withoutAddresses(signal.sdp) };
  const { candidate } = signal.candidate;
  // The empty candidate says that there are no more.
  if (candidate === '') return signal;
  if (!isRelay(candidate)) return undefined;
  return { ...signal, candidate: { ...signal.candidate, candidate: withoutBase(candidate) } };
}

function withoutAddresses(sdp: string): string {
  return sdp
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('a=candidate:') || isRelay(line))
    .map((line) => {
      if (line.startsWith('a=candidate:')) return withoutBase(line);
      // Browsers write the address of the default candidate here once they know one (RFC 8839, section 4.2.1).
      if (line.startsWith('c=')) return 'c=IN IP4 0.0.0.0';
      if (line.startsWith('o=')) return line.replace(/ IN IP[46] \S+$/, ' IN IP4 127.0.0.1');
      return line.startsWith('a=rtcp:') ? 'a=rtcp:9 IN IP4 0.0.0.0' : line;
    })
    .join('\r\n');
}

function isRelay(candidate: string): boolean {
  return / typ relay( |$)/.test(candidate);
}

/** A relayed candidate may name the address it was reached from (RFC 8839, section 5.1: rel-addr). */
function withoutBase(candidate: string): string {
  return candidate.replace(/ raddr \S+/, ' raddr 0.0.0.0').replace(/ rport \S+/, ' rport 0');
}
