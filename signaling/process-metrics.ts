/** What this process and its files take, for the operator. */
import { readdirSync, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

/** @returns the undo. */
export function watchProcess(metrics: Metrics, databasePath: string): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  metrics.gauge(
    'parley_event_loop_delay_seconds',
    'How late the loop was since somebody last looked: the 99th percentile.',
    () => {
      const seconds = delay.percentile(99) / 1e9;
      delay.reset();
      return seconds;
    },
  );
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () =>
    process.memoryUsage.rss(),
  );
  metrics.gauge(
    'process_heap_used_bytes',
    "What V8's heap holds, garbage included.",
    () => process.memoryUsage().heapUsed,
  );
  metrics.gauge('process_open_fds', 'Open files and sockets; 0 where nobody can say.', openFiles);
  metrics.gauge('parley_database_bytes', 'The database file.', () => sizeOf(databasePath));
  metrics.gauge('parley_wal_bytes', "The database's write-ahead log.", () =>
    sizeOf(`${databasePath}-wal`),
  );
  return () => delay.disable();
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    // Only Linux shows it there.
    return 0;
  }
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
