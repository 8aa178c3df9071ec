/** Keeps conversations for as long as the program runs: bots and tests. */
import type { ConversationId } from '../protocol/ids.ts';
import type { ConversationStore, Storage } from './storage.ts';

/** Beyond this many updates the whole document takes their place, so that it is not kept in thousands of pieces. */
const mergeAbove = 500;

interface Kept {
  updates: Uint8Array[];
  readonly values: Map<string, unknown>;
}

export function createMemoryStorage(): Storage {
  const conversations = new Map<ConversationId, Kept>();

  return {
    open: (conversation) => {
      const kept = conversations.get(conversation) ?? { updates: [], values: new Map() };
      conversations.set(conversation, kept);
      return Promise.resolve(openStore(kept));
    },
    forget: (conversation) => {
      conversations.delete(conversation);
      return Promise.resolve();
    },
  };
}

function openStore(kept: Kept): ConversationStore {
  const undo: (() => void)[] = [];

  return {
    read: () => Promise.resolve({ updates: [...kept.updates], values: new Map(kept.values) }),
    values: () => Promise.resolve(new Map(kept.values)),
    follow: ({ doc, snapshot }) => {
      const write = (update: Uint8Array) => {
        kept.updates.push(update);
        if (kept.updates.length > mergeAbove) kept.updates = [snapshot()];
      };
      doc.on('update', write);
      undo.push(() => doc.off('update', write));
    },
    written: () => Promise.resolve(),
    get: (name) => Promise.resolve(kept.values.get(name)),
    set: (name, value) => {
      kept.values.set(name, value);
      return Promise.resolve();
    },
    delete: (...names) => {
      for (const name of names) kept.values.delete(name);
      return Promise.resolve();
    },
    // Memory has no quota of its own.
    onTrouble: () => () => undefined,
    close: () => {
      for (const stop of undo.splice(0)) stop();
      return Promise.resolve();
    },
  };
}
