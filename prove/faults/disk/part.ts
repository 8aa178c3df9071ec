/** `disk`: full, broken, read-only, and no descriptors left: nothing is acknowledged that is not on the disk. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Part } from '../../finding.ts';
import { claim } from '../../support/claim.ts';
import { buildFailingDisk } from './shim.ts';
import {
  diskIsFull,
  folderBecomesReadOnly,
  mountSmall,
  noDescriptorsLeft,
  onStage,
  syncsFail,
  writesFail,
} from './trials.ts';

const promises = ['W1', 'W3', 'W8'];

export const part: Part = {
  name: 'disk',
  async prove({ long }, report) {
    const skip = (test: string, because: string) => {
      const result: Finding['result'] = { state: 'skipped', because };
      report({ promises, test, iterations: 0, faults: '', result });
    };
    const isRoot = process.getuid?.() === 0;
    const folder = mkdtempSync(join(tmpdir(), 'parley-failing-'));
    try {
      for (let round = 0; round < (long ? 20 : 1); round += 1) {
        const disk = buildFailingDisk(folder);
        for (const code of ['ENOSPC', 'EIO', 'EROFS'] as const) {
          const test = `writes of the database fail with ${code} for a while`;
          if (disk === undefined) skip(test, 'gcc is not there');
          else {
            await claim(report, { promises, test }, () =>
              onStage({}, (stage) => writesFail(stage, disk, code)),
            );
          }
        }
        const synced = 'syncs of the database fail with EIO';
        if (disk === undefined) skip(synced, 'gcc is not there');
        else {
          await claim(report, { promises, test: synced }, () =>
            onStage({}, (stage) => syncsFail(stage, disk)),
          );
        }

        const full = 'the file system is full, and has room again';
        const small = join(folder, 'small');
        const why = mountSmall(small);
        if (why !== undefined) skip(full, why);
        else {
          try {
            await claim(report, { promises, test: full }, () =>
              onStage({ dataDir: join(small, 'data') }, diskIsFull),
            );
          } finally {
            spawnSync('umount', [small]);
          }
        }

        const readOnly = 'the data folder becomes read-only';
        if (!isRoot) skip(readOnly, 'only root can start the server as somebody else');
        else
          await claim(report, { promises, test: readOnly }, () =>
            onStage({}, folderBecomesReadOnly),
          );

        const crowded = 'no file descriptors are left';
        const hasPrlimit = spawnSync('prlimit', ['--version']).error === undefined;
        if (!hasPrlimit) skip(crowded, 'prlimit is not there');
        else await claim(report, { promises, test: crowded }, () => onStage({}, noDescriptorsLeft));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
