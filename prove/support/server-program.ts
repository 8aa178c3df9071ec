/** The server as a process of its own, to be killed, traced or starved. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const built = resolve(root, 'dist/node/main.js');
const tsx = `file://${resolve(root, 'node_modules/tsx/dist/loader.mjs')}`;

export interface ServerProgramOptions {
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port?: number;
  /** What starts it instead of us: `strace -f …`, `prlimit …`. */
  readonly under?: readonly string[];
  /** Modules that are loaded before it. */
  readonly preload?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** From the sources, where nothing was built; that start takes longer. */
  readonly fromSources?: boolean;
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface ServerProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves when it takes connections; rejects where it ended before. */
  readonly url: Promise<string>;
  /** Everything printed until now. */
  output(): string;
  /** Resolves when the process, and whatever it ran under, is gone. */
  readonly ended: Promise<{
    readonly code: number | undefined;
    readonly signal: string | undefined;
  }>;
  kill(signal?: NodeJS.Signals): void;
}

export function startServerProgram(options: ServerProgramOptions): ServerProgram {
  const fromSources = options.fromSources ?? !existsSync(built);
  const program = fromSources ? ['--import', tsx, resolve(root, 'signaling/main.ts')] : [built];
  const preload = (options.preload ?? []).flatMap((path) => ['--import', `file://${path}`]);
  const [command = process.execPath, ...args] = [
    ...(options.under ?? []),
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ...preload,
    ...program,
  ];
  const child = spawn(command, args, {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(options.port ?? 0),
      DATA_DIR: options.dataDir,
      LOG_LEVEL: 'warn',
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
  let printed = '';
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      for (const look of looks) look();
    });
  }
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode ?? undefined,
    signal: child.signalCode ?? undefined,
  }));
  const url = new Promise<string>((found, fail) => {
    const look = () => {
      const match = /^Parley is at (http:\/\/127\.0\.0\.1:\d+)\/$/m.exec(printed);
      if (match?.[1] !== undefined) found(match[1]);
    };
    looks.add(look);
    void ended.then(() => fail(new Error(`The server ended before it was up: ${printed}`)));
  });
  // Whoever kills it while it starts does not ask where it is.
  url.catch(() => undefined);
  return {
    child,
    pid: child.pid ?? 0,
    url,
    output: () => printed,
    ended,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  };
}
