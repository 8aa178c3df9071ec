/** Works off tasks strictly one after the other. A task that fails does not stop the next one. */
export interface Queue {
  /** @returns what the task returns, or its rejection. */
  run<Value>(task: () => Promise<Value>): Promise<Value>;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const done = last.then(task);
      // Whoever asked for the task hears of its failure; the queue only waits for its end.
      last = done.catch(() => undefined);
      return done;
    },
  };
}
