/** What the guard and the archive refuse is visible where the operator looks. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { writeEntriesFrame } from '../conversation/protocol/frames.ts';
import { protocolVersion } from '../conversation/protocol/version.ts';
import { createMetrics } from './metrics.ts';
import { archiveReasons } from './refusal-reasons.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';
import { createClient, type Client, type Peer } from './session/client.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function connect(): Promise<Client> {
  const { token } = (await server.ask('/api/visitors', { body: {} })).json ?? {};
  const bearer = String(token);
  const { ticket } = (await server.ask('/api/session-tickets', { body: {}, bearer })).json ?? {};
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  client.send({ type: 'hello', version: protocolVersion, ticket: String(ticket) });
  await client.next('welcome');
  return client;
}

/** By reason, of one doorway. */
async function counted(at: string): Promise<Map<string, number>> {
  const { text } = await server.ask('/metrics');
  const lines = text.matchAll(
    new RegExp(`^parley_refusals_total\\{at="${at}",reason="([^"]+)"\\} (\\d+)$`, 'gm'),
  );
  return new Map([...lines].map(([, reason = '', count]) => [reason, Number(count)]));
}

test('[W8] every reason of the guard and the archive is there from the start, at zero', async () => {
  const shown = await counted('archive');
  expect([...shown.keys()].toSorted()).toEqual([...archiveReasons].toSorted());
  expect([...shown.values()].every((count) => count === 0)).toBe(true);
});

test.each([
  ['truncated', (peer: Peer) => writeEntriesFrame(peer.conversation, new Uint8Array([1, 2]))],
  [
    'forged',
    async (peer: Peer) => {
      const { log, from, entries } = await peer.writer.say('nobody said so');
      entries[0]?.set([1, 2, 3, 4], 120);
      peer.upload([{ log, from, entries }]);
    },
  ],
  [
    'gap',
    async (peer: Peer) => {
      await peer.writer.say('kept back');
      peer.upload([await peer.writer.say('early')]);
    },
  ],
  [
    'broken-chain',
    async (peer: Peer) => {
      const log = peer.writer.log;
      peer.upload([
        {
          log,
          from: 0,
          entries: [await peer.writer.forge({ seq: 0, prev: new Uint8Array(32).fill(1) })],
        },
      ]);
    },
  ],
] as const)('[W9] an upload that is refused as %s is counted', async (reason, attack) => {
  const client = await connect();
  const peer = await client.start();
  const before = (await counted('archive')).get(reason) ?? 0;
  const frame = await attack(peer);
  if (frame !== undefined) client.sendRaw(frame);
  await client.next('refused');
  expect((await counted('archive')).get(reason)).toBe(before + 1);
  await client.close();
});

test('[W8] what is stored and not believed is counted', async () => {
  const client = await connect();
  const peer = await client.start();
  client.send({ type: 'close', conversation: peer.conversation });
  await client.next('status', ({ status }) => status.state === 'closed');
  await peer.saved(await peer.say('too late'));
  expect((await counted('archive')).get('quarantined')).toBe(1);
  await client.close();
});

test('[W8] the labels stay countable, whatever a fault of ours would make of them', async () => {
  const metrics = createMetrics();
  for (let n = 0; n < 1000; n += 1) metrics.refused('http', `reason-${n}`);
  const { body } = await metrics.text();
  expect(body.match(/^parley_refusals_total/gm)?.length).toBeLessThanOrEqual(301);
  expect(body).toContain('reason="other"');
});
