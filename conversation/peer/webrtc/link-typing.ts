/**
 * Who is typing, kept in a Yjs awareness of our own making: y-webrtc sends the local state from it, and what comes
 * over a link is written into it by us, under the log of that link and no other.
 */
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { createByteWriter, varUintLength } from '../../log/varuint.ts';
import { parseLogId, type LogId } from '../../protocol/ids.ts';

export interface LinkTyping {
  readonly awareness: Awareness;
  /** Whether we are typing. */
  typing(): boolean;
  setTyping(typing: boolean): void;
  /** The peer that writes `log` said so. */
  heard(log: LogId, typing: boolean): void;
  /** The link to the peer that writes `log` is gone, and with it what it said. */
  forget(log: LogId): void;
  onTyping(listener: (log: LogId, typing: boolean) => void): () => void;
  close(): void;
}

interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** @param log our own log: the client id under which our state goes out. */
export function createLinkTyping(log: LogId): LinkTyping {
  const listeners = new Set<(log: LogId, typing: boolean) => void>();
  // An Awareness takes the client id and a `destroy` event from its document; the replica's own document
  // would keep a listener of every room that was ever joined.
  const standIn = { clientID: log, on: () => undefined } as unknown as Y.Doc;
  const awareness = new Awareness(standIn);
  awareness.setLocalState({ typing: false });

  function typingOf(client: number): boolean {
    return awareness.getStates().get(client)?.['typing'] === true;
  }

  // Also of what holds: whoever hears nothing more takes the typing for over.
  awareness.on('update', ({ added, updated, removed }: AwarenessChange) => {
    for (const client of [...added, ...updated, ...removed]) {
      const other = client === log ? undefined : parseLogId(client);
      if (other === undefined) continue;
      for (const listener of listeners) listener(other, typingOf(client));
    }
  });

  return {
    awareness,
    typing: () => typingOf(log),
    setTyping(typing) {
      awareness.setLocalState({ typing });
    },
    heard(other, typing) {
      const clock = (awareness.meta.get(other)?.clock ?? 0) + 1;
      applyAwarenessUpdate(awareness, writeState(other, clock, typing), 'link');
    },
    forget(other) {
      removeAwarenessStates(awareness, [other], 'link');
      awareness.meta.delete(other);
    },
    onTyping(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      awareness.destroy();
    },
  };
}

/** An awareness update (y-protocols): count • (client • clock • JSON as a string). */
function writeState(client: LogId, clock: number, typing: boolean): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify({ typing }));
  const heads = varUintLength(client) + varUintLength(clock) + varUintLength(json.length);
  const writer = createByteWriter(1 + heads + json.length);
  writer.varUint(1);
  writer.varUint(client);
  writer.varUint(clock);
  writer.varUint(json.length);
  writer.bytes(json);
  return writer.done();
}
