/** Migrations that end in the middle: after each statement, by a fault and by a kill. The next start finishes them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrations } from '../../../signaling/database/migrations/all.ts';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import { interrupted, schemaOf, statementCount, upTo } from './interrupted.ts';

const tsx = `file://${resolve(import.meta.dirname, '../../../node_modules/tsx/dist/loader.mjs')}`;
const program = resolve(import.meta.dirname, 'migrate-program.ts');

interface Place {
  readonly migration: number;
  /** Statements of it that were executed when it ended. */
  readonly after: number;
}

const places: readonly Place[] = migrations.flatMap((migration, number) =>
  Array.from({ length: statementCount(migration) + 1 }, (_, after) => ({
    migration: number,
    after,
  })),
);

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database as each migration found it, and one that all of them changed, which is the last one. */
interface Stages {
  readonly folder: string;
  readonly whole: string;
}

const stageOf = (folder: string, migration: number) => join(folder, `before-${migration}.sqlite`);

async function makeStages(folder: string): Promise<Stages> {
  for (let count = 0; count <= migrations.length; count += 1) {
    if (count > 0) copyFileSync(stageOf(folder, count - 1), stageOf(folder, count));
    await upTo(stageOf(folder, count), count);
  }
  return { folder, whole: await schemaOf(stageOf(folder, migrations.length)) };
}

/** @param end ends the migration at the place; says whether it did. */
async function tryAt(
  place: Place,
  { folder, whole }: Stages,
  end: (path: string, place: Place) => Promise<boolean>,
): Promise<void> {
  const name = `${migrations[place.migration]?.name ?? ''}, after statement ${place.after}`;
  const path = join(folder, `${place.migration}-${place.after}.sqlite`);
  copyFileSync(stageOf(folder, place.migration), path);
  const before = await schemaOf(path);
  must(await end(path, place), `${name}: it did not end there`);
  must((await schemaOf(path)) === before, `${name}: half of a migration is left`);
  await upTo(path, migrations.length);
  must((await schemaOf(path)) === whole, `${name}: the next start does not make the schema whole`);
  rmSync(path);
}

async function byFault(path: string, place: Place): Promise<boolean> {
  return interrupted(path, place.migration, place.after, () => {
    throw new Error('The test ends it here.');
  });
}

async function byKill(path: string, place: Place): Promise<boolean> {
  const args = [path, String(place.migration), String(place.after)];
  const child = spawn(process.execPath, ['--import', tsx, program, ...args], { stdio: 'inherit' });
  await once(child, 'exit');
  return child.signalCode === 'SIGKILL';
}

export const part: Part = {
  name: 'migrations',
  prove: ({ long }, report: (finding: Finding) => void) =>
    inFolder(async (folder) => {
      const stages = await makeStages(folder);
      await claim(
        report,
        {
          promises: ['W1', 'W9'],
          test: 'each migration fails after each of its statements: nothing of it is left, and the next start makes the schema whole',
        },
        async () => {
          for (const place of places) await tryAt(place, stages, byFault);
          return { iterations: places.length, faults: `${places.length} faults` };
        },
      );
      // A process each; the short form kills in the middle of the first, and at the end of each.
      const killed = long
        ? places
        : places.filter(({ after, migration }) => {
            const last = statementCount(migrations[migration] ?? { name: '', sql: '' });
            return after === last || (migration === 0 && after === 8);
          });
      await claim(
        report,
        {
          promises: ['W1', 'W9'],
          test: 'the process is killed (SIGKILL) after a statement of a migration: the next start makes the schema whole',
        },
        async () => {
          for (const place of killed) await tryAt(place, stages, byKill);
          return { iterations: killed.length, faults: `${killed.length} kills` };
        },
      );
    }),
};
