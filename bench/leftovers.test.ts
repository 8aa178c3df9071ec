import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLeftovers, type Leftovers } from './leftovers.ts';

function leave(leftovers: Leftovers): { readonly child: ChildProcess; readonly folder: string } {
  const folder = leftovers.folder();
  writeFileSync(join(folder, 'something'), '');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  leftovers.keep(child);
  return { child, folder };
}

test('what a measurement started is gone when it is done', async () => {
  const { child, folder } = await withLeftovers((leftovers) => Promise.resolve(leave(leftovers)));
  expect(child.signalCode).toBe('SIGKILL');
  expect(existsSync(folder)).toBe(false);
});

test('and when it failed', async () => {
  const left: ReturnType<typeof leave>[] = [];
  const failing = withLeftovers((leftovers) => {
    left.push(leave(leftovers));
    return Promise.reject(new Error('no figures'));
  });
  await expect(failing).rejects.toThrow('no figures');
  expect(left.map(({ child }) => child.signalCode)).toEqual(['SIGKILL']);
  expect(left.map(({ folder }) => existsSync(folder))).toEqual([false]);
});

test('one that ended by itself is not waited for, and nobody listens for Ctrl-C afterwards', async () => {
  const listening = process.listenerCount('SIGINT');
  const code = await withLeftovers(async (leftovers) => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    leftovers.keep(child);
    await new Promise((done) => child.once('exit', done));
    return child.exitCode;
  });
  expect(code).toBe(0);
  expect(process.listenerCount('SIGINT')).toBe(listening);
});
