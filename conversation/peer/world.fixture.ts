/** Peers, a server and a mesh that move only when the test says so. */
import {
  generate,
  signerFor,
  createWebCryptoVerifier,
  type SubtleLike,
} from '../log/signatures.ts';
import { accept, refuse } from '../protocol/result.ts';
import type { Role } from '../protocol/conversation.ts';
import type { Peer } from './api.ts';
import { createManualClock, type ManualClock } from './clock.fixture.ts';
import { createFakeServer, type FakeServer } from './fake-server.fixture.ts';
import { createLogDocument } from './log-document.ts';
import { createMemoryMesh, seededRandom, type MemoryMesh } from './memory-mesh.ts';
import { createMemoryStorage } from './memory-storage.ts';
import type { PeerEvent } from './peer-options.ts';
import { createPeer } from './peer.ts';
import type { Locks } from './slot.ts';
import type { Storage } from './storage.ts';
import type { Transport } from './transport.ts';
import type { IceServer } from '../protocol/session.ts';
import type { BroadcastChannelLike } from './tabs.ts';

const real = globalThis as unknown as {
  crypto: { subtle: SubtleLike };
  setImmediate(task: () => void): void;
};
const turn = () => new Promise<void>((resolve) => real.setImmediate(resolve));

/** What programs of one browser share. */
export interface Device {
  readonly storage: Storage;
  readonly locks: Locks;
  channel(name: string): BroadcastChannelLike;
  /** As if every program had crashed: locks are free again and nothing is said any more. */
  crash(): void;
}

export interface World {
  readonly clock: ManualClock;
  readonly server: FakeServer;
  readonly mesh: MemoryMesh;
  readonly events: PeerEvent[];
  /** What a user's programs made connections with, or were to make them with from then on, in this order. */
  iceServersOf(user: string): readonly (readonly IceServer[])[];
  newDevice(storage?: Storage): Device;
  newPeer(user: string, device?: Device, options?: { direct?: boolean }): Peer;
  /** Lets everything that can happen without time passing happen. */
  settle(): Promise<void>;
  advance(ms: number): Promise<void>;
  /** The program dies: from here on it does nothing, stores nothing and says nothing. */
  kill(peer: Peer): void;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed?: number;
  readonly users?: Readonly<Record<string, Role>>;
  readonly connection?: 'direct' | 'server';
  readonly validForMs?: number;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = createManualClock(Date.UTC(2026, 10, 21, 12));
  const random = seededRandom(options.seed ?? 1);
  const tracked = trackSubtle(real.crypto.subtle);
  const installation = await signerFor(
    real.crypto.subtle,
    await generate(real.crypto.subtle, 'P-256'),
  );
  const server = createFakeServer({
    installation,
    verify: createWebCryptoVerifier(tracked.subtle),
    now: () => clock.now(),
    users: options.users ?? { client: 'client', agent: 'agent' },
    connection: options.connection ?? 'direct',
    validForMs: options.validForMs ?? 86_400_000,
  });
  const mesh = createMemoryMesh({ seed: options.seed ?? 1, settle: turn });
  const peers = new Map<Peer, Life>();
  const given = new Map<string, (readonly IceServer[])[]>();
  const events: PeerEvent[] = [];

  function noting(transport: Transport, user: string): Transport {
    const all = given.get(user) ?? [];
    given.set(user, all);
    return {
      join: (room) => {
        all.push(room.iceServers);
        return { ...transport.join(room), setIceServers: (servers) => void all.push(servers) };
      },
    };
  }

  async function settle(): Promise<void> {
    // Storing and signing take turns of the host's loop; a few quiet ones in a row mean that all is done.
    for (let quiet = 0; quiet < 6; quiet += 1) {
      if (mesh.pending() > 0 || server.pending() > 0 || tracked.running() > 0) quiet = 0;
      await mesh.flushSome(1_000);
      while (await server.deliverOne());
      await turn();
    }
  }

  return {
    clock,
    server,
    mesh,
    events,
    iceServersOf: (user) => given.get(user) ?? [],
    newDevice: (storage = createMemoryStorage()) => createDevice(storage),
    newPeer: (user, device = createDevice(createMemoryStorage()), { direct = true } = {}) => {
      const life = createLife();
      const peer = createPeer({
        serverUrl: 'ws://test/session',
        ticket: () =>
          Promise.resolve(
            server.isRunning()
              ? accept(server.ticket(user))
              : refuse({ ended: false, message: 'The server is away.' }),
          ),
        storage: mortalStorage(device.storage, life),
        locks: device.locks,
        channel: (name) => device.channel(name),
        ...(direct ? { transport: noting(mortalTransport(mesh, life), user) } : {}),
        makeDocument: () => Promise.resolve(createLogDocument),
        openSocket: () => {
          const socket = server.openSocket();
          life.onDeath(() => socket.close());
          return socket;
        },
        subtle: tracked.subtle,
        randomBytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
        random,
        clock: {
          now: () => clock.now(),
          after: (delayMs, task) => clock.after(delayMs, () => life.isAlive() && task()),
        },
        log: (event) => events.push(event),
      });
      peers.set(peer, life);
      return peer;
    },
    settle,
    advance: (ms) => clock.advance(ms, settle),
    kill: (peer) => {
      peers.get(peer)?.end();
      peers.delete(peer);
    },
    close: async () => {
      await settle();
      const done = Promise.all([...peers.keys()].map((peer) => peer.close()));
      await settle();
      await done;
    },
  };
}

function createDevice(storage: Storage): Device {
  let held = new Set<string>();
  let channels = new Set<{ readonly name: string; receive(data: unknown): void }>();
  return {
    storage,
    locks: {
      acquire: (name) => {
        const mine = held;
        if (mine.has(name)) return Promise.resolve(undefined);
        mine.add(name);
        return Promise.resolve(() => void mine.delete(name));
      },
    },
    channel: (name) => {
      const listeners: ((event: { readonly data: unknown }) => void)[] = [];
      const all = channels;
      const self = {
        name,
        receive: (data: unknown) => {
          if (all.has(self)) for (const listener of listeners) listener({ data });
        },
      };
      all.add(self);
      return {
        postMessage: (data) => {
          for (const other of all) {
            if (other !== self && other.name === name) real.setImmediate(() => other.receive(data));
          }
        },
        addEventListener: (_type, listener) => void listeners.push(listener),
        close: () => void all.delete(self),
      };
    },
    crash: () => {
      held = new Set();
      channels.clear();
      channels = new Set();
    },
  };
}

interface Life {
  isAlive(): boolean;
  onDeath(task: () => void): void;
  end(): void;
}

function createLife(): Life {
  const tasks: (() => void)[] = [];
  let isAlive = true;
  return {
    isAlive: () => isAlive,
    onDeath: (task) => void tasks.push(task),
    end: () => {
      isAlive = false;
      for (const task of tasks) task();
    },
  };
}

/** What a dead program asks for never comes about. */
function mortalStorage(storage: Storage, life: Life): Storage {
  const whileAlive = <Value>(task: () => Promise<Value>): Promise<Value> =>
    life.isAlive() ? task() : new Promise(() => {});
  return {
    open: (conversation) =>
      whileAlive(async () => {
        const store = await storage.open(conversation);
        life.onDeath(() => void store.close());
        return {
          read: () => whileAlive(() => store.read()),
          values: () => whileAlive(() => store.values()),
          follow: (doc) => store.follow(doc),
          written: () => whileAlive(() => store.written()),
          get: (name) => whileAlive(() => store.get(name)),
          set: (name, value) => whileAlive(() => store.set(name, value)),
          delete: (...names) => whileAlive(() => store.delete(...names)),
          onTrouble: (listener) => store.onTrouble(listener),
          close: () => whileAlive(() => store.close()),
        };
      }),
    forget: (conversation) => storage.forget(conversation),
  };
}

function mortalTransport(transport: Transport, life: Life): Transport {
  return {
    join: (room) => {
      const connection = transport.join(room);
      life.onDeath(() => connection.close());
      return connection;
    },
  };
}

/** Counts what the host's crypto is still working on. */
function trackSubtle(subtle: SubtleLike): { readonly subtle: SubtleLike; running(): number } {
  let running = 0;
  const track = async <Value>(task: () => Promise<Value>): Promise<Value> => {
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
    }
  };
  return {
    running: () => running,
    subtle: {
      generateKey: (...given) => track(() => subtle.generateKey(...given)),
      importKey: (...given) => track(() => subtle.importKey(...given)),
      exportKey: (...given) => track(() => subtle.exportKey(...given)),
      sign: (...given) => track(() => subtle.sign(...given)),
      verify: (...given) => track(() => subtle.verify(...given)),
    },
  };
}
