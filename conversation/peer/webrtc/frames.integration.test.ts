import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { createWebRtcWorld, watchedWrtc } from './webrtc-world.contract.ts';
import type { SessionDescription } from './wrtc.ts';

afterAll(endNodeWebRtc);

const messages = 200;

/** What Parley sends over the data channels for the messages, pings aside. */
async function framesOfParley(): Promise<number> {
  const world = await createWebRtcWorld();
  const client = await world.place({ log: 1, role: 'client' });
  const agent = await world.place({ log: 2, role: 'agent' });
  await client.say('first');
  await agent.say('second');
  const haveSame = () => client.heard().join() === agent.heard().join();
  await world.until('both have both', () => client.heard().length === 2 && haveSame());
  const before = world.sent(client) + world.sent(agent);
  for (let i = 0; i < messages; i += 1) {
    await (i % 2 === 0 ? client : agent).say(`message ${i}`);
    await world.until('both have it', haveSame);
  }
  const frames = world.sent(client) + world.sent(agent) - before;
  await world.close();
  expect(world.faults).toEqual([]);
  return frames;
}

/** Tells everybody what somebody else published, under the name by which they know the room. */
async function relayServer() {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  const topics = new Map<string, WebSocket>();
  let tellAnnounced: () => void = () => undefined;
  /** The first one is there. If both came at once, both would offer, and stock y-webrtc might never connect. */
  const announced = new Promise<void>((resolve) => (tellAnnounced = resolve));
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
      if (message['type'] === 'subscribe') {
        for (const topic of message['topics'] as string[]) topics.set(topic, socket);
      }
      if (message['type'] !== 'publish') return;
      tellAnnounced();
      for (const [topic, to] of topics) {
        if (topic !== message['topic']) to.send(JSON.stringify({ ...message, topic }));
      }
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    announced,
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** The same with stock y-webrtc: two providers, nothing of ours between them but the counting. */
async function framesOfStock(): Promise<number> {
  let sent = 0;
  const watched = watchedWrtc({ isCut: () => false, onChannel() {}, onSend: () => (sent += 1) });
  const Base = watched.RTCPeerConnection as new (config: never) => {
    createOffer(): Promise<SessionDescription>;
    createAnswer(): Promise<SessionDescription>;
  };
  // simple-peer assigns to what it gets here.
  class Assignable extends Base {
    override async createOffer() {
      const { type, sdp } = await super.createOffer();
      return { type, sdp };
    }
    override async createAnswer() {
      const { type, sdp } = await super.createAnswer();
      return { type, sdp };
    }
  }
  const faults: unknown[] = [];
  const globals = installNodeGlobals({ onFault: (error) => faults.push(error) });
  const server = await relayServer();
  const join = (room: string) => {
    const doc = new Y.Doc();
    const wrtc = { ...watched, RTCPeerConnection: Assignable };
    const peerOpts = { wrtc, config: { iceServers: [] } };
    return { doc, provider: new WebrtcProvider(room, doc, { signaling: [server.url], peerOpts }) };
  };
  const texts = (doc: Y.Doc) => doc.getArray<string>('messages');
  const arrived = (doc: Y.Doc, count: number) =>
    new Promise<void>((resolve) => {
      const look = () => texts(doc).length >= count && (doc.off('update', look), resolve());
      doc.on('update', look);
      look();
    });
  const here = join('here');
  await server.announced;
  const there = join('there');
  texts(here.doc).push(['first']);
  await arrived(there.doc, 1);
  texts(there.doc).push(['second']);
  await arrived(here.doc, 2);
  const before = sent;
  for (let i = 0; i < messages; i += 1) {
    const [by, to] = i % 2 === 0 ? [here, there] : [there, here];
    texts(by.doc).push([`message ${i}`]);
    await arrived(to.doc, i + 3);
  }
  const frames = sent - before;
  for (const { doc, provider } of [here, there]) {
    provider.disconnect();
    provider.destroy();
    doc.destroy();
  }
  await server.close();
  globals.restore();
  expect(faults).toEqual([]);
  return frames;
}

test(
  '[W4, W13] a message is one frame, and nothing is sent back to where it came from, as stock y-webrtc does',
  { timeout: 60_000 },
  async () => {
    const stock = await framesOfStock();
    const ours = await framesOfParley();
    console.info(`${messages} messages: ${ours} frames, stock y-webrtc ${stock}`);
    expect(ours).toBe(messages);
    expect(ours / stock).toBeLessThanOrEqual(0.6);
  },
);
