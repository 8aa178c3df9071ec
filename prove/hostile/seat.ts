/**
 * A seat in a conversation whose holder may say anything: a certified log and its key, a session, and direct links
 * on which every byte can be sent. It meets others as an honest peer does, then believes and checks nothing.
 */
import * as Y from 'yjs';
import { nodeWrtc } from '../../bots/runtime/node-webrtc.ts';
import type { Gate, RoomConnection } from '../../conversation/peer/transport.ts';
import { cut, framed } from '../../conversation/peer/webrtc/hostile-frames.fixture.ts';
import { createAssembler, readFrame, type Frame } from '../../conversation/peer/webrtc/frames.ts';
import { createWebRtcTransport } from '../../conversation/peer/webrtc/webrtc-transport.ts';
import type { Wrtc } from '../../conversation/peer/webrtc/wrtc.ts';
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import { readStateVector } from '../../conversation/log/state-vector.ts';
import { readUpdate, writeUpdate, type Append } from '../../conversation/log/update.ts';
import { fromBase64Url, type LogId } from '../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../conversation/protocol/result.ts';
import { createSystemClock } from '../../signaling/clock.ts';
import type { Peer } from '../../signaling/session/client.fixture.ts';
import { eventually } from './people.ts';
import { sendOn, type Sending } from './sending.ts';

export interface Seat {
  readonly peer: Peer;
  /** Logs at the other ends of links that were proven. */
  linkedTo(): readonly LogId[];
  /** Data channels that are open. */
  openChannels(): number;
  /** Of all open channels: what was sent and is still here. */
  unsentBytes(): number;
  /** Sends on every open channel, past everything that an honest program checks. */
  send(...messages: readonly (Uint8Array | string)[]): void;
  /** What the others sent over links, by log, from position 0. */
  readonly heard: ReadonlyMap<LogId, readonly Uint8Array[]>;
  /** What the other side says that it holds: positions by log. Slow: it is answered every two seconds. */
  askForState(): Promise<ReadonlyMap<LogId, number>>;
  /** Writes honestly: to the archive, and to whoever is linked. */
  say(...texts: readonly string[]): Promise<Append>;
  close(): Promise<void>;
}

/** @param url of the server. `installNodeGlobals` must have been called. */
export function takeSeat(url: string, peer: Peer): Seat {
  const { client, conversation, joined, writer, signer } = peer;
  if (joined.topic === undefined)
    throw new Error('There are no direct links in this conversation.');
  const channels = new Set<NodeChannel>();
  const heard = new Map<LogId, Uint8Array[]>();
  const states: ReadonlyMap<LogId, number>[] = [];
  const own = fromBase64Url(joined.certificate) ?? new Uint8Array();

  function hear(frame: Frame): void {
    if (frame.kind === 'state') {
      const read = readStateVector(frame.stateVector);
      if (read.ok) states.push(read.value);
    }
    if (frame.kind !== 'update') return;
    const read = readUpdate(frame.update);
    if (!read.ok) throw new Error(`An honest program sent a bad update: ${read.refusal}.`);
    for (const { log, from, entries } of read.value) {
      const held = heard.get(log) ?? [];
      for (const [i, bytes] of entries.entries()) held[from + i] = bytes;
      heard.set(log, held);
    }
  }

  const gate: Gate = {
    log: writer.log,
    certificate: own,
    sign: (bytes) => signer.sign(bytes),
    verify: () => Promise.resolve(true),
    admit: () => Promise.resolve(accept({ fresh: 0, holds: new Map() })),
    admitCertificate(bytes) {
      const certificate = decodeCertificate(bytes);
      return Promise.resolve(
        certificate.ok
          ? accept(certificate.value)
          : refuse({ reason: 'malformed', detail: certificate.refusal } as const),
      );
    },
    certificateOf: () => own,
  };
  const transport = createWebRtcTransport({
    signalUrl: `${url.replace(/^http/, 'ws')}/signal`,
    wrtc: tappedWrtc((channel) => {
      channels.add(channel);
      const assembler = createAssembler();
      channel.addEventListener('message', ({ data }) => {
        const read = data instanceof ArrayBuffer ? readFrame(new Uint8Array(data)) : undefined;
        if (read?.ok !== true) return;
        if (read.value.kind !== 'piece') return hear(read.value);
        const whole = assembler.add(read.value);
        if (whole.ok && whole.value !== undefined) hear(whole.value);
      });
    }),
    clock: createSystemClock(),
  });
  const room: RoomConnection = transport.join({
    topic: joined.topic,
    doc: new Y.Doc(),
    gate,
    iceServers: joined.iceServers,
    policy: 'direct',
  });
  let reported = new Set<LogId>();
  const report = (log: LogId, up: boolean) => client.send({ type: 'link', conversation, log, up });
  room.onLinks(() => {
    const now = new Set(room.links().map(({ log }) => log));
    for (const log of now) if (!reported.has(log)) report(log, true);
    for (const log of reported) if (!now.has(log)) report(log, false);
    reported = now;
  });
  const open = () => [...channels].filter(({ readyState }) => readyState === 'open');
  const send: Seat['send'] = (...messages) => {
    for (const channel of open()) sendOn(channel, messages);
  };
  return {
    peer,
    heard,
    linkedTo: () => room.links().map(({ log }) => log),
    openChannels: () => open().length,
    unsentBytes: () => open().reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    send,
    async askForState() {
      const before = states.length;
      send(framed(6));
      await eventually(
        'the other side says what it holds',
        () => states.length > before || undefined,
      );
      return new Map(states.at(-1));
    },
    async say(...texts) {
      const append = await peer.say(...texts);
      send(...cut(framed(4, writeUpdate([append]))));
      return append;
    },
    async close() {
      room.close();
      await client.close();
    },
  };
}

interface NodeChannel extends Sending {
  readonly bufferedAmount: number;
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Node's WebRTC, whose channels are also handed to `onChannel`. */
function tappedWrtc(onChannel: (channel: NodeChannel) => void): Wrtc {
  const Base = nodeWrtc.RTCPeerConnection as unknown as new (config: unknown) => {
    createDataChannel(label: string, options?: object): NodeChannel;
    addEventListener(
      name: 'datachannel',
      listener: (event: { readonly channel: NodeChannel }) => void,
    ): void;
  };
  class Tapped extends Base {
    constructor(config: unknown) {
      super(config);
      this.addEventListener('datachannel', ({ channel }) => onChannel(channel));
    }
    override createDataChannel(label: string, options?: object): NodeChannel {
      const channel = super.createDataChannel(label, options);
      onChannel(channel);
      return channel;
    }
  }
  return { ...nodeWrtc, RTCPeerConnection: Tapped };
}
