/** Whether the disk takes what is written to it, by what the database's faults say. */
import type { Clock } from '../clock.ts';

/**
 * `passing`: it is full or cannot be written now; nothing was saved, and it may be tried again.
 * `broken`: after a failed sync, or in a damaged file, nobody knows what is on the disk. Trying again in this process
 * would ask the system about pages that it has given up; a new one reads, copies and syncs them anew.
 */
export type DiskFault = 'passing' | 'broken';

const codeOf = (fault: unknown) =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : '';

/** @returns undefined where the disk has no part in it */
export function diskFaultOf(fault: unknown): DiskFault | undefined {
  const code = codeOf(fault);
  if (/^SQLITE_(IOERR_(DIR_)?FSYNC|CORRUPT|NOTADB)/.test(code)) return 'broken';
  return /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|PERM)/.test(code) ? 'passing' : undefined;
}

export interface DiskHealth {
  /** To be told of every fault of the database. */
  saw(fault: unknown): void;
  /** False from a fault of the disk until a commit succeeds; one is tried every second. */
  isHealthy(): boolean;
  close(): void;
}

export interface DiskHealthOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** Writes and syncs something that changes nothing. */
  readonly tryCommit: () => Promise<void>;
  /** The process must end. @param code SQLite's name of the fault */
  readonly onBroken: (code: string) => void;
  readonly onChange: (isHealthy: boolean) => void;
}

const tryAgainMs = 1_000;

export function createDiskHealth(options: DiskHealthOptions): DiskHealth {
  let isHealthy = true;
  let isClosed = false;
  let cancel = () => {};

  function become(healthy: boolean): void {
    if (isHealthy === healthy) return;
    isHealthy = healthy;
    options.onChange(healthy);
  }

  function tryLater(): void {
    cancel = options.clock.after(tryAgainMs, () => {
      options.tryCommit().then(
        () => become(true),
        () => {
          // `saw` was told why.
          if (!isClosed) tryLater();
        },
      );
    });
  }

  return {
    saw(fault) {
      const kind = diskFaultOf(fault);
      if (kind === undefined || isClosed) return;
      if (kind === 'broken') options.onBroken(codeOf(fault));
      if (!isHealthy) return;
      become(false);
      tryLater();
    },
    isHealthy: () => isHealthy,
    close() {
      isClosed = true;
      cancel();
    },
  };
}
