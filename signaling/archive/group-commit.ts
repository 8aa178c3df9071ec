/**
 * Many small writes, one fsync: whatever is asked for within a few milliseconds is committed together,
 * and nobody is answered before the commit. Where little is asked for, nobody waits for company that does not come.
 */
import type { Clock } from '../clock.ts';

export interface GroupCommit<Item, Answer> {
  /** Resolves after the commit that holds `item`; rejects with the fault of a commit that failed. */
  add(item: Item): Promise<Answer>;
  /** Commits what is waiting; resolves when it is done. Later `add`s are refused. */
  close(): Promise<void>;
}

export interface GroupCommitOptions<Item, Answer> {
  /** Writes all in one transaction and returns an answer per item, in order. Throws: nothing was written. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How long a batch waits for company. Left out: not at all; what comes during a commit goes into the next. */
  readonly wait?: {
    readonly delayMs: number;
    /** What comes so long after the last commit does not wait either. */
    readonly restMs: number;
    readonly clock: Pick<Clock, 'now' | 'after'>;
  };
  /** A full batch waits no longer at all. */
  readonly most: number;
}

interface Pending<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: unknown) => void;
}

/** One commit runs at a time; what comes meanwhile goes into the next. */
export function createGroupCommit<Item, Answer>(
  options: GroupCommitOptions<Item, Answer>,
): GroupCommit<Item, Answer> {
  let pending: Pending<Item, Answer>[] = [];
  let cancelTimer: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let isClosed = false;
  let lastEndedAt = options.wait?.clock.now() ?? 0;

  async function commitOne(batch: readonly Pending<Item, Answer>[]): Promise<void> {
    try {
      const answers = await options.commit(batch.map((it) => it.item));
      if (answers.length !== batch.length) throw new Error('A commit answers every item.');
      batch.forEach((it, i) => it.resolve(answers[i] as Answer));
    } catch (fault) {
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) {
        only.reject(fault);
        return;
      }
      // One item that cannot be written must not refuse the others: each is tried once more, alone.
      for (const it of batch) await commitOne([it]);
    }
  }

  async function run(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending.slice(0, options.most);
      pending = pending.slice(options.most);
      await commitOne(batch);
    }
    lastEndedAt = options.wait?.clock.now() ?? 0;
    running = undefined;
  }

  function flush(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    running ??= run();
  }

  const hasRested = ({ restMs, clock }: NonNullable<typeof options.wait>) =>
    clock.now() - lastEndedAt >= restMs;

  return {
    add(item) {
      if (isClosed) return Promise.reject(new Error('The archive is closed.'));
      return new Promise((resolve, reject) => {
        pending.push({ item, resolve, reject });
        if (running !== undefined) return;
        const { wait, most } = options;
        if (wait === undefined || pending.length >= most || hasRested(wait)) flush();
        else cancelTimer ??= wait.clock.after(wait.delayMs, flush);
      });
    },
    async close() {
      isClosed = true;
      if (pending.length > 0) flush();
      await running;
    },
  };
}
