/** Signals that no honest program sends, besides mutants of honest ones: numbers, sizes, lines and sections. */
const line = 'candidate:1 1 udp 2113937151 127.0.0.1 50000 typ host';
const description = (more: string, port = '9') =>
  `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n${more}m=application ${port} UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}\r\na=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\n`;

const candidate = (text: string, more: object = { sdpMid: '0', sdpMLineIndex: 0 }) => ({
  type: 'candidate',
  candidate: { candidate: text, ...more },
});

const sizes = [
  2 ** 31,
  2 ** 32,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '99999999999999999999',
] as const;

/** Each is one `signal`, or two that do not go together. */
export const oddSignals: readonly (readonly object[])[] = [
  ...sizes.map((size) => [candidate(line, { sdpMid: '0', sdpMLineIndex: size })]),
  ...sizes.map((size) => [candidate(line.replace('50000', String(size)))]),
  ...sizes.map((size) => [candidate(line.replace('2113937151', String(size)))]),
  ...sizes.map((size) => [{ type: 'offer', sdp: description('', String(size)) }]),
  ...sizes.map((size) => [
    { type: 'offer', sdp: description('').replace('sctp-port:5000', `sctp-port:${size}`) },
  ]),
  [{ type: 'offer', sdp: description(`a=x:${'y'.repeat(1_000_000)}\r\n`) }],
  [{ type: 'offer', sdp: description(`a=x:${'y'.repeat(10_000)}\r\n`) }],
  [{ type: 'offer', sdp: description('a=candidate:\r\n'.repeat(900)) }],
  [candidate(`${line}\r\na=fingerprint:sha-256 BB:BB\r\nm=video 9 RTP/AVP 0`)],
  [candidate(`${line}\n\n\u0000GET / HTTP/1.1`)],
  [candidate(line, { sdpMid: '0\r\na=ice-lite', sdpMLineIndex: 0 })],
  [{ type: 'offer', sdp: description('').replaceAll('\r\n', '\n\r') }],
  [{ type: 'offer', sdp: description('m=audio 9 RTP/AVP 0\r\nm=video 9 RTP/AVP 0\r\n') }],
  [{ type: 'offer', sdp: description('m=application 9 DTLS/SCTP 5000\r\n'.repeat(200)) }],
  [{ type: 'offer', sdp: description('').replace('m=application', 'm=') }],
  [{ type: 'offer', sdp: description('').replace('webrtc-datachannel', '') }],
  [{ type: 'offer', sdp: '' }],
  [{ type: 'answer', sdp: description('') }],
  [
    { type: 'offer', sdp: description('') },
    { type: 'offer', sdp: description('') },
  ],
  [{ type: 'renegotiate', renegotiate: true }],
];

/** A browser on a machine with many networks has thirty. */
export const manyCandidates: readonly object[] = Array.from({ length: 5_000 }, (_, n) =>
  candidate(line.replace('50000', String(1024 + n))),
);
