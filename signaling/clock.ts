/** Time as an argument: the same shape as `conversation/peer/clock.ts`, which the server may not import. */
export interface Clock {
  /** Milliseconds of Unix time. */
  now(): number;
  /** Calls `task` once, `delayMs` from now, unless the returned undo is called first. */
  after(delayMs: number, task: () => void): () => void;
}

/** The real one. Its timers alone do not keep the process alive. */
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
