import { expect, test } from 'vitest';
import { conversation, otherConversation } from '../../log/log.fixture.ts';
import { createCast } from '../transport.fixture.ts';
import { checkHello, fingerprintOf, makeHello, type Ends } from './hello.ts';

const now = () => Date.now();
const sdp = (fill: string) =>
  `v=0\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => fill).join(':')}\r\n`;
const end = (fill: string) => fingerprintOf(sdp(fill)) ?? new Uint8Array();
const mirrored = ({ local, remote }: Ends): Ends => ({ local: remote, remote: local });
const ends: Ends = { local: end('AA'), remote: end('BB') };

async function twoPeers() {
  const cast = await createCast(now);
  const client = await cast.newPeer({ log: 1, role: 'client' });
  const agent = await cast.newPeer({ log: 2, role: 'agent' });
  return { client: client.gate, agent: agent.gate };
}

test('each side learns who is at the other end', async () => {
  const { client, agent } = await twoPeers();
  const hello = await makeHello(agent, conversation, ends);
  const checked = await checkHello(client, conversation, mirrored(ends), hello);
  expect(checked.ok && checked.value.log).toBe(2);
});

test('[V-65] [W18] a signaling server in the middle shows each side another fingerprint, and gets no link', async () => {
  const { client, agent } = await twoPeers();
  const hello = await makeHello(agent, conversation, { local: end('AA'), remote: end('CC') });
  const seen = { local: end('BB'), remote: end('DD') };
  expect(await checkHello(client, conversation, seen, hello)).toEqual({
    ok: false,
    refusal: 'bad-signature',
  });
});

test('[W4] a hello cannot be sent back, replayed on another connection or said in another conversation', async () => {
  const { client, agent } = await twoPeers();
  const own = await makeHello(client, conversation, mirrored(ends));
  expect(await checkHello(client, conversation, ends, own)).toEqual({
    ok: false,
    refusal: 'own-log',
  });
  const hello = await makeHello(agent, conversation, ends);
  const later = { local: end('EE'), remote: end('AA') };
  expect((await checkHello(client, conversation, later, hello)).ok).toBe(false);
  const elsewhere = await makeHello(agent, otherConversation, ends);
  expect((await checkHello(client, conversation, mirrored(ends), elsewhere)).ok).toBe(false);
});

test("[W4] a certificate without its key, or of somebody else's installation, is nobody's", async () => {
  const { client, agent } = await twoPeers();
  const foreign = await (await createCast(now)).newPeer({ log: 2, role: 'agent' });
  const stolen = {
    ...(await makeHello(foreign.gate, conversation, ends)),
    certificate: agent.certificate,
  };
  expect((await checkHello(client, conversation, mirrored(ends), stolen)).ok).toBe(false);
  const hello = await makeHello(foreign.gate, conversation, ends);
  expect(await checkHello(client, conversation, mirrored(ends), hello)).toEqual({
    ok: false,
    refusal: 'bad-certificate',
  });
});

test('the order, case and repetition of fingerprints do not matter; a description without one is refused', () => {
  const two = 'a=fingerprint:sha-256 AA:BB\r\na=fingerprint:sha-512 CC\r\n';
  const same =
    'm=x\na=fingerprint:sha-512 cc\na=fingerprint:sha-256 aa:bb\na=fingerprint:sha-512 cc';
  expect(fingerprintOf(two)).toEqual(fingerprintOf(same));
  expect(fingerprintOf('v=0\r\n')).toBeUndefined();
});
