/** Programs of a measurement, each in a process of its own: servers, and drivers that give them something to do. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { startServerProgram } from '../prove/support/server-program.ts';
import type { Leftovers } from './leftovers.ts';

const folder = import.meta.dirname;
const tsx = `file://${resolve(folder, '../node_modules/tsx/dist/loader.mjs')}`;
const startLimitMs = 30_000;
/** No driver has this much to do; one that waits for ever must not keep the others from their turn. */
const driveLimitMs = 600_000;

/** @param path from this folder */
export const programOf = (path: string): string[] => [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  '--import',
  tsx,
  resolve(folder, path),
];

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Whatever else a driver must know. */
  readonly dataDir: string;
  close(): Promise<void>;
}

/** @param env of the program, besides where it keeps its data */
export async function startOurs(
  leftovers: Leftovers,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const dataDir = leftovers.folder();
  const { child, pid, url } = startServerProgram({ dataDir, environment: env });
  leftovers.keep(child);
  return { url: await url, pid, dataDir, close: () => leftovers.end(child) };
}

export interface PeerProgram {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Finds the port, or just that it is up, in what it prints. */
  readonly isUp: RegExp;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly signal?: NodeJS.Signals;
}

export interface StartedPeer {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly found: RegExpExecArray;
  close(): Promise<void>;
}

/** Starts a program and waits until it says that it is up. */
export async function startPeer(leftovers: Leftovers, program: PeerProgram): Promise<StartedPeer> {
  const [command = '', ...args] = program.command;
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...program.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...program.user,
  });
  leftovers.keep(child, program.signal);
  let printed = '';
  const found = await new Promise<RegExpExecArray>((done, fail) => {
    const giveUp = (why: string) =>
      fail(new Error(`${program.command.join(' ')}: ${why}\n${printed}`));
    const timer = setTimeout(() => giveUp('it does not come up'), startLimitMs);
    const look = (text: string) => {
      printed += text;
      const match = program.isUp.exec(printed);
      if (match === null) return;
      clearTimeout(timer);
      done(match);
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.once('error', (error) => giveUp(error.message));
    child.once('exit', () => giveUp('it has ended'));
  });
  // What it prints from now on is of no interest, but must not fill the pipe.
  child.stdout.removeAllListeners('data').resume();
  child.stderr.removeAllListeners('data').resume();
  return { child, pid: child.pid ?? 0, found, close: () => leftovers.end(child) };
}

/**
 * Runs a driver to its end: it gets its task as JSON in its arguments, and prints its answer as JSON.
 *
 * @param path from this folder
 * @param options.oneCore all of it, its threads too, on the first core alone
 */
export async function drive<Answer extends v.GenericSchema>(
  leftovers: Leftovers,
  path: string,
  task: object,
  answer: Answer,
  options: { readonly oneCore?: boolean } = {},
): Promise<v.InferOutput<Answer>> {
  const pinned = options.oneCore === true ? ['taskset', '-c', '0'] : [];
  const words = [...pinned, ...programOf(path), JSON.stringify(task)];
  const [command = '', ...args] = words;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  leftovers.keep(child);
  let printed = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, driveLimitMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  await leftovers.end(child);
  if (isLate) throw new Error(`${path} was not done in time:\n${complaints}`);
  if (code !== 0) throw new Error(`${path} ended with ${code ?? 'a signal'}:\n${complaints}`);
  return v.parse(answer, JSON.parse(printed));
}
