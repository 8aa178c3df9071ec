/** Which pieces of our code ran, as V8 counts them: an input that reached a new one is worth changing further. */
import { Session, type Profiler } from 'node:inspector';

export interface Coverage {
  /** @returns how many pieces ran for the first time since the last call. */
  fresh(): number;
  close(): void;
}

/** @param isOurs by the address of a script. */
export function watchCoverage(isOurs: (url: string) => boolean): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Set<string>();

  /** Within one thread the inspector answers before `post` returns. */
  function take(): readonly Profiler.ScriptCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error;
      scripts = taken.result;
    });
    return scripts;
  }

  return {
    fresh() {
      const before = seen.size;
      for (const { url, functions } of take()) {
        if (!isOurs(url)) continue;
        for (const { ranges } of functions) {
          for (const { startOffset, endOffset, count } of ranges) {
            if (count > 0) seen.add(`${url}:${startOffset}:${endOffset}`);
          }
        }
      }
      return seen.size - before;
    },
    close() {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
