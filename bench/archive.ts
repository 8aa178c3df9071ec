/** The archive's speed, measured on one core in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Part } from './part.ts';
import { row, type Row } from './statistics.ts';

const program = join(import.meta.dirname, 'archive-program.ts');

function archiveRows(entries: number): Row[] {
  const words = ['-c', '0', process.execPath, '--import', 'tsx', program, String(entries)];
  const done = spawnSync('taskset', words, { encoding: 'utf8' });
  const figures = [...done.stdout.matchAll(/^(.*?)\s{2,}(\d+) entries\/s/gm)];
  if (figures.length === 0) throw new Error(`The archive was not measured: ${done.stderr}`);
  return figures.map(([, name, perSecond]) =>
    row(
      `archive, ${name}`,
      `${perSecond} verified, fsynced entries/s on one core`,
      'at least 2000',
      Number(perSecond) >= 2000,
    ),
  );
}

export const archive: Part = {
  name: 'archive',
  rows: ({ quick }) => archiveRows(quick ? 2048 : 8192),
};
