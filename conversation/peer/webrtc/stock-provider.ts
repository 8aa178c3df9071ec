/**
 * The one door to y-webrtc: its stock provider, and the upkeep that it needs around it.
 *
 * What is undone here: its page-wide `beforeunload` handler (a download or a mailto link would end every
 * conversation), its BroadcastChannel (what comes that way passes no guard), the socket it keeps for ever.
 */
import * as broadcastChannel from 'lib0/broadcastchannel';
import { WebrtcProvider } from 'y-webrtc';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Topic } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { linkLimits } from './link-limits.ts';
import { keepUp, type SignaledRoom, type StockSignaling } from './signal-upkeep.ts';
import type { Wrtc } from './wrtc.ts';

export interface StockProvider {
  /** Subscribes and announces again, on a new socket where the old one is dead. */
  wake(): void;
  close(): void;
}

export interface StockProviderOptions {
  readonly topic: Topic;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly signalUrl: string;
  readonly clock: Clock;
  /** Guarded: see `guarded-connection.ts`. */
  readonly wrtc: Wrtc;
  readonly onFault: (error: unknown) => void;
}

/** The members of y-webrtc's Room that its types do not promise. */
interface StockRoom {
  readonly peerId: string;
  readonly webrtcConns: ReadonlyMap<string, { readonly peer: { readonly destroyed: boolean } }>;
  bcconnected: boolean;
  readonly _bcSubscriber: (...data: unknown[]) => unknown;
  readonly _beforeUnloadHandler: () => void;
}

/** Where y-webrtc registers its handler for the end of the page or process. */
interface Host {
  readonly window?: { removeEventListener(name: 'beforeunload', handler: () => void): void };
  readonly process?: { off(name: 'exit', handler: () => void): void };
}

export function openStockProvider(options: StockProviderOptions): StockProvider {
  const { topic, doc, awareness, signalUrl, clock } = options;
  // y-webrtc speaks of the document's client even where that is not the one that has a state.
  if (!awareness.meta.has(doc.clientID)) {
    awareness.meta.set(doc.clientID, { clock: 0, lastUpdated: clock.now() });
  }
  const provider = new WebrtcProvider(topic, doc, {
    signaling: [signalUrl],
    awareness,
    maxConns: linkLimits.connectionsPerRoom,
    // simple-peer's own defaults name public STUN servers; the guarded connection has its own configuration.
    peerOpts: { wrtc: options.wrtc, config: {} },
  });
  const room = () => provider.room as unknown as StockRoom | null;
  const signaling = provider.signalingConns as unknown as StockSignaling[];
  const signaled: SignaledRoom = {
    connections: () => room()?.webrtcConns ?? new Map<string, never>(),
    onFault: options.onFault,
  };
  for (const connection of signaling) keepUp(connection).rooms.set(topic, signaled);
  let isClosed = false;

  // y-webrtc makes its room when its (absent) key is there, one microtask from now.
  const ready = provider.key.then(() => {
    const made = room();
    if (made === null) return;
    removeExitHandler(made);
    broadcastChannel.unsubscribe(topic, made._bcSubscriber);
    made.bcconnected = false;
  });
  void Promise.resolve(ready).then(() => sweepBroadcastChannel(topic));

  return {
    wake() {
      const made = room();
      for (const connection of signaling) {
        keepUp(connection).wake(clock);
        if (made === null) continue;
        connection.send({ type: 'subscribe', topics: [topic] });
        const data = { type: 'announce', from: made.peerId };
        connection.send({ type: 'publish', topic, data });
      }
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const connection of signaling) keepUp(connection).rooms.delete(topic);
      // Only `disconnect` lets go of the socket, only `destroy` of the room.
      provider.disconnect();
      provider.destroy();
      void Promise.resolve(provider.key.then(() => undefined)).then(() =>
        sweepBroadcastChannel(topic),
      );
    },
  };
}

function removeExitHandler(room: StockRoom): void {
  const host = globalThis as Host;
  if (host.window === undefined) host.process?.off('exit', room._beforeUnloadHandler);
  else host.window.removeEventListener('beforeunload', room._beforeUnloadHandler);
}

/** y-webrtc publishes once more after it unsubscribed, which opens the channel again and for good. */
async function sweepBroadcastChannel(topic: Topic): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  const nobody = () => undefined;
  broadcastChannel.subscribe(topic, nobody);
  broadcastChannel.unsubscribe(topic, nobody);
}
