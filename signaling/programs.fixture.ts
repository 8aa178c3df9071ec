/** main.ts and su.ts in processes of their own, over a data folder that is gone after the test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

export interface Program {
  readonly child: ChildProcess;
  /** Everything printed until now. */
  out(): string;
  err(): string;
  /** Resolves when the pattern was printed, and rejects when the program ended without. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number>;
}

export interface Programs {
  /** Of the running test; its data folder is `data` in it. */
  folder(): string;
  start(
    name: 'main' | 'su',
    args?: readonly string[],
    environment?: Record<string, string>,
  ): Program;
}

/** To be called once at the top of a test file. */
export function usePrograms(): Programs {
  let folder: string;
  const children = new Set<ChildProcess>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-programs-'));
  });
  afterEach(async () => {
    for (const child of children) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function start(
    name: 'main' | 'su',
    args: readonly string[] = [],
    environment: Record<string, string> = {},
  ): Program {
    const tsx = resolve(import.meta.dirname, '../node_modules/tsx/dist/loader.mjs');
    const child = spawn(
      process.execPath,
      ['--import', `file://${tsx}`, resolve(import.meta.dirname, `${name}.ts`), ...args],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'] ?? '',
          PORT: '0',
          DATA_DIR: join(folder, 'data'),
          ...environment,
        },
        stdio: 'pipe',
      },
    );
    children.add(child);
    let [out, err] = ['', ''];
    const looks = new Set<() => void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      for (const look of looks) look();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const ended = once(child, 'close').then(([code]) => {
      children.delete(child);
      return (code as number | null) ?? -1;
    });
    return {
      child,
      out: () => out,
      err: () => err,
      ended,
      prints: (pattern) =>
        new Promise((found, fail) => {
          const look = () => {
            const match = pattern.exec(out);
            if (match !== null) found(match);
          };
          looks.add(look);
          look();
          void ended.then((code) =>
            fail(new Error(`It ended with ${code} and said: ${out}${err}`)),
          );
        }),
    };
  }

  return { folder: () => folder, start };
}
