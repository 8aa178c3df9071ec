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
