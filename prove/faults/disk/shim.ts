/** A disk that can be filled, broken and mended while a server runs: a small library that it is started with. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** errno of Linux, by name: what a disk answers. */
export const errnos = { EIO: 5, ENOSPC: 28, EROFS: 30, EDQUOT: 122 } as const;

export interface FailingDisk {
  /** For the server's environment. */
  readonly environment: Readonly<Record<string, string>>;
  fail(call: 'write' | 'sync', with_: keyof typeof errnos): void;
  mend(): void;
}

/** @returns undefined where it cannot be compiled */
export function buildFailingDisk(folder: string): FailingDisk | undefined {
  const library = join(folder, 'failing-disk.so');
  const control = join(folder, 'failing-disk.now');
  const source = resolve(import.meta.dirname, 'failing-disk.c');
  const built = spawnSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  if (built.status !== 0) return undefined;
  return {
    environment: {
      LD_PRELOAD: library,
      FAILING_DISK: control,
      FAILING_FILES: 'parley.sqlite',
    },
    fail: (call, name) => writeFileSync(control, `${call} ${errnos[name]}\n`),
    mend: () => rmSync(control, { force: true }),
  };
}
