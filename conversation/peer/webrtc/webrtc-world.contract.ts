/**
 * A world of real WebRTC for the contract and the fault tests: node-datachannel, sockets on the loopback, and the
 * signaling server's own rooms. It stands among the contracts because it needs both a server and Node.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installNodeGlobals, nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';
import { createRooms, type Rooms } from '../../../signaling/rooms/rooms.ts';
import { createSignalServer, type SignalServer } from '../../../signaling/rooms/signal-server.ts';
import { topicFor } from '../../../signaling/rooms/topic-for.ts';
import type { LogId, Topic } from '../../protocol/ids.ts';
import type { Published } from '../../protocol/signal.ts';
import type { Clock } from '../clock.ts';
import type { TransportWorld } from '../transport.contract.ts';
import { createCast, type Cast, type NewPeer, type TestPeer } from '../transport.fixture.ts';
import type { LinkEvent } from './link-host.ts';
import { createWebRtcTransport } from './webrtc-transport.ts';
import type { Wrtc } from './wrtc.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** What happens to a signal on its way from the server to a peer: how often it is delivered, and how late. */
export type SignalFate = (topic: Topic, data: Published) => readonly { readonly afterMs: number }[];

/** Stands between the server and a peer: passes on what it likes, when it likes. */
export type Middle = (topic: Topic, data: Published, pass: (data: Published) => void) => void;

export interface WebRtcWorld extends TransportWorld {
  readonly cast: Cast;
  readonly rooms: Rooms;
  readonly server: SignalServer;
  readonly signalUrl: string;
  setFate(fate: SignalFate | undefined): void;
  setMiddle(middle: Middle): void;
  /** What links refused, by peer. */
  readonly refusals: ReadonlyMap<TestPeer, LinkEvent[]>;
  readonly faults: unknown[];
  place(options: NewPeer): Promise<TestPeer>;
  /** Enters the room and tells the server about links, as the session does. */
  enter(peer: TestPeer, policy?: 'direct' | 'relay'): Topic;
  topicOf(peer: TestPeer): Topic;
  /** Closes the data channels of the peer, as a failing connection does; both sides see it. */
  hangUp(peer: TestPeer): void;
  /** Sends bytes on the open data channels of the peer, past its guard; where it is named, on that one alone. */
  sendRaw(peer: TestPeer, bytes: Uint8Array | string, label?: string): void;
  /** Opens one more data channel on the connections of the peer, past its guard. */
  openRaw(peer: TestPeer, label: string): void;
  /** Data channels that are open, of all peers. */
  openChannels(): number;
  /** Data channel messages sent by the peer; pings and pongs, whose number is a matter of time, aside. */
  sent(peer: TestPeer): number;
}

const patienceMs = 30_000;

export async function createWebRtcWorld(clock: Clock = realClock): Promise<WebRtcWorld> {
  const faults: unknown[] = [];
  const globals = installNodeGlobals({ onFault: (error) => faults.push(error) });
  const secret = randomBytes(32);
  const cast = await createCast(() => Date.now());
  const inner = createRooms({ clock: realClock, random: Math.random });
  let fate: SignalFate | undefined;
  let middle: Middle | undefined;
  const timers = new Set<NodeJS.Timeout>();
  const rooms: Rooms = { ...inner, subscribe: subscribeWithFate };
  const faulty = new Map<object, Parameters<Rooms['subscribe']>[1]>();
  const server = createSignalServer({
    rooms,
    clock: realClock,
    onFault: (error) => faults.push(error),
  });
  const http = createServer((_request, response) => response.writeHead(404).end());
  http.on('upgrade', (request, socket, head) => server.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const signalUrl = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/signal`;
  const peers = new Set<TestPeer>();
  const cut = new Set<TestPeer>();
  const sent = new Map<TestPeer, number>();
  const channels = new Map<TestPeer, Set<NodeChannel>>();
  const openers = new Map<TestPeer, Set<(label: string) => void>>();
  const refusals = new Map<TestPeer, LinkEvent[]>();
  const reports = new Map<TestPeer, Set<LogId>>();

  function subscribeWithFate(...[topic, subscriber]: Parameters<Rooms['subscribe']>) {
    let wrapped = faulty.get(subscriber);
    if (wrapped === undefined) {
      wrapped = {
        deliver(to, data) {
          if (middle !== undefined) middle(to, data, (other) => subscriber.deliver(to, other));
          else deliver(() => subscriber.deliver(to, data), to, data);
        },
      };
      faulty.set(subscriber, wrapped);
    }
    return inner.subscribe(topic, wrapped);
  }
  rooms.unsubscribe = (topic, subscriber) =>
    inner.unsubscribe(topic, faulty.get(subscriber) ?? subscriber);
  rooms.publish = (topic, by, data) => inner.publish(topic, faulty.get(by) ?? by, data);

  function deliver(pass: () => void, topic: Topic, data: Published): void {
    for (const { afterMs } of fate?.(topic, data) ?? [{ afterMs: 0 }]) {
      if (afterMs === 0) pass();
      else {
        const timer = setTimeout(() => {
          timers.delete(timer);
          pass();
        }, afterMs);
        timers.add(timer);
      }
    }
  }

  function topicOf(peer: TestPeer): Topic {
    return topicFor(secret, peer.conversation, peer.log);
  }

  function report(peer: TestPeer): void {
    const before = reports.get(peer) ?? new Set();
    const now = new Set(peer.links().map(({ log }) => log));
    reports.set(peer, now);
    for (const log of now) {
      if (!before.has(log)) rooms.linkReported(peer.conversation, peer.log, log, true);
    }
    for (const log of before) {
      if (!now.has(log)) rooms.linkReported(peer.conversation, peer.log, log, false);
    }
  }

  function enter(peer: TestPeer, policy: 'direct' | 'relay' = 'direct'): Topic {
    const topic = topicOf(peer);
    const { participant } = peer.author;
    rooms.enter({
      topic,
      conversation: peer.conversation,
      participant: participant.id,
      log: peer.log,
      role: participant.role,
      policy,
    });
    return topic;
  }

  function connect(peer: TestPeer): void {
    const transport = createWebRtcTransport({
      signalUrl,
      wrtc: watchedWrtc({
        isCut: () => cut.has(peer),
        onChannel: (channel) => {
          const own = channels.get(peer) ?? new Set();
          channels.set(peer, own.add(channel));
        },
        onConnection: (open) => {
          const own = openers.get(peer) ?? new Set();
          openers.set(peer, own.add(open));
        },
        onSend: (data) => {
          const isPing = data instanceof Uint8Array && (data[0] === 8 || data[0] === 9);
          if (!isPing) sent.set(peer, (sent.get(peer) ?? 0) + 1);
        },
      }),
      clock,
      onFault: (error) => faults.push(error),
      onRefusal: (kind) => {
        const kinds = refusals.get(peer) ?? [];
        kinds.push(kind);
        refusals.set(peer, kinds);
        peer.changed();
      },
    });
    peer.join(transport, enter(peer));
  }

  async function place(options: NewPeer): Promise<TestPeer> {
    const peer = await cast.newPeer(options);
    peers.add(peer);
    peer.onChange(() => report(peer));
    const leave = peer.leave.bind(peer);
    peer.leave = () => {
      leave();
      rooms.leave(topicOf(peer));
    };
    connect(peer);
    return peer;
  }

  async function until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    let undo: (() => void)[] = [];
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const failed = () => reject(new Error(`It never came to pass that ${what}.`));
        timer = setTimeout(failed, patienceMs);
        undo = [...peers].map((peer) => peer.onChange(() => condition() && resolve()));
      });
    } finally {
      clearTimeout(timer);
      for (const each of undo) each();
    }
  }

  return {
    cast,
    rooms,
    server,
    signalUrl,
    refusals,
    faults,
    place,
    enter,
    topicOf,
    until,
    join: place,
    rejoin: connect,
    joinImpostor: async (options) =>
      place({ ...options, installation: (await createCast(() => Date.now())).installation }),
    setFate(next) {
      fate = next;
    },
    setMiddle(next) {
      middle = next;
    },
    hangUp(peer) {
      for (const channel of channels.get(peer) ?? []) channel.close();
    },
    openRaw(peer, label) {
      for (const open of openers.get(peer) ?? []) open(label);
    },
    sendRaw(peer, bytes, label) {
      for (const channel of channels.get(peer) ?? []) {
        if (label !== undefined && channel.label !== label) continue;
        if (channel.readyState === 'open') channel.send(bytes);
      }
    },
    openChannels: () =>
      [...channels.values()].flatMap((own) => [...own]).filter((each) => each.readyState === 'open')
        .length,
    sent: (peer) => sent.get(peer) ?? 0,
    /** Longer than it takes to connect and to be refused; nothing is waited for that could come as an event. */
    settle: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
    cut: (peer) => void cut.add(peer),
    mend: (peer) => void cut.delete(peer),
    async close() {
      for (const peer of peers) {
        peer.leave();
        peer.replica.close();
      }
      for (const timer of timers) clearTimeout(timer);
      await server.close();
      rooms.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      globals.restore();
    },
  };
}

interface Watch {
  readonly isCut: () => boolean;
  readonly onSend: (data: unknown) => void;
  readonly onChannel: (channel: NodeChannel) => void;
  readonly onConnection?: (open: (label: string) => void) => void;
}

interface NodeChannel {
  onmessage?: unknown;
  readonly label: string;
  readonly readyState: string;
  close(): void;
  send(data: unknown): void;
}

/** WebRTC of Node whose channels can be cut like a cable: nothing arrives, nothing says so. */
export function watchedWrtc(watch: Watch): Wrtc {
  const Base = nodeWrtc.RTCPeerConnection as unknown as new (config: unknown) => {
    createDataChannel(label: string, options?: object): NodeChannel;
    addEventListener(name: string, listener: (event: never) => void): void;
  };
  class Watched extends Base {
    constructor(config: unknown) {
      super(config);
      watch.onConnection?.((label) => super.createDataChannel(label));
      this.addEventListener('datachannel', ({ channel }: { channel: NodeChannel }) => {
        watchChannel(channel, watch);
      });
    }
    override createDataChannel(label: string, options?: object): NodeChannel {
      return watchChannel(super.createDataChannel(label, options), watch);
    }
  }
  return { ...nodeWrtc, RTCPeerConnection: Watched };
}

function watchChannel(channel: NodeChannel, { isCut, onSend, onChannel }: Watch): NodeChannel {
  onChannel(channel);
  const send = channel.send.bind(channel);
  let { onmessage } = channel;
  channel.send = (data) => {
    onSend(data);
    if (!isCut()) send(data);
  };
  Object.defineProperty(channel, 'onmessage', {
    get: () => (isCut() ? null : onmessage),
    set: (listener: unknown) => {
      onmessage = listener;
    },
  });
  return channel;
}
