/** One bot process with many direct conversations: all answered, how quickly, and how much memory it takes. */
import { request } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { randomBytes, webcrypto } from 'node:crypto';
import { WebSocket } from 'ws';
import { installNodeGlobals, nodeWrtc, endNodeWebRtc } from '../bots/runtime/node-webrtc.ts';
import type { Conversation, Peer } from '../conversation/peer/api.ts';
import { createMemoryStorage } from '../conversation/peer/memory-storage.ts';
import { createPeer } from '../conversation/peer/peer.ts';
import { createWebRtcTransport } from '../conversation/peer/webrtc/webrtc-transport.ts';
import { accept } from '../conversation/protocol/result.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { createSystemClock } from '../signaling/clock.ts';
import { median, percentile, row, type Row } from './statistics.ts';
import { withServer, type Part } from './part.ts';

/** Each client comes from a loopback address of its own, as clients do. */
function post(url: string, from: string, token?: string): Promise<Record<string, string>> {
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method: 'POST',
        localAddress: from,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if (answer.statusCode === 201) done(JSON.parse(text) as Record<string, string>);
          else fail(new Error(`${url} answered ${answer.statusCode}: ${text}`));
        });
      },
    );
    call.on('error', fail);
    call.end('{}');
  });
}

const clock = createSystemClock();

async function openClient(url: string, from: string): Promise<Peer> {
  const { token } = await post(`${url}/api/visitors`, from);
  const socketUrl = (path: string) => url.replace(/^http/, 'ws') + path;
  return createPeer({
    serverUrl: socketUrl('/session'),
    ticket: async () => {
      const { ticket } = await post(`${url}/api/session-tickets`, from, token);
      return accept(ticket ?? '');
    },
    storage: createMemoryStorage(),
    transport: createWebRtcTransport({ signalUrl: socketUrl('/signal'), wrtc: nodeWrtc, clock }),
    openSocket: (address) => {
      const socket = new WebSocket(address, { localAddress: from, perMessageDeflate: false });
      socket.binaryType = 'arraybuffer';
      return socket;
    },
    subtle: webcrypto.subtle,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    random: Math.random,
    clock,
    locks: { acquire: () => Promise.resolve(() => undefined) },
  });
}

const until = (conversation: Conversation, holds: () => boolean, what: string) =>
  new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`Not within a minute: ${what}`)), 60_000);
    const look = () => {
      if (!holds()) return;
      clearTimeout(timer);
      undo();
      done();
    };
    const undo = conversation.onChange(look);
    look();
  });

const hears = (conversation: Conversation, text: string) =>
  conversation.items().some((item) => item.kind === 'message' && !item.mine && item.text === text);

/** The bot's program, found by its arguments: its memory is what the operating system says. */
function residentMb(program: string, server: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (!command.includes(program) || !environment.includes(server)) continue;
      const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(kb) / 1024;
    } catch {
      // The process ended while we looked.
    }
  }
  return Number.NaN;
}

export async function botRows(parley: Parley, count: number): Promise<Row[]> {
  const endBots = await parley.bots('reverse');
  const globals = installNodeGlobals({ onFault: (error) => console.error(error) });
  const peers: Peer[] = [];
  const conversations: Conversation[] = [];
  const batch = 10;
  for (let first = 0; first < count; first += batch) {
    await Promise.all(
      Array.from({ length: Math.min(batch, count - first) }, async (_, i) => {
        const n = first + i;
        const peer = await openClient(
          parley.url,
          `127.0.${1 + Math.floor(n / 200)}.${1 + (n % 200)}`,
        );
        const conversation = peer.start();
        peers.push(peer);
        conversations.push(conversation);
        conversation.say('one two');
        await until(conversation, () => hears(conversation, 'two one'), 'the first answer');
        await until(conversation, () => conversation.link() === 'direct', 'a direct link');
      }),
    );
  }
  const took = await Promise.all(
    conversations.map(async (conversation, i) => {
      // Spread over five seconds, as people write.
      await new Promise((go) => setTimeout(go, (i * 5000) / count));
      const began = performance.now();
      conversation.say(`alpha ${i}`);
      await until(conversation, () => hears(conversation, `${i} alpha`), 'an answer');
      return performance.now() - began;
    }),
  );
  const direct = conversations.filter((conversation) => conversation.link() === 'direct').length;
  const memory = residentMb('bots.js', parley.url);
  await Promise.all(peers.map((peer) => peer.close()));
  globals.restore();
  endNodeWebRtc();
  await endBots();
  return [
    row(
      `a bot process with ${count} conversations`,
      `${memory.toFixed(0)} MB resident, ${direct} direct, all answered; reply p50 ${median(took).toFixed(0)} ms, p99 ${percentile(took, 0.99).toFixed(0)} ms`,
      `below 200 MB with 200, all direct`,
      memory < 200 && direct === count,
    ),
  ];
}

export const bots: Part = {
  name: 'bots',
  rows: ({ quick }) => withServer((parley) => botRows(parley, quick ? 20 : 200)),
};
