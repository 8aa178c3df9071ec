/** The programs as they are started: main.ts and su.ts in processes of their own. */
import { once } from 'node:events';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { usePrograms } from './programs.fixture.ts';

const programs = usePrograms();

async function su(args: readonly string[], input = ''): Promise<{ code: number; said: string }> {
  const program = programs.start('su', args);
  program.child.stdin?.end(input);
  const code = await program.ended;
  return { code, said: program.out() + program.err() };
}

describe('the server', () => {
  test('says where it is and the first password, serves, and stops when told to', async () => {
    const server = programs.start('main', [], { LOG_LEVEL: 'warn', DEMO: '1' });
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
      expect([name, statSync(join(programs.folder(), 'data', name)).mode & 0o077]).toEqual([
        name,
        0,
      ]);
    }

    const again = programs.start('main', [], { LOG_LEVEL: 'warn' });
    await again.prints(/^Parley is at /m);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
    expect(again.out()).not.toContain('password');
  });

  test('goes on after it was killed, with what was there', async () => {
    const server = programs.start('main');
    const [, password] = await server.prints(/with password "([^"]+)"/);
    server.child.kill('SIGKILL');
    await server.ended;
    const again = programs.start('main');
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
    const server = programs.start('main', [], environment);
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
    writeFileSync(join(programs.folder(), 'file'), '');
    await fails(
      { DATA_DIR: join(programs.folder(), 'file') },
      /^DATA_DIR is ".*file", which cannot be written/,
    );
  });

  test('a folder that may not be written', async (context) => {
    if (process.getuid?.() === 0) context.skip('Root may write everywhere.');
    const closed = join(programs.folder(), 'closed');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    await fails({ DATA_DIR: join(closed, 'data') }, /^DATA_DIR is .*cannot be written \(EACCES\)/);
  });

  test('a damaged database', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(programs.folder(), 'data'));
    writeFileSync(join(programs.folder(), 'data', 'parley.sqlite'), 'no database '.repeat(1000));
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
    expect(existsSync(join(programs.folder(), 'data', 'parley.sqlite'))).toBe(true);
    expect((await su(['list'])).said).toBe('root\n');
    const server = programs.start('main');
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
    const me = await fetch(`${url}/api/me`, { headers: { cookie } });
    expect(await me.json()).toEqual({ kind: 'nobody' });
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
