/** One thing after the other for each key, whatever becomes of the ones before; remembers only what is under way. */
export interface Turns<Key> {
  run<Value>(key: Key, task: () => Promise<Value>): Promise<Value>;
  /** Resolves when all that was asked for so far is done. */
  idle(): Promise<void>;
}

export function createTurns<Key>(): Turns<Key> {
  const last = new Map<Key, Promise<void>>();
  return {
    run(key, task) {
      const turn = (last.get(key) ?? Promise.resolve()).then(task);
      // The next turn goes ahead whatever became of this one; the caller hears of the fault.
      const done = turn.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, done);
      void done.then(() => {
        if (last.get(key) === done) last.delete(key);
      });
      return turn;
    },
    async idle() {
      await Promise.all(last.values());
    },
  };
}
