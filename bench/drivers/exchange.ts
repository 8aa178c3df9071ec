/** Two peers that introduce themselves to each other: the same signals whatever carries them. */
import type { PeerSignal } from '../../conversation/protocol/signal.ts';
import { each, pause } from './task.ts';

export interface Line {
  send(signal: PeerSignal): void;
  /** Set by the exchange: called with what the other one sent. */
  onSignal: (signal: PeerSignal) => void;
}

export interface Pair {
  readonly offerer: Line;
  readonly answerer: Line;
}

const candidates = 40;
export const signalsPerExchange = 2 + 2 * candidates;
/** As many at a time; a wave is over before any server gives an attempt up. */
const atOnce = 25;
const limitMs = 20_000;

/** As long as those of a browser with one data channel. */
const sdp = [
  'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\na=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdef01234567',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n',
].join('\r\n');

const candidate = (n: number): PeerSignal => ({
  type: 'candidate',
  candidate: {
    candidate: `candidate:842163049 1 udp 1677729535 192.0.2.${n} ${40_000 + n} typ srflx raddr 10.0.0.${n} rport ${50_000 + n} generation 0 ufrag abcd network-cost 999`,
    sdpMid: '0',
    sdpMLineIndex: 0,
  },
});

function sendCandidates(line: Line): void {
  for (let n = 0; n < candidates; n += 1) line.send(candidate(n));
}

async function exchange({ offerer, answerer }: Pair): Promise<void> {
  const done = new Promise<void>((finish) => {
    let left = signalsPerExchange;
    const got = () => {
      left -= 1;
      if (left === 0) finish();
    };
    answerer.onSignal = (signal) => {
      got();
      if (signal.type !== 'offer') return;
      answerer.send({ type: 'answer', sdp });
      sendCandidates(answerer);
    };
    offerer.onSignal = (signal) => {
      got();
      if (signal.type === 'answer') sendCandidates(offerer);
    };
  });
  offerer.send({ type: 'offer', sdp });
  let isLate = false;
  await Promise.race([done, pause(limitMs).then(() => (isLate = true))]);
  if (isLate) throw new Error('Not all signals of an exchange arrived.');
}

/** @param pair makes one ready: what it takes is not an exchange */
export async function exchangeAll(
  pairs: number,
  pair: (n: number) => Promise<Pair>,
): Promise<void> {
  await each(pairs, atOnce, async (n) => exchange(await pair(n)));
}
