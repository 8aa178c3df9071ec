/** Namespaces of the kernel's network, wires between them, and programs in them; all of it is gone after `close`. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { command } from './command.ts';
import { namespaceName, staleNamespaces } from './lab-names.ts';

/** One end of a wire. */
export interface Plug {
  readonly place: string;
  readonly device: string;
  /** With its prefix length. */
  readonly address: string;
}

export interface Lab {
  add(place: string): Promise<void>;
  wire(a: Plug, b: Plug): Promise<void>;
  ip(place: string, ...args: readonly string[]): Promise<void>;
  /** @param ruleset replaces all rules of nftables there at once; connections that are tracked stay. */
  rules(place: string, ruleset: string): Promise<void>;
  /** What stands before a command line so that it runs there. */
  inside(place: string): readonly string[];
  spawn(place: string, line: readonly string[], options: SpawnOptions): ChildProcess;
  /** Ends every program and removes the namespaces. */
  close(): Promise<void>;
}

const exitLimitMs = 5_000;
let labs = 0;

export async function createLab(): Promise<Lab> {
  await removeStale();
  labs += 1;
  const mine = labs;
  const places = new Map<string, string>();
  const children = new Set<ChildProcess>();

  function nameOf(place: string): string {
    const name = places.get(place);
    if (name === undefined) throw new Error(`The laboratory has no place "${place}".`);
    return name;
  }

  const inside = (place: string) => ['ip', 'netns', 'exec', nameOf(place)];

  return {
    async add(place) {
      const name = namespaceName(process.pid, mine, place);
      await command('ip', ['netns', 'add', name]);
      places.set(place, name);
      await command('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
    },
    async wire(a, b) {
      const end = ({ place, device }: Plug) => ['name', device, 'netns', nameOf(place)];
      await command('ip', ['link', 'add', ...end(a), 'type', 'veth', 'peer', ...end(b)]);
      for (const { place, device, address } of [a, b]) {
        await command('ip', ['-n', nameOf(place), 'address', 'add', address, 'dev', device]);
        await command('ip', ['-n', nameOf(place), 'link', 'set', device, 'up']);
      }
    },
    async ip(place, ...args) {
      await command('ip', ['-n', nameOf(place), ...args]);
    },
    async rules(place, ruleset) {
      const [program = '', ...args] = inside(place);
      await command(program, [...args, 'nft', '-f', '-'], `flush ruleset\n${ruleset}`);
    },
    inside,
    spawn(place, line, options) {
      const [program = '', ...args] = [...inside(place), ...line];
      const child = spawn(program, args, options);
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    async close() {
      await Promise.all([...children].map(end));
      for (const name of places.values()) await remove(name);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), exitLimitMs);
  await exit;
  clearTimeout(timer);
}

/** A namespace lives as long as a program is in it. */
async function remove(name: string): Promise<void> {
  const pids = await command('ip', ['netns', 'pids', name]);
  for (const pid of pids.split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended between the two.
    }
  }
  await command('ip', ['netns', 'delete', name]);
}

/** What a laboratory left whose process was killed. */
async function removeStale(): Promise<void> {
  const listed = await command('ip', ['netns', 'list']);
  for (const name of staleNamespaces(listed, isAlive)) await remove(name);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}
