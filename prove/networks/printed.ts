import type { ChildProcess } from 'node:child_process';

/** Starting is not what is measured, and a machine may be busy. */
const limitMs = 120_000;

/** Waits until the program printed this. @throws with everything it printed, where it ends before or takes long. */
export function printed(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    let text = '';
    const giveUp = (why: string) => {
      clearTimeout(timer);
      fail(new Error(`${why} It printed:\n${text}`));
    };
    const timer = setTimeout(() => giveUp(`Nothing like ${pattern} was printed.`), limitMs);
    const look = (data: Buffer) => {
      text += data.toString();
      const match = pattern.exec(text);
      if (match === null) return;
      clearTimeout(timer);
      done(match);
    };
    // The program goes on being read, so that it is never kept waiting by a full pipe.
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (error) => giveUp(error.message));
    child.once('exit', (code, signal) => giveUp(`The program ended with ${code ?? signal}.`));
  });
}
