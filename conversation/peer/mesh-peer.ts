/** One peer of the memory mesh: the link rules of `webrtc/` without a wire under them. */
import type { Certificate } from '../log/certificate.ts';
import { readStateVector, writeStateVector } from '../log/state-vector.ts';
import { readUpdate, splitAppends, writeUpdate } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';
import { unreachable } from '../protocol/result.ts';
import type { MeshFrame } from './memory-mesh.ts';
import type { Link, RoomConnection, RoomOptions } from './transport.ts';
import { missingEntries, positionsOf } from './webrtc/missing-entries.ts';

export interface MeshPeer {
  readonly log: LogId;
  readonly certificate: Certificate;
  readonly connection: Pick<
    RoomConnection,
    'links' | 'onLinks' | 'onTyping' | 'setTyping' | 'setIceServers'
  >;
  meet(other: MeshPeer): void;
  lose(other: MeshPeer): void;
  receive(from: MeshPeer, frame: MeshFrame): Promise<void>;
  /** Says to everybody what we hold, so that they send the rest. */
  resync(): void;
  close(): void;
}

interface Side {
  /** Undefined until the other side's hello was admitted. */
  link: Link | undefined;
  /** What the other side is known to hold; undefined until it said so once. */
  theirs: Map<LogId, number> | undefined;
  readonly certified: Set<LogId>;
}

export function createMeshPeer(
  room: RoomOptions,
  certificate: Certificate,
  send: (from: MeshPeer, to: MeshPeer, frame: MeshFrame) => void,
): MeshPeer {
  const { doc, gate } = room;
  const sides = new Map<MeshPeer, Side>();
  const onLinks = new Set<() => void>();
  const onTyping = new Set<(log: LogId, typing: boolean) => void>();
  let isTyping = false;

  function linksChanged(): void {
    for (const listener of onLinks) listener();
  }

  function sendState(to: MeshPeer): void {
    send(peer, to, { kind: 'state', stateVector: writeStateVector(positionsOf(doc)) });
  }

  /** Sends what the other side lacks by what is known of it: certificates first. */
  function sendMissing(to: MeshPeer, side: Side): void {
    if (side.theirs === undefined || side.link === undefined) return;
    const missing = missingEntries(doc, side.theirs);
    const certificates: Uint8Array[] = [];
    for (const { log, from, entries } of missing) {
      side.theirs.set(log, from + entries.length);
      const known = gate.certificateOf(log);
      if (side.certified.has(log) || known === undefined) continue;
      side.certified.add(log);
      certificates.push(known);
    }
    if (certificates.length > 0) send(peer, to, { kind: 'certificates', certificates });
    for (const appends of splitAppends(missing)) {
      send(peer, to, { kind: 'update', update: writeUpdate(appends) });
    }
  }

  function onUpdate(): void {
    for (const [other, side] of sides) sendMissing(other, side);
  }

  async function receiveHello(from: MeshPeer, side: Side, bytes: Uint8Array): Promise<void> {
    const admitted = await gate.admitCertificate(bytes);
    if (!admitted.ok || admitted.value.log === gate.log || sides.get(from) !== side) return;
    side.link = { log: admitted.value.log, certificate: admitted.value, path: 'direct' };
    side.certified.add(admitted.value.log).add(gate.log);
    sendState(from);
    if (isTyping) send(peer, from, { kind: 'typing', typing: true });
    linksChanged();
    sendMissing(from, side);
  }

  async function receiveUpdate(from: MeshPeer, side: Side, update: Uint8Array): Promise<void> {
    const read = readUpdate(update);
    if (!read.ok) return;
    for (const { log, from, entries } of read.value) {
      side.theirs?.set(log, Math.max(from + entries.length, side.theirs.get(log) ?? 0));
    }
    const admitted = await gate.admit(update, 'link');
    if (admitted.ok) return;
    const { reason } = admitted.refusal;
    if (reason === 'gap' || reason === 'unknown-log') sendState(from);
  }

  const peer: MeshPeer = {
    log: gate.log,
    certificate,
    connection: {
      links: () => [...sides.values()].flatMap(({ link }) => (link === undefined ? [] : [link])),
      onLinks(listener) {
        onLinks.add(listener);
        return () => onLinks.delete(listener);
      },
      onTyping(listener) {
        onTyping.add(listener);
        return () => onTyping.delete(listener);
      },
      setTyping(typing) {
        // While it lasts it is said again.
        if (!typing && !isTyping) return;
        isTyping = typing;
        for (const [other, side] of sides) {
          if (side.link !== undefined) send(peer, other, { kind: 'typing', typing });
        }
      },
      setIceServers() {
        // There is no ICE in memory.
      },
    },
    meet(other) {
      sides.set(other, { link: undefined, theirs: undefined, certified: new Set() });
      send(peer, other, { kind: 'hello', certificate: gate.certificate });
    },
    lose(other) {
      const side = sides.get(other);
      sides.delete(other);
      if (side?.link === undefined) return;
      for (const listener of onTyping) listener(side.link.log, false);
      linksChanged();
    },
    async receive(from, frame) {
      const side = sides.get(from);
      if (side === undefined) return;
      if (frame.kind === 'hello') return receiveHello(from, side, frame.certificate);
      if (side.link === undefined) return;
      switch (frame.kind) {
        case 'state': {
          const read = readStateVector(frame.stateVector);
          if (!read.ok) return;
          side.theirs = new Map(read.value);
          return sendMissing(from, side);
        }
        case 'certificates':
          for (const bytes of frame.certificates) await gate.admitCertificate(bytes);
          return;
        case 'update':
          return receiveUpdate(from, side, frame.update);
        case 'typing':
          for (const listener of onTyping) listener(side.link.log, frame.typing);
          return;
        default:
          return unreachable(frame);
      }
    },
    resync() {
      for (const [other, side] of sides) if (side.link !== undefined) sendState(other);
    },
    close() {
      doc.off('update', onUpdate);
      onLinks.clear();
      onTyping.clear();
    },
  };
  doc.on('update', onUpdate);
  return peer;
}
