/** Small values that stay in this browser. A page that may not store works, and forgets on reload. */
export interface KeptValues {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
}

const prefix = 'parley.';

/** @param storage finds the browser's `localStorage`; reading it throws where the person blocked it. */
export function createKeptValues(storage: () => Storage): KeptValues {
  const memory = new Map<string, string>();
  const attempt = <Value>(work: (store: Storage) => Value): Value | undefined => {
    try {
      return work(storage());
    } catch {
      // Blocked or full: `memory` has it for as long as the page lives.
      return undefined;
    }
  };
  return {
    get: (name) =>
      memory.get(name) ?? attempt((store) => store.getItem(prefix + name)) ?? undefined,
    set(name, value) {
      attempt((store) => store.setItem(prefix + name, value));
      const isStored = attempt((store) => store.getItem(prefix + name)) === value;
      if (isStored) memory.delete(name);
      else memory.set(name, value);
    },
    delete(name) {
      memory.delete(name);
      attempt((store) => store.removeItem(prefix + name));
    },
  };
}
