/**
 * The one door to better-sqlite3, which is installed twice, because no version runs on every Node that we do:
 * - 12 is written for V8 itself. Compiled with the headers of Node 24.19 or newer, it ends the process (SIGABRT)
 *   when a statement that nobody holds is collected between two callbacks, or at exit.
 * - 13 is written for Node-API 10 (from Node 22.14 on) and crashes where there is less (all of Node 20).
 */
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { SetupError } from '../setup-error.ts';

type Package = 'better-sqlite3' | 'better-sqlite3-node-api';

/** @returns what may be loaded, best first. */
export function packagesFor(nodeApi: number): readonly [Package, ...Package[]] {
  return nodeApi >= 10 ? ['better-sqlite3-node-api', 'better-sqlite3'] : ['better-sqlite3'];
}

const load: (name: Package) => typeof BetterSqlite3 = createRequire(import.meta.url);

function loadFirst([name, ...others]: readonly [Package, ...Package[]]): typeof BetterSqlite3 {
  try {
    return load(name);
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
    const [next, ...rest] = others;
    // An installation without optional packages.
    if (isMissing && next !== undefined) return loadFirst([next, ...rest]);
    throw error;
  }
}

export const SqliteConnection = loadFirst(packagesFor(Number(process.versions['napi'])));
export type SqliteConnection = BetterSqlite3.Database;

/** @returns what to tell where opening failed with `error` because the module was made for another Node. */
export function wrongBuild(error: unknown): SetupError | undefined {
  const isCode = error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED';
  const isMissing =
    error instanceof Error && /Could not locate the bindings file/.test(error.message);
  if (!isCode && !isMissing) return undefined;
  return new SetupError(
    `better-sqlite3 was not built for this Node (${process.version}); run "npm ci" again.`,
  );
}
