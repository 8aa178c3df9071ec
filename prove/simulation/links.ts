/**
 * Direct links between programs: the link rules of `mesh-peer.ts` over a network that is slow, repeats, overtakes and
 * loses. What is lost ends the link after a while, as the silence of a reliable channel does, and another one is made.
 */
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import type { MeshFrame } from '../../conversation/peer/memory-mesh.ts';
import { createMeshPeer, type MeshPeer } from '../../conversation/peer/mesh-peer.ts';
import type { RoomOptions, Transport } from '../../conversation/peer/transport.ts';
import type { Chance } from './chance.ts';
import type { Setup } from './history.ts';
import type { Life } from './life.ts';
import type { Network } from './network.ts';
import type { Schedule } from './schedule.ts';

export interface Links {
  transportFor(program: number, life: Life): Transport;
  /** The links between the two end. */
  unlink(a: number, b: number): void;
  /** The room of a program, while it has one. */
  roomOf(program: number): RoomOptions | undefined;
  /** Delivers an update as if it came over a link. @returns false where the program has none. */
  inject(program: number, update: Uint8Array): boolean;
}

export interface LinksOptions {
  readonly setup: Setup;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly network: Network;
}

interface Node {
  readonly program: number;
  readonly room: RoomOptions;
  readonly peer: MeshPeer;
}

interface Link {
  readonly ends: readonly [Node, Node];
  /** When the last frame of each direction arrives. */
  readonly freeAt: Map<MeshPeer, number>;
  /** A frame was lost: nothing more arrives. */
  isStuck: boolean;
}

/** From meeting to the first frame: signals and ICE. */
const meetingMs = [30, 400] as const;
const againMs = [300, 2_500] as const;
/** How long silence is borne. */
const silenceMs = [200, 5_000] as const;

export function createLinks({ setup, schedule, chance, network }: LinksOptions): Links {
  const nodes = new Set<Node>();
  const links = new Set<Link>();

  const linkOf = (a: MeshPeer, b: MeshPeer) =>
    [...links].find(({ ends: [x, y] }) => {
      return (x.peer === a && y.peer === b) || (x.peer === b && y.peer === a);
    });

  function send(from: MeshPeer, to: MeshPeer, frame: MeshFrame): void {
    const link = linkOf(from, to);
    if (link === undefined || link.isStuck) return;
    const [a, b] = link.ends;
    const isLossy = network.isLossy();
    const isLost = isLossy && chance.happens(setup.loss);
    if (isLost || network.isParted(a.program, b.program)) {
      link.isStuck = true;
      schedule.after(chance.between(...silenceMs), () => end(link));
      return;
    }
    schedule.note('link', a.program, b.program, frame.kind);
    const isCopied = isLossy && chance.happens(setup.duplication);
    for (let copy = 0; copy <= (isCopied ? 1 : 0); copy += 1) {
      const mayOvertake = isLossy && chance.happens(setup.reordering);
      const soonest = schedule.now() + network.delayMs();
      const at = mayOvertake ? soonest : Math.max(soonest, link.freeAt.get(from) ?? 0);
      link.freeAt.set(from, Math.max(at, link.freeAt.get(from) ?? 0));
      schedule.after(at - schedule.now(), () => {
        if (links.has(link)) void to.receive(from, frame);
      });
    }
  }

  function end(link: Link): void {
    if (!links.delete(link)) return;
    const [a, b] = link.ends;
    a.peer.lose(b.peer);
    b.peer.lose(a.peer);
    meetSoon(a, b, againMs);
  }

  function meetSoon(a: Node, b: Node, within: readonly [number, number]): void {
    schedule.after(chance.between(...within), () => {
      if (!nodes.has(a) || !nodes.has(b) || linkOf(a.peer, b.peer) !== undefined) return;
      if (network.isParted(a.program, b.program)) return meetSoon(a, b, againMs);
      links.add({ ends: [a, b], freeAt: new Map(), isStuck: false });
      a.peer.meet(b.peer);
      b.peer.meet(a.peer);
    });
  }

  const nodeOf = (program: number) => [...nodes].find((node) => node.program === program);

  return {
    transportFor: (program, life) => ({
      join(room) {
        const own = decodeCertificate(room.gate.certificate);
        if (!own.ok) throw new Error(`The own certificate is unreadable: ${own.refusal}.`);
        const node: Node = { program, room, peer: createMeshPeer(room, own.value, send) };
        for (const other of nodes) {
          const isOther = other.peer.certificate.participant !== own.value.participant;
          if (isOther) meetSoon(other, node, meetingMs);
        }
        nodes.add(node);
        const leave = () => {
          nodes.delete(node);
          for (const link of links) {
            if (!link.ends.includes(node)) continue;
            links.delete(link);
            const [a, b] = link.ends;
            node.peer.lose(a === node ? b.peer : a.peer);
            // The other end hears nothing, and then that there is nothing to hear.
            const other = a === node ? b : a;
            schedule.after(chance.between(0, 1_000), () => other.peer.lose(node.peer));
          }
          node.peer.close();
        };
        life.onEnd(() => nodes.has(node) && leave());
        return {
          ...node.peer.connection,
          takeFile: () => undefined,
          wake: () => node.peer.resync(),
          close: () => nodes.has(node) && leave(),
        };
      },
    }),
    unlink(a, b) {
      for (const link of links) {
        const [x, y] = link.ends.map(({ program }) => program);
        if ((x === a && y === b) || (x === b && y === a)) end(link);
      }
    },
    roomOf: (program) => nodeOf(program)?.room,
    inject(program, update) {
      const node = nodeOf(program);
      const link = [...links].find(({ ends }) => node !== undefined && ends.includes(node));
      if (node === undefined || link === undefined) return false;
      const [a, b] = link.ends;
      void node.peer.receive(a === node ? b.peer : a.peer, { kind: 'update', update });
      return true;
    },
  };
}
