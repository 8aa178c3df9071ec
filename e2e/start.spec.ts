/** `npm start` and its exits, as somebody at a terminal meets them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const script = resolve(import.meta.dirname, '../scripts/start.mjs');

interface Started {
  readonly output: () => string;
  /** Resolves when this was printed. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  interrupt(): void;
  readonly exit: Promise<number | null>;
}

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (data: string) => {
      output += data;
      for (const watcher of watchers) watcher();
    });
  }
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return {
    output: () => output,
    prints: (pattern) =>
      new Promise((found, fail) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match !== null) found(match);
        };
        watchers.add(look);
        look();
        void exit.then(() => fail(new Error(`It ended. It printed:\n${output}`)));
      }),
    interrupt: () => child.kill('SIGINT'),
    exit,
  };
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-start-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('it prints the addresses and the password once, brings the bots, and Ctrl-C ends all of it', async () => {
  const first = start({ PORT: '0', DATA_DIR: folder });
  const [, url] = await first.prints(/(http:\/\/127\.0\.0\.1:\d+)/);
  await first.prints(/as "admin" with password "[^"]+"/);
  for (const bot of ['faq', 'reverse', 'mat']) await first.prints(new RegExp(`${bot}: here`));
  for (const page of ['/', '/demo/', '/chat/', '/console/', '/embed.js']) {
    expect([page, (await fetch(`${url}${page}`)).status]).toEqual([page, 200]);
  }
  first.interrupt();
  expect(await first.exit).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();

  const second = start({ PORT: '0', DATA_DIR: folder });
  await second.prints(/mat: here/);
  expect(second.output()).not.toContain('password');
  second.interrupt();
  expect(await second.exit).toBe(0);
});

test('a busy port ends with one sentence that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const started = start({ PORT: port, DATA_DIR: folder });
  expect(await started.exit).toBe(1);
  expect(started.output().trim().split('\n')).toHaveLength(1);
  expect(started.output()).toContain(port);
  other.close();
});

for (const [name, value] of [
  ['PORT', 'eighty'],
  ['PUBLIC_URL', 'chat'],
  ['LOG_LEVEL', 'loud'],
  ['DATA_DIR', '/dev/null/data'],
] as const) {
  test(`${name}=${value} ends with one sentence that names it`, async () => {
    const started = start({ PORT: '0', DATA_DIR: folder, [name]: value });
    expect(await started.exit).toBe(1);
    expect(started.output().trim().split('\n')).toHaveLength(1);
    expect(started.output()).toContain(value);
  });
}
