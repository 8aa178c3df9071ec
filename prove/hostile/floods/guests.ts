/** Honest people who talk while somebody floods: an agent, and clients with and without direct links. */
import { randomBytes, webcrypto } from 'node:crypto';
import { nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';
import { openNodeSocket } from '../../../bots/runtime/node-socket.ts';
import { adminApi } from '../../../e2e/support/admin-api.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import type { Conversation, Peer } from '../../../conversation/peer/api.ts';
import { createMemoryStorage } from '../../../conversation/peer/memory-storage.ts';
import { createPeer } from '../../../conversation/peer/peer.ts';
import { createWebRtcTransport } from '../../../conversation/peer/webrtc/webrtc-transport.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import { createSystemClock } from '../../../signaling/clock.ts';
import { becomeVisitor, eventually, signInAs, ticketFor, type Proof } from '../people.ts';

export interface RoundTrips {
  /** Of a question and its answer, ms; Infinity for those that were never answered. */
  readonly direct: readonly number[];
  readonly server: readonly number[];
}

export interface Guests {
  /** Asks and answers for so long. */
  measure(forMs: number): Promise<RoundTrips>;
  close(): Promise<void>;
}

const clientsPerWay = 3;
/** Below what a client may write (limits.ts): nobody waits for their own limit. */
const askEveryMs = 300;
const patienceMs = 10_000;

/** `installNodeGlobals` must have been called. */
export async function inviteGuests({ url, admin }: Parley): Promise<Guests> {
  await (await adminApi(url, admin)).setDepartment({ agentCapacity: 200 });
  const agent = openPeer(url, await signInAs(url, admin), true);
  await eventually('the agent is online', () => agent.session().state === 'online' || undefined);
  agent.setAvailable(true);
  const undo = answerAll(agent);
  const clients = await Promise.all(
    Array.from({ length: 2 * clientsPerWay }, async (_, n) => {
      const from = `127.0.1.${n + 1}`;
      const isDirect = n % 2 === 0;
      const peer = openPeer(url, await becomeVisitor(url, from), isDirect, from);
      const conversation = peer.start();
      await ask(conversation, 'question first');
      if (isDirect) {
        const isLinked = () => conversation.link() === 'direct' || undefined;
        await eventually('there is a direct link', isLinked, 60_000);
      }
      return { peer, conversation, isDirect };
    }),
  );
  return {
    async measure(forMs) {
      const until = Date.now() + forMs;
      const trips = clients.map(async ({ conversation, isDirect }, n) => {
        const took: number[] = [];
        for (let turn = 0; Date.now() < until; turn += 1) {
          const next = new Promise((done) => setTimeout(done, askEveryMs));
          took.push(await ask(conversation, `question ${n} ${turn} ${Date.now()}`));
          await next;
        }
        return { isDirect, took };
      });
      const all = await Promise.all(trips);
      const of = (direct: boolean) =>
        all.filter(({ isDirect }) => isDirect === direct).flatMap(({ took }) => took);
      return { direct: of(true), server: of(false) };
    },
    async close() {
      undo();
      await Promise.all([agent, ...clients.map(({ peer }) => peer)].map((peer) => peer.close()));
    },
  };
}

/** @returns ms from the question to its answer. */
function ask(conversation: Conversation, question: string): Promise<number> {
  const answer = question.replace('question', 'answer');
  return new Promise((done) => {
    const began = performance.now();
    const finish = (tookMs: number) => {
      clearTimeout(timer);
      undo();
      done(tookMs);
    };
    const timer = setTimeout(() => finish(Infinity), patienceMs);
    const undo = conversation.onChange(() => {
      const isThere = conversation
        .items()
        .some((item) => item.kind === 'message' && !item.mine && item.text === answer);
      if (isThere) finish(performance.now() - began);
    });
    conversation.say(question);
  });
}

/** Answers every question of every conversation once. */
function answerAll(agent: Peer): () => void {
  const open = new Map<
    string,
    { readonly conversation: Conversation; readonly undo: () => void }
  >();
  const stop = agent.onChange(() => {
    for (const { conversation: id } of agent.listed()) {
      if (open.has(id)) continue;
      const conversation = agent.open(id);
      const answered = new Set<string>();
      const undo = conversation.onChange(() => {
        for (const item of conversation.items()) {
          if (item.kind !== 'message' || item.mine || answered.has(item.id)) continue;
          answered.add(item.id);
          if (item.text?.startsWith('question ') === true) {
            conversation.say(item.text.replace('question', 'answer'));
          }
        }
      });
      open.set(id, { conversation, undo });
    }
  });
  return () => {
    stop();
    for (const { undo } of open.values()) undo();
  };
}

/** @param direct whether it has WebRTC. @param from a loopback address of its own */
export function openPeer(url: string, who: Proof, direct: boolean, from?: string): Peer {
  const clock = createSystemClock();
  const socketUrl = (path: string) => url.replace(/^http/, 'ws') + path;
  return createPeer({
    serverUrl: socketUrl('/session'),
    ticket: async () => accept(await ticketFor(url, who, from)),
    storage: createMemoryStorage(),
    transport: direct
      ? createWebRtcTransport({ signalUrl: socketUrl('/signal'), wrtc: nodeWrtc, clock })
      : undefined,
    openSocket: openNodeSocket,
    subtle: webcrypto.subtle,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    random: Math.random,
    clock,
    locks: { acquire: () => Promise.resolve(() => undefined) },
  });
}
