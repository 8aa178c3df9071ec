/** Work in order of arrival, per key; bounded in all. Everything waits for what was added without a key before it. */
export interface Turns {
  /** @param key '' for what concerns no conversation. @returns false where too much waits. */
  add(key: string, work: () => Promise<void>): boolean;
  /** Resolves when nothing of what was added so far is left. */
  idle(): Promise<void>;
}

/** @param most pieces of work that may wait or run. `work` must not reject. */
export function createTurns(most: number): Turns {
  const last = new Map<string, Promise<void>>();
  let waiting = 0;

  return {
    add(key, work) {
      if (waiting >= most) return false;
      waiting += 1;
      const before = [last.get(key), last.get('')].filter((it) => it !== undefined);
      const turn = Promise.all(before)
        .then(work)
        .finally(() => {
          waiting -= 1;
          if (last.get(key) === turn) last.delete(key);
        });
      last.set(key, turn);
      return true;
    },
    async idle() {
      await Promise.all(last.values());
    },
  };
}
