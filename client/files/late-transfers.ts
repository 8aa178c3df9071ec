/** The way of files, whose code arrives after the page can be used: what is sent meanwhile waits for it. */
import type { Transfers } from './transfers.ts';

export interface LateTransfers extends Transfers {
  /** What was left unfinished goes on from then. */
  load(): void;
}

/** @param make loads the code; asked again by whoever wants something next, where that fails */
export function createLateTransfers(make: () => Promise<Transfers>): LateTransfers {
  const listeners = new Set<() => void>();
  let transfers: Transfers | undefined;
  let asked: Promise<Transfers> | undefined;
  let isClosed = false;

  async function begin(): Promise<Transfers> {
    const made = await make();
    if (isClosed) made.close();
    made.onChange(() => listeners.forEach((listener) => listener()));
    transfers = made;
    return made;
  }

  function loaded(): Promise<Transfers> {
    asked ??= begin().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  }

  let waiting: ((made: Transfers) => void)[] = [];

  function load(): void {
    loaded().then(
      (made) => {
        const tasks = waiting;
        waiting = [];
        for (const task of tasks) task(made);
      },
      // Asked for again with the next file, and when the page wakes up.
      () => undefined,
    );
  }

  /** In the order in which it was asked for. */
  function soon(task: (made: Transfers) => void): void {
    waiting.push(task);
    load();
  }

  return {
    load,
    send: (kept) => soon((made) => made.send(kept)),
    keep: (kept) => soon((made) => made.keep(kept)),
    sending: (hash) => transfers?.sending(hash),
    pause: (hash) => transfers?.pause(hash),
    resume: (hash) => transfers?.resume(hash),
    cancel: (hash) => transfers?.cancel(hash),
    receiving: async () => (await loaded()).receiving(),
    async addressOf(conversation, hash) {
      const made = await loaded().catch(() => undefined);
      return made?.addressOf(conversation, hash);
    },
    shared: {
      find: (conversation, hash) => transfers?.shared.find(conversation, hash),
      linked: (conversation) => transfers?.shared.linked(conversation),
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {
      if (waiting.length > 0) load();
      transfers?.wake();
    },
    close() {
      isClosed = true;
      transfers?.close();
    },
  };
}
