/** Whatever a measurement starts ends with it: when it is done, when it fails, and when somebody presses Ctrl-C. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Leftovers {
  /** A new folder, which goes at the end with all that is in it. */
  folder(): string;
  /** @param signal ends it; one that it cannot ignore, unless it has something of its own to end */
  keep(child: ChildProcess, signal?: NodeJS.Signals): void;
  /** Ends this one now. */
  end(child: ChildProcess): Promise<void>;
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

export async function withLeftovers<Value>(
  work: (leftovers: Leftovers) => Promise<Value>,
): Promise<Value> {
  const folders: string[] = [];
  const children = new Map<ChildProcess, NodeJS.Signals>();

  async function end(child: ChildProcess): Promise<void> {
    const signal = children.get(child) ?? 'SIGKILL';
    children.delete(child);
    if (!isRunning(child)) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  function removeFolders(): void {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  function interrupt(signal: NodeJS.Signals): void {
    for (const [child, how] of children) child.kill(how);
    removeFolders();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    // Nobody else listens, so this ends us, as whoever sent it expects.
    process.kill(process.pid, signal);
  }

  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    return await work({
      folder() {
        const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
        folders.push(folder);
        return folder;
      },
      keep: (child, signal = 'SIGKILL') => void children.set(child, signal),
      end,
    });
  } finally {
    await Promise.all([...children.keys()].map(end));
    removeFolders();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
