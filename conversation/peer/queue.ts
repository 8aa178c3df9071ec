/** Works off tasks strictly one after the other. A task that fails does not stop the next one. */
export interface Queue {
  /**
   * A task that has nobody before it begins before this comes back: what it asks of other threads is under way while
   * the caller goes on.
   *
   * @returns what the task returns, or its rejection.
   */
  run<Value>(task: () => Promise<Value>): Promise<Value>;
}

export function createQueue(): Queue {
  const waiting: (() => void)[] = [];
  let isBusy = false;

  async function work<Value>(task: () => Promise<Value>): Promise<Value> {
    isBusy = true;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) isBusy = false;
      else next();
    }
  }

  return {
    run: (task) =>
      isBusy ? new Promise<void>((go) => waiting.push(go)).then(() => work(task)) : work(task),
  };
}
