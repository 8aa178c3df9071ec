/**
 * The lease on a log: as long as it is stored, entries may leave before the journal has them, because a start that
 * finds it takes a new log. It is taken when somebody begins to type, so that nobody waits for the disk between
 * Enter and the other screen, and given back in the quiet afterwards, so that a reload can go on with the log.
 */
import type { Clock } from './clock.ts';

export interface LeaseOptions {
  readonly clock: Pick<Clock, 'after'>;
  isStored(): boolean;
  /** Resolves when it is stored, or when it turned out that it cannot be. One at a time, in order. */
  store(held: boolean): Promise<void>;
  onFault(error: unknown): void;
}

export interface Lease {
  take(): void;
  giveBack(): void;
  /** Something that is being stored while its entry has left already. */
  track(storing: Promise<void>): void;
  close(): void;
}

/** Between two messages of one thought. */
const quietMs = 500;

export function createLease(options: LeaseOptions): Lease {
  let isWanted = false;
  let storing = 0;
  let stopWaiting = () => undefined as void;

  function store(held: boolean): void {
    options.store(held).catch((error: unknown) => options.onFault(error));
  }

  function letGoSoon(): void {
    stopWaiting();
    if (isWanted || storing > 0 || !options.isStored()) return;
    stopWaiting = options.clock.after(quietMs, () => {
      if (!isWanted && storing === 0 && options.isStored()) store(false);
    });
  }

  return {
    take() {
      stopWaiting();
      if (isWanted) return;
      isWanted = true;
      if (!options.isStored()) store(true);
    },
    giveBack() {
      isWanted = false;
      letGoSoon();
    },
    track(work) {
      storing += 1;
      work
        .catch((error: unknown) => options.onFault(error))
        .finally(() => {
          storing -= 1;
          letGoSoon();
        });
    },
    close: () => stopWaiting(),
  };
}
