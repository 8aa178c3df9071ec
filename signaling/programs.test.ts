/** The programs as they are started: main.ts and su.ts in processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

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

interface Program {
  readonly child: ChildProcess;
  /** Everything printed until now. */
  out(): string;
  err(): string;
  /** Resolves when the pattern was printed, and rejects when the program ended without. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number>;
}

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
        void ended.then((code) => fail(new Error(`It ended with ${code} and said: ${out}${err}`)));
      }),
  };
}

async function su(args: readonly string[], input = ''): Promise<{ code: number; said: string }> {
  const program = start('su', args);
  program.child.stdin?.end(input);
  const code = await program.ended;
  return { code, said: program.out() + program.err() };
}

describe('the server', () => {
  test('says where it is and the first password, serves, and stops when told to', async () => {
    const server = start('main', [], { LOG_LEVEL: 'warn', DEMO: '1' });
    const [, url] = await server.prints(/^Parley is at (http:\/\/127\.0\.0\.1:\d+)\/$/m);
    const [, where, password] = await server.prints(
      /^Sign in at (\S+) as "admin" with password "([a-z0-9-]{16,})"$/m,
    );
    expect(where).toBe(`${url}/console/`);
    expect(server.out()).toContain(`${url}/demo/`);
    const signedIn = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    expect(signedIn.status).toBe(200);
    const socket = new WebSocket(`${url?.replace('http', 'ws')}/signal`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    server.child.kill('SIGTERM');
    expect(((await closed) as [number])[0]).toBe(1012);
    expect(await server.ended).toBe(0);
    expect(server.err()).toBe('');
    for (const name of ['parley.sqlite', 'bots.key', 'server.lock']) {
      expect([name, statSync(join(folder, 'data', name)).mode & 0o077]).toEqual([name, 0]);
    }

    const again = start('main', [], { LOG_LEVEL: 'warn' });
    await again.prints(/^Parley is at /m);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
    expect(again.out()).not.toContain('password');
  });

  test('goes on after it was killed, with what was there', async () => {
    const server = start('main');
    const [, password] = await server.prints(/with password "([^"]+)"/);
    server.child.kill('SIGKILL');
    await server.ended;
    const again = start('main');
    const [, url] = await again.prints(/^Parley is at (http:\/\/127\.0\.0\.1:\d+)\/$/m);
    const signedIn = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    expect(signedIn.status).toBe(200);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });
});

describe('a start that cannot work prints one sentence and exits with 1', () => {
  async function fails(environment: Record<string, string>, sentence: RegExp): Promise<void> {
    const server = start('main', [], environment);
    expect(await server.ended).toBe(1);
    expect(server.out()).toBe('');
    expect(server.err()).toMatch(sentence);
    expect(server.err()).toMatch(/^[^\n]+\.\n$/);
  }

  test('a wrong setting', () => fails({ PORT: 'eighty' }, /^PORT is "eighty"; it must be/));

  test('a busy port', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await fails({ PORT: String(port) }, new RegExp(`^PORT is "${port}", and another program`));
    other.close();
    await once(other, 'close');
  });

  test('a folder that is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await fails(
      { DATA_DIR: join(folder, 'file') },
      /^DATA_DIR is ".*file", which cannot be written/,
    );
  });

  test('a folder that may not be written', async (context) => {
    if (process.getuid?.() === 0) context.skip('Root may write everywhere.');
    const closed = join(folder, 'closed');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    await fails({ DATA_DIR: join(closed, 'data') }, /^DATA_DIR is .*cannot be written \(EACCES\)/);
  });

  test('a damaged database', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'parley.sqlite'), 'no database '.repeat(1000));
    await fails({}, /^The database .*parley\.sqlite is damaged or is no SQLite file; restore it/);
  });
});

describe('su', () => {
  const password = 'long walks at dawn';

  test('makes a super admin with the server stopped, who can then sign in', async () => {
    const made = await su(['create', 'root', '--password-stdin'], `${password}\n`);
    expect(made).toEqual({
      code: 0,
      said: expect.stringContaining('Created the super admin "root".'),
    });
    expect(made.said).not.toContain(password);
    expect(existsSync(join(folder, 'data', 'parley.sqlite'))).toBe(true);
    expect((await su(['list'])).said).toBe('root\n');
    const server = start('main');
    const [, url] = await server.prints(/^Parley is at (http:\/\/127\.0\.0\.1:\d+)\/$/m);
    expect(server.out()).not.toContain('password');
    const signIn = (word: string) =>
      fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'root', password: word }),
      });
    const signedIn = await signIn(password);
    expect(signedIn.status).toBe(200);

    // And with the server running: the new password counts at once, the old session is over.
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const changed = await su(['passwd', 'root', '--password-stdin'], 'dawn at walks long');
    expect(changed.code).toBe(0);
    expect((await fetch(`${url}/api/me`, { headers: { cookie } })).status).toBe(401);
    expect((await signIn(password)).status).toBe(401);
    expect((await signIn('dawn at walks long')).status).toBe(200);
    expect((await su(['delete', 'root'])).code).toBe(0);
    expect((await signIn('dawn at walks long')).status).toBe(401);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  test('says what is missing', async () => {
    expect(await su(['create', 'root'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^There is no terminal .*--password-stdin/),
    });
    expect(await su(['create', 'root', '--password-stdin'], '')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Standard input holds no password/),
    });
    expect((await su([])).code).toBe(2);
  });
});
