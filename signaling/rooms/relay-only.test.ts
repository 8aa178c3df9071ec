import { expect, test } from 'vitest';
import { relayOnly } from './relay-only.ts';

const candidate = (text: string) =>
  relayOnly({ type: 'candidate', candidate: { candidate: text, sdpMid: '0', sdpMLineIndex: 0 } });
const description = (...lines: readonly string[]) => {
  const passed = relayOnly({ type: 'offer', sdp: lines.join('\r\n') });
  return passed?.type === 'offer' ? passed.sdp : '';
};
const relay =
  'candidate:1 1 udp 41885439 203.0.113.5 50000 typ relay raddr 198.51.100.7 rport 40000';
const host = 'candidate:1 1 udp 2122260223 192.168.1.5 50000 typ host generation 0';

test('[W7] a relayed candidate passes without the address behind it; the end of candidates passes', () => {
  expect(candidate(relay)).toMatchObject({
    candidate: { candidate: expect.stringContaining('typ relay raddr 0.0.0.0 rport 0') },
  });
  expect(candidate('')).toBeDefined();
});

test.each([
  host,
  'candidate:1 1 udp 1686052607 198.51.100.7 40000 typ srflx raddr 192.168.1.5 rport 50000',
  'candidate:1 1 udp 1 198.51.100.7 40000 typ prflx',
  // The word stands where an extension may say anything (RFC 8839, section 5.1: cand-extension).
  'candidate:1 1 udp 2122260223 192.168.1.5 50000 typ host generation 0 x typ relay',
  'candidate:1 1 udp 2122260223 192.168.1.5 50000 typ host typ relay',
  'candidate: typ relay 1 1 udp 2122260223 192.168.1.5 50000 typ host',
  `${relay}\r\na=${host}`,
  `${relay}\na=${host}`,
  'candidate:1 1 udp 1 203.0.113.5 50000 TYP HOST typ relay',
  'nonsense 192.168.1.5 typ relay',
])('[W7] "%s" does not pass', (text) => {
  expect(candidate(text)).toBeUndefined();
});

test('[W7] no second base address passes either', () => {
  const passed = candidate(`${relay} raddr 192.168.1.5 rport 50000`);
  expect(JSON.stringify(passed)).not.toMatch(/192\.168|198\.51/);
});

test('[W7] of a description no line names an address but those of relays', () => {
  const sdp = description(
    'v=0',
    'o=- 1 2 IN IP4 192.168.1.5',
    's=192.168.1.5',
    'i=my address is 192.168.1.5',
    'u=http://192.168.1.5/',
    'e=me@192.168.1.5',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 50000 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 192.168.1.5',
    'a=rtcp:50000 IN IP4 192.168.1.5',
    `a=${host}`,
    `a=${host} typ relay`,
    `a=${relay}`,
    'a=remote-candidates:1 192.168.1.5 50000',
    'a=x-where:192.168.1.5',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    'a=fingerprint:sha-256 AA:BB',
    'a=setup:actpass',
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    '',
  );
  expect(sdp).not.toMatch(/192\.168|198\.51/);
  for (const kept of [
    'v=0',
    'm=application',
    'ice-ufrag',
    'fingerprint',
    'sctp-port',
    '203.0.113.5',
  ]) {
    expect(sdp).toContain(kept);
  }
});

test('[W7] a line of another form than a browser writes does not pass, whatever it begins with', () => {
  const sdp = description(
    'v=192.168.1.5',
    'o=192.168.1.5',
    'o=192.168.1.5 1 2 IN IP4 192.168.1.5',
    't=192.168.1.5',
    'm=application 9 UDP/DTLS/SCTP 192.168.1.5',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 192.168.1.5',
    'o=- 1 2a=candidate:1 1 udp 1 192.168.1.5 5 typ host',
  );
  expect(sdp).toBe('o=- 1 2 IN IP4 127.0.0.1\r\n');
});
