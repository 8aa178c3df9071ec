/**
 * A transport in memory for tests: nothing moves until the test flushes, and what goes wrong comes from a seed.
 *
 * Peers of one conversation meet when their certificates name the same conversation and different participants,
 * as the server's rooms introduce them. A peer is named by its log.
 */
import { decodeCertificate, type Certificate } from '../log/certificate.ts';
import type { LogId } from '../protocol/ids.ts';
import { createMeshPeer, type MeshPeer } from './mesh-peer.ts';
import type { RoomConnection, RoomOptions, Transport } from './transport.ts';

/** Probabilities from 0 to 1, of each frame. A dropped or overtaken frame is mended as on a real link: by a sync. */
export interface MeshFaults {
  readonly drop?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
}

export type MeshFrame =
  | { readonly kind: 'hello'; readonly certificate: Uint8Array }
  | { readonly kind: 'state'; readonly stateVector: Uint8Array }
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'typing'; readonly typing: boolean };

interface Pending {
  readonly from: MeshPeer;
  readonly to: MeshPeer;
  readonly frame: MeshFrame;
}

export interface MemoryMesh extends Transport {
  /** Delivers until nothing is on its way, frames sent meanwhile included. */
  flush(): Promise<void>;
  /** Delivers `count` frames, or fewer where there are fewer. */
  flushSome(count: number): Promise<void>;
  /** Frames on their way. */
  pending(): number;
  /** Frames delivered so far. */
  delivered(): number;
  /** Cuts every link of the peer that writes `log`; what was on its way is lost. */
  goOffline(log: LogId): void;
  /** Undoes `goOffline`: the links come back and both sides say what they hold. */
  goOnline(log: LogId): void;
  setFaults(faults: MeshFaults): void;
  /** Puts a frame on its way as if the peer that writes `from` had sent it: for hostile frames. */
  inject(from: LogId, to: LogId, frame: MeshFrame): void;
}

/**
 * @param options.settle lets work that the peers started by themselves go on (storing, signing) until it is done or
 * waits for the mesh; without it, only promises that are already fulfilled are worked off.
 */
export function createMemoryMesh(
  options: { seed?: number; settle?: () => Promise<void> } = {},
): MemoryMesh {
  const settle = options.settle ?? runMicrotasks;
  const random = seededRandom(options.seed ?? 1);
  const peers = new Set<MeshPeer>();
  const offline = new Set<LogId>();
  let queue: Pending[] = [];
  let faults: MeshFaults = {};
  let delivered = 0;

  function send(from: MeshPeer, to: MeshPeer, frame: MeshFrame): void {
    // Hellos and state vectors are what mends a link, so they are spared.
    const isSpared = frame.kind === 'hello' || frame.kind === 'state';
    if (!isSpared && random() < (faults.drop ?? 0)) return;
    const copies = !isSpared && random() < (faults.duplicate ?? 0) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const mayOvertake = !isSpared && random() < (faults.reorder ?? 0);
      const at = mayOvertake ? Math.floor(random() * (queue.length + 1)) : queue.length;
      queue.splice(at, 0, { from, to, frame });
    }
  }

  function connect(a: MeshPeer, b: MeshPeer): void {
    a.meet(b);
    b.meet(a);
  }

  function disconnect(a: MeshPeer, b: MeshPeer): void {
    queue = queue.filter(({ from, to }) => !((from === a && to === b) || (from === b && to === a)));
    a.lose(b);
    b.lose(a);
  }

  function meetOthers(peer: MeshPeer): void {
    for (const other of peers) {
      const isReachable = !offline.has(peer.log) && !offline.has(other.log);
      if (other !== peer && isReachable && belongTogether(peer.certificate, other.certificate)) {
        connect(peer, other);
      }
    }
  }

  async function deliverNext(): Promise<boolean> {
    const next = queue.shift();
    if (next === undefined) return false;
    delivered += 1;
    await next.to.receive(next.from, next.frame);
    return true;
  }

  function peerOf(log: LogId): MeshPeer {
    for (const peer of peers) if (peer.log === log) return peer;
    throw new Error(`No peer writes log ${log} in this mesh.`);
  }

  return {
    join(room: RoomOptions): RoomConnection {
      const decoded = decodeCertificate(room.gate.certificate);
      if (!decoded.ok) throw new Error(`The own certificate is unreadable: ${decoded.refusal}.`);
      const peer = createMeshPeer(room, decoded.value, send);
      peers.add(peer);
      meetOthers(peer);
      return {
        ...peer.connection,
        takeFile: () => undefined,
        wake: () => peer.resync(),
        close() {
          peers.delete(peer);
          for (const other of peers) disconnect(peer, other);
          peer.close();
        },
      };
    },
    async flush() {
      // A replica that stores before it sends moves on in later turns; the mesh waits for those too.
      do {
        while (await deliverNext());
        await settle();
      } while (queue.length > 0);
    },
    async flushSome(count) {
      for (let i = 0; i < count; i += 1) if (!(await deliverNext())) return;
    },
    pending: () => queue.length,
    delivered: () => delivered,
    goOffline(log) {
      offline.add(log);
      const peer = peerOf(log);
      for (const other of peers) if (other !== peer) disconnect(peer, other);
    },
    goOnline(log) {
      offline.delete(log);
      meetOthers(peerOf(log));
    },
    setFaults(next) {
      faults = next;
    },
    inject(from, to, frame) {
      queue.push({ from: peerOf(from), to: peerOf(to), frame });
    },
  };
}

function belongTogether(a: Certificate, b: Certificate): boolean {
  return a.conversation === b.conversation && a.participant !== b.participant;
}

async function runMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** mulberry32: small, and the same sequence everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
