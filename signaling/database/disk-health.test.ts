import { expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import { createDiskHealth, diskFaultOf } from './disk-health.ts';

const fault = (code: string) => Object.assign(new Error(code), { code });
const settled = () => new Promise((resolve) => setImmediate(resolve));

function watch() {
  const clock = createManualClock();
  const broken: string[] = [];
  let isFull = false;
  const health = createDiskHealth({
    clock,
    tryCommit: () => (isFull ? Promise.reject(fault('SQLITE_FULL')) : Promise.resolve()),
    onBroken: (code) => broken.push(code),
    onChange: () => undefined,
  });
  return { clock, health, broken, setFull: (to: boolean) => (isFull = to) };
}

test('only faults of the disk count', () => {
  expect(diskFaultOf(fault('SQLITE_CONSTRAINT_UNIQUE'))).toBeUndefined();
  expect(diskFaultOf(new Error('anything'))).toBeUndefined();
  expect(diskFaultOf(fault('SQLITE_FULL'))).toBe('passing');
  expect(diskFaultOf(fault('SQLITE_IOERR_WRITE'))).toBe('passing');
  expect(diskFaultOf(fault('SQLITE_IOERR_FSYNC'))).toBe('broken');
  expect(diskFaultOf(fault('SQLITE_CORRUPT_VTAB'))).toBe('broken');
});

test('[W1] a full disk is not healthy until a commit succeeds, though nobody writes', async () => {
  const { clock, health, broken, setFull } = watch();
  setFull(true);
  health.saw(fault('SQLITE_FULL'));
  expect(health.isHealthy()).toBe(false);
  clock.advance(1_000);
  await settled();
  expect(health.isHealthy()).toBe(false);
  setFull(false);
  clock.advance(1_000);
  await settled();
  expect(health.isHealthy()).toBe(true);
  expect(broken).toEqual([]);
  health.close();
});

test('[W1] a failed sync is not tried again: the process must end', () => {
  const { health, broken } = watch();
  health.saw(fault('SQLITE_IOERR_FSYNC'));
  expect(broken).toEqual(['SQLITE_IOERR_FSYNC']);
  expect(health.isHealthy()).toBe(false);
  health.close();
});
