/**
 * What y-webrtc's connection to the signaling server lacks: it checks nothing that it is told, throws for an answer
 * to a connection that is gone, sends on a socket that is not open yet, and believes in a dead socket for 45 s.
 * One such connection is shared by all rooms of a process, so its upkeep is, too.
 */
import * as v from 'valibot';
import { published } from '../../protocol/signal.ts';
import type { Clock } from '../clock.ts';
import { linkLimits } from './link-limits.ts';

/** The members of y-webrtc's SignalingConn (lib0 WebsocketClient) that are used here. */
export interface StockSignaling {
  ws: {
    close(): void;
    onopen: unknown;
    onmessage: unknown;
    onclose: unknown;
    onerror: unknown;
  } | null;
  connected: boolean;
  connecting: boolean;
  lastMessageReceived: number;
  readonly _observers: Map<string, Set<(...args: unknown[]) => void>>;
  on(name: string, listener: (...args: never[]) => void): unknown;
  off(name: string, listener: (...args: never[]) => void): void;
  send(message: unknown): void;
  connect(): void;
}

/** What is looked up in the room that a signal is for. */
export interface SignaledRoom {
  /** y-webrtc's connections by the alias of the other side. */
  connections(): ReadonlyMap<string, { readonly peer: { readonly destroyed: boolean } }>;
  onFault(error: unknown): void;
}

export interface SignalUpkeep {
  readonly rooms: Map<string, SignaledRoom>;
  /** Connects at once where it waits, and replaces a socket that does not answer. */
  wake(clock: Clock): void;
}

const upkeepOf = Symbol.for('parley.signal-upkeep');
const publish = v.object({ type: v.literal('publish'), topic: v.string(), data: published });
/** A signaling server answers a ping within a round trip. */
const answerWithinMs = 3_000;

/** Takes care of a connection from the first call on. @returns the same upkeep for the same connection. */
export function keepUp(signaling: StockSignaling): SignalUpkeep {
  const marked = signaling as StockSignaling & { [upkeepOf]?: SignalUpkeep };
  return (marked[upkeepOf] ??= startUpkeep(signaling));
}

function startUpkeep(signaling: StockSignaling): SignalUpkeep {
  const rooms = new Map<string, SignaledRoom>();
  const answered = new WeakSet<object>();
  let isWaking = false;

  /** Only what fits the connections of the room goes on to y-webrtc. */
  function fits(room: SignaledRoom, data: v.InferOutput<typeof published>): boolean {
    const connections = room.connections();
    const known = connections.get(data.from);
    const mayMake = known === undefined && connections.size < linkLimits.connectionsPerRoom;
    if (data.type === 'announce') return mayMake;
    if (data.signal.type === 'offer') return mayMake;
    if (known === undefined || known.peer.destroyed) return false;
    if (data.signal.type === 'candidate') return true;
    if (answered.has(known)) return false;
    answered.add(known);
    return true;
  }

  const [stock] = signaling._observers.get('message') ?? [];
  if (stock === undefined) throw new Error('y-webrtc 10 listens to its signaling connection.');
  signaling.off('message', stock);
  signaling.on('message', (message: unknown) => {
    const parsed = v.safeParse(publish, message);
    const room = parsed.success ? rooms.get(parsed.output.topic) : undefined;
    if (!parsed.success || room === undefined || !fits(room, parsed.output.data)) return;
    try {
      stock(parsed.output);
    } catch (error) {
      room.onFault(error);
    }
  });

  const send = signaling.send.bind(signaling);
  signaling.send = (message) => {
    // What is said while there is no connection is said again when there is one: rooms announce themselves then.
    if (signaling.connected) send(message);
  };

  function replaceSocket(): void {
    const { ws } = signaling;
    if (ws === null) return;
    ws.onopen = ws.onmessage = ws.onclose = null;
    ws.onerror = () => undefined;
    signaling.ws = null;
    signaling.connected = signaling.connecting = false;
    ws.close();
    signaling.connect();
  }

  return {
    rooms,
    wake(clock) {
      if (!signaling.connected) {
        if (rooms.size > 0) signaling.connect();
        return;
      }
      if (isWaking) return;
      isWaking = true;
      const before = signaling.lastMessageReceived;
      signaling.send({ type: 'ping' });
      clock.after(answerWithinMs, () => {
        isWaking = false;
        const isSilent = signaling.connected && signaling.lastMessageReceived === before;
        if (isSilent && rooms.size > 0) replaceSocket();
      });
    },
  };
}
