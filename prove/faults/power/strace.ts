/** Reads what `strace` wrote down: the operations on files of one folder, and the receipts on sockets. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { fromServer } from '../../../conversation/protocol/session.ts';
import { receiptsOf, type Saved } from '../../support/saved.ts';
import type { Operation } from './operation.ts';

const calls =
  'openat,open,creat,write,writev,sendmsg,pwrite64,pwritev,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2';

/** @param inject strace's own words, such as `fsync:error=EIO:when=3` */
export function straceCommand(tracePath: string, inject?: string): string[] {
  // A signal is only delivered at the stops of the slow way.
  const faults = inject === undefined ? ['--seccomp-bpf'] : [`--inject=${inject}`];
  // -D: the program is our child and can be killed as itself. -xx: bytes as they are, -s: all of them.
  const how = ['-D', '-f', '-y', '-xx', '-s', '4000000', ...faults];
  return ['strace', ...how, '-e', `trace=${calls}`, '-o', tracePath];
}

interface Call {
  readonly name: string;
  /** Everything between the brackets. */
  readonly args: string;
  /** Undefined: it did not return. */
  readonly result: number | undefined;
}

/** Joins what other threads cut in two. Writes stand where they began, everything else where it ended. */
function readCalls(text: string): Call[] {
  const calls: (Call | undefined)[] = [];
  const begun = new Map<string, { readonly text: string; readonly index: number }>();
  for (const line of text.split('\n')) {
    const [, thread, rest] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (thread === undefined || rest === undefined) continue;
    const first = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (first !== undefined) {
      begun.set(thread, { text: first, index: calls.push(undefined) - 1 });
      continue;
    }
    const second = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const start = second === undefined ? undefined : begun.get(thread);
    const call = parseCall(start === undefined ? rest : `${start.text}${second}`);
    if (call === undefined) continue;
    begun.delete(thread);
    if (start !== undefined && /write|sendmsg/.test(call.name)) calls[start.index] = call;
    else calls.push(call);
  }
  // A write that the kill came into may have reached the cache in part; nobody was told that it did.
  return calls.filter((call) => call !== undefined);
}

function parseCall(text: string): Call | undefined {
  const [, name, args, result] = /^(\w+)\((.*)\)\s+= (-?\d+|\?)/.exec(text) ?? [];
  if (name === undefined || args === undefined) return undefined;
  return { name, args, result: result === '?' ? undefined : Number(result) };
}

const unescaped = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
/** Paths after a descriptor are written plainly, those in quotes as bytes. */
const quoted = (args: string) =>
  [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => unescaped(hex));
const pathOf = (args: string) => {
  const raw = /^\d+<([^>]*)>/.exec(args)?.[1] ?? '';
  return raw.includes('\\x') ? unescaped(raw).toString() : raw;
};

/** The text frames of a WebSocket server in one write; everything else on the socket is passed over. */
function receiptsIn(bytes: Buffer): Saved[] {
  const found: Saved[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const opcode = bytes[at] ?? 0;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    if (opcode !== 0x81 && opcode !== 0x82) return found;
    let [head, length] = [2, short];
    if (short === 126 && at + 4 <= bytes.length) [head, length] = [4, bytes.readUInt16BE(at + 2)];
    else if (short === 127) return found;
    const body = bytes.subarray(at + head, at + head + length);
    at += head + length;
    if (opcode !== 0x81 || !body.includes('"saved"')) continue;
    const message = v.parse(fromServer, JSON.parse(body.toString()));
    if (message.type === 'saved') found.push(...receiptsOf(message.conversation, message.runs));
  }
  return found;
}

function operationsOf(call: Call, isOurs: (path: string) => boolean): Operation[] {
  const { name, args, result } = call;
  const path = pathOf(args);
  const isDone = result !== undefined && result >= 0;
  switch (name) {
    case 'open':
    case 'openat':
    case 'creat': {
      const opened = quoted(args)[0]?.toString() ?? '';
      if (!isDone || !isOurs(opened) || !args.includes('O_CREAT')) return [];
      return [{ kind: 'create', path: opened, truncates: args.includes('O_TRUNC') }];
    }
    case 'write':
    case 'writev':
    case 'sendmsg': {
      const bytes = Buffer.concat(quoted(args));
      if (path.startsWith('socket:') || path.startsWith('TCP')) {
        // What was handed to the system may arrive, whether or not the call was seen to end.
        const saved = receiptsIn(bytes);
        return saved.length === 0 ? [] : [{ kind: 'told', saved }];
      }
      if (!isDone || !isOurs(path)) return [];
      return [{ kind: 'write', path, at: undefined, bytes: bytes.subarray(0, result) }];
    }
    case 'pwrite64': {
      if (!isDone || !isOurs(path)) return [];
      const at = Number(/, (\d+)$/.exec(args)?.[1]);
      const bytes = quoted(args)[0] ?? Buffer.alloc(0);
      if (Number.isNaN(at)) throw new Error('A pwrite64 of the trace has no offset.');
      return [{ kind: 'write', path, at, bytes: bytes.subarray(0, result) }];
    }
    case 'ftruncate': {
      const size = Number(/, (\d+)$/.exec(args)?.[1]);
      return isDone && isOurs(path) ? [{ kind: 'cut', path, size }] : [];
    }
    case 'fsync':
    case 'fdatasync':
      return result !== undefined && isOurs(path) ? [{ kind: 'sync', path, ok: isDone }] : [];
    case 'unlink':
    case 'unlinkat': {
      const gone = quoted(args)[0]?.toString() ?? '';
      return isDone && isOurs(gone) ? [{ kind: 'unlink', path: gone }] : [];
    }
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from, to] = quoted(args).map(String);
      if (!isDone || from === undefined || to === undefined || !isOurs(to)) return [];
      return [{ kind: 'rename', path: from, to }];
    }
    default:
      if (isOurs(path)) throw new Error(`The trace holds ${name}, which nobody can replay here.`);
      return [];
  }
}

/** @param folder absolute; the operations on it and on what is in it count */
export function readTrace(tracePath: string, folder: string): Operation[] {
  // The index in shared memory is no file to recover from: SQLite makes it anew.
  const isOurs = (path: string) =>
    (path === folder || path.startsWith(`${folder}/`)) && !path.endsWith('-shm');
  return readCalls(readFileSync(tracePath, 'latin1')).flatMap((call) => operationsOf(call, isOurs));
}
