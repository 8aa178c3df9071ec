/** Time as an argument. The real one is made at the edge; tests move one by hand. */
export interface Clock {
  /** Milliseconds of Unix time. */
  readonly now: () => number;
  /** Calls `task` once, `delayMs` from now, unless the returned undo is called first. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** The clock of this process. Its timers do not keep a process alive that has nothing else to do. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/**
 * Again and again: `intervalMs` after the last one ended. The task sees to its own faults.
 *
 * @returns the undo
 */
export function every(clock: Clock, intervalMs: number, task: () => Promise<void>): () => void {
  let isOver = false;
  let cancel = () => {};
  const wait = () => {
    cancel = clock.after(intervalMs, () => {
      void task().then(() => {
        if (!isOver) wait();
      });
    });
  };
  wait();
  return () => {
    isOver = true;
    cancel();
  };
}
