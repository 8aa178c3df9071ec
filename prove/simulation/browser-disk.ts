/**
 * What a device keeps: one queue of writes for each program and conversation, as IndexedDB's transactions are. A write
 * takes time; a program that crashes loses those that were not done, but for some that were done and not yet told.
 */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { ConversationStore, Storage } from '../../conversation/peer/storage.ts';
import type { Chance } from './chance.ts';
import { InjectedFault } from './injected-fault.ts';
import type { Life } from './life.ts';
import type { Schedule } from './schedule.ts';

export interface BrowserDisk {
  storageFor(life: Life): Storage;
  /** Everything is lost. */
  wipe(): void;
  setFull(isFull: boolean): void;
  /** Whether a value or the document of a conversation holds these bytes. */
  holds(bytes: Uint8Array): boolean;
}

export interface BrowserDiskOptions {
  readonly schedule: Schedule;
  readonly chance: Chance;
  /** Mutants. */
  readonly mutant: 'none' | 'tells before it stores' | 'keeps the key when wiped';
}

interface Kept {
  readonly updates: Uint8Array[];
  readonly values: Map<string, unknown>;
}

interface Write {
  /** Resolves or rejects for whoever asked; `apply` alone is what a crash may leave. */
  readonly apply: () => void;
  readonly tell: () => void;
}

const writeMs = [0, 4] as const;
/** For the mutant that tells before it stores. */
const lateByMs = [500, 5_000] as const;

export function createBrowserDisk(options: BrowserDiskOptions): BrowserDisk {
  const { schedule, chance, mutant } = options;
  const conversations = new Map<ConversationId, Kept>();
  let isFull = false;

  function keptOf(conversation: ConversationId): Kept {
    const kept = conversations.get(conversation) ?? { updates: [], values: new Map() };
    conversations.set(conversation, kept);
    return kept;
  }

  function openStore(kept: Kept, life: Life): ConversationStore {
    const waiting: Write[] = [];
    const trouble = new Set<(message: string) => void>();
    const undo: (() => void)[] = [];
    let freeAt = 0;

    life.onEnd(() => {
      const done = chance.below(waiting.length + 1);
      for (const { apply } of waiting.splice(0).slice(0, done)) apply();
    });

    function enqueue(write: Write, takesMs: readonly [number, number] = writeMs): void {
      waiting.push(write);
      freeAt = Math.max(freeAt, schedule.now() + chance.between(...takesMs));
      schedule.after(freeAt - schedule.now(), () => {
        if (!life.isAlive() || waiting.shift() !== write) return;
        write.apply();
        write.tell();
      });
    }

    /** @param change what is different afterwards; it may fail where the disk is full. */
    function ask<Value>(change: () => void, needsRoom: boolean, read: () => Value): Promise<Value> {
      if (!life.isAlive()) return new Promise(() => undefined);
      if (needsRoom && mutant === 'tells before it stores') {
        enqueue({ apply: change, tell: () => undefined }, lateByMs);
        return Promise.resolve(read());
      }
      return new Promise((resolve, reject) => {
        let wasFull = false;
        enqueue({
          apply() {
            wasFull = needsRoom && isFull;
            if (!wasFull) change();
          },
          tell: () =>
            wasFull ? reject(new InjectedFault('The device is full.')) : resolve(read()),
        });
      });
    }

    const nothing = () => undefined;
    return {
      read: () => ask(nothing, false, () => ({ updates: [...kept.updates], values: copyOf(kept) })),
      values: () => ask(nothing, false, () => copyOf(kept)),
      follow({ doc }) {
        const write = (update: Uint8Array) => {
          if (!life.isAlive()) return;
          let wasFull = false;
          enqueue({
            apply() {
              wasFull = isFull;
              if (!wasFull) kept.updates.push(update);
            },
            tell() {
              if (wasFull) for (const listener of trouble) listener('The device is full.');
            },
          });
        };
        doc.on('update', write);
        undo.push(() => doc.off('update', write));
      },
      written: () => ask(nothing, false, nothing),
      get: (name) => ask(nothing, false, () => structuredClone(kept.values.get(name))),
      set(name, value) {
        const copy = structuredClone(value);
        return ask(() => void kept.values.set(name, copy), true, nothing);
      },
      delete: (...names) =>
        ask(() => names.forEach((name) => kept.values.delete(name)), false, nothing),
      onTrouble(listener) {
        trouble.add(listener);
        return () => trouble.delete(listener);
      },
      async close() {
        for (const stop of undo.splice(0)) stop();
        await ask(nothing, false, nothing);
      },
    };
  }

  return {
    storageFor: (life) => ({
      open: (conversation) =>
        life.isAlive()
          ? Promise.resolve(openStore(keptOf(conversation), life))
          : new Promise(() => undefined),
      forget(conversation) {
        conversations.delete(conversation);
        return Promise.resolve();
      },
    }),
    wipe() {
      for (const kept of conversations.values()) {
        kept.updates.length = 0;
        for (const [name, value] of kept.values) {
          if (mutant === 'keeps the key when wiped' && isKey(name))
            forgetJournal(kept, name, value);
          else kept.values.delete(name);
        }
      }
    },
    setFull: (next) => {
      isFull = next;
    },
    holds: (bytes) =>
      [...conversations.values()].some(
        ({ updates, values }) =>
          updates.some((update) => contains(update, bytes)) ||
          [...values.values()].some((value) => containsDeep(value, bytes)),
      ),
  };
}

const isKey = (name: string) => /^(slot\/|certificates$|installation-key$|facts$)/.test(name);

/** As if a log could be gone on with by whoever has its key. */
function forgetJournal(kept: Kept, name: string, value: unknown): void {
  if (!name.startsWith('slot/') || typeof value !== 'object') return;
  kept.values.set(name, { ...value, journalFrom: 0, leased: false });
}

const copyOf = ({ values }: Kept) =>
  new Map([...values].map(([name, value]) => [name, structuredClone(value)]));

function contains(all: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(all.buffer, all.byteOffset, all.byteLength).includes(Buffer.from(part));
}

function containsDeep(value: unknown, part: Uint8Array): boolean {
  if (value instanceof Uint8Array) return contains(value, part);
  if (typeof value === 'string') return contains(Buffer.from(value), part);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((each) => containsDeep(each, part));
}
