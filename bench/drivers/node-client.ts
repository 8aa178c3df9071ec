/** Parley's clients in Node, each with a loopback address of its own. */
import { randomBytes, webcrypto } from 'node:crypto';
import { WebSocket } from 'ws';
import { createNodeClock } from '../../bots/runtime/node-clock.ts';
import { installNodeGlobals, nodeWrtc } from '../../bots/runtime/node-webrtc.ts';
import type { Conversation, Peer } from '../../conversation/peer/api.ts';
import { createMemoryStorage } from '../../conversation/peer/memory-storage.ts';
import { createPeer } from '../../conversation/peer/peer.ts';
import { createWebRtcTransport } from '../../conversation/peer/webrtc/webrtc-transport.ts';
import { newTicketAnswer } from '../../conversation/protocol/http.ts';
import { accept } from '../../conversation/protocol/result.ts';
import { newVisitor, post } from './parley-session.ts';

const clock = createNodeClock();
const limitMs = 60_000;
installNodeGlobals({ onFault: (error) => console.error(error) });

/** @param from the address that it comes from */
export async function openClient(url: string, from: string): Promise<Peer> {
  const bearer = await newVisitor(url, from);
  const socketUrl = (path: string) => url.replace(/^http/, 'ws') + path;
  return createPeer({
    serverUrl: socketUrl('/session'),
    ticket: async () => {
      const { ticket } = await post(`${url}/api/session-tickets`, newTicketAnswer, {
        from,
        bearer,
      });
      return accept(ticket);
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

export const until = (conversation: Conversation, holds: () => boolean, what: string) =>
  new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`Not within a minute: ${what}`)), limitMs);
    const look = () => {
      if (!holds()) return;
      clearTimeout(timer);
      undo();
      done();
    };
    const undo = conversation.onChange(look);
    look();
  });
