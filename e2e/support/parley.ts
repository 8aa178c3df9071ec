/** The built server (and bots) as child processes, with a data folder that lives as long as the test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const programs = resolve(import.meta.dirname, '../../dist/node');
const startLimitMs = 30_000;
const stopLimitMs = 8_000;

export interface Parley {
  /** Origin, the same after every restart. */
  readonly url: string;
  readonly dataDir: string;
  /** The account that the first start made. */
  readonly admin: { readonly username: string; readonly password: string };
  /** Whether the server was stopped on purpose at least once: pages may then report failed requests. */
  wasStopped(): boolean;
  /** Ends the server in an orderly way (SIGTERM), or at once (SIGKILL). */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again, on the same port and data folder. */
  start(): Promise<void>;
  /** Runs bots beside it, until the test ends or the returned function is called. */
  bots(...names: string[]): Promise<() => Promise<void>>;
  /** Runs `npm run su -- …` with this standard input. */
  su(args: readonly string[], input?: string): Promise<{ code: number; output: string }>;
  /** Everything that the server printed, for failures. */
  output(): string;
  close(): Promise<void>;
}

export async function startParley(env: Record<string, string> = {}): Promise<Parley> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const children = new Set<ChildProcess>();
  let server: ChildProcess | undefined;
  let printed = '';
  let port = '0';
  let stopped = false;

  function launch(program: string, args: readonly string[], more: Record<string, string> = {}) {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(programs, `${program}.js`), ...args],
      {
        cwd: dataDir,
        env: {
          PATH: process.env['PATH'],
          HOST: '127.0.0.1',
          PORT: port,
          DATA_DIR: dataDir,
          DEMO: '1',
          LOG_LEVEL: 'warn',
          ...env,
          ...more,
        },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    children.add(child);
    child.once('exit', () => children.delete(child));
    const lines = { text: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (data: string) => (lines.text += data));
    }
    return { child, lines };
  }

  async function start(): Promise<void> {
    const { child, lines } = launch('main', []);
    server = child;
    const address = await found(child, lines, /http:\/\/127\.0\.0\.1:(\d+)/);
    port = address[1] ?? '0';
    await answers(`http://127.0.0.1:${port}/readyz`);
    printed += lines.text;
    child.stdout?.on('data', (data: string) => (printed += data));
    child.stderr?.on('data', (data: string) => (printed += data));
  }

  await start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const sentence = /as "([^"]+)" with password "([^"]+)"/.exec(printed);
  const admin = { username: sentence?.[1] ?? '', password: sentence?.[2] ?? '' };

  async function close(): Promise<void> {
    await Promise.all([...children].map((child) => end(child, 'SIGTERM')));
    rmSync(dataDir, { recursive: true, force: true });
  }

  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    dataDir,
    admin,
    wasStopped: () => stopped,
    async stop(signal = 'SIGTERM') {
      stopped = true;
      if (server !== undefined) await end(server, signal);
    },
    start,
    async bots(...names) {
      const { child, lines } = launch('bots', names, { PARLEY_URL: `http://127.0.0.1:${port}` });
      child.stderr?.on('data', (data: string) => (printed += data));
      for (const name of names) await found(child, lines, new RegExp(`${name}: here`));
      return () => end(child, 'SIGTERM');
    },
    async su(args, input = '') {
      const { child, lines } = launch('su', args);
      child.stdin?.end(input);
      const [code] = (await once(child, 'exit')) as [number | null];
      return { code: code ?? 1, output: lines.text };
    },
    output: () => printed,
    close,
  };
}

/** Waits until the program printed what is looked for; fails with everything it said when it ends before. */
function found(
  child: ChildProcess,
  lines: { readonly text: string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    const giveUp = (why: string) => fail(new Error(`${why} It printed:\n${lines.text}`));
    const timer = setTimeout(() => giveUp(`Nothing like ${pattern} was printed.`), startLimitMs);
    const look = () => {
      const match = pattern.exec(lines.text);
      if (match === null) return;
      clearTimeout(timer);
      done(match);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', () => {
      clearTimeout(timer);
      giveUp('The program ended.');
    });
    look();
  });
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error(`${url} did not become ready.`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await exit;
  clearTimeout(timer);
}

/** The browser tests run what `npm run build` made. */
export function isBuilt(): boolean {
  return existsSync(join(programs, 'main.js'));
}
