import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFailingDisk } from './shim.ts';
import { onStage, writesFail } from './trials.ts';

test('[W1] [W3] a full disk: nothing is acknowledged, /readyz says so, and all is saved once there is room', async ({
  skip,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-failing-'));
  try {
    const disk = buildFailingDisk(folder);
    if (disk === undefined) {
      console.info('The full disk is not tried: gcc is not there.');
      return skip();
    }
    const tried = await onStage({ fromSources: true }, (stage) =>
      writesFail(stage, disk, 'ENOSPC'),
    );
    expect(tried.iterations).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);
