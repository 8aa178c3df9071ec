/**
 * Files that come: straight from another peer of the conversation where there is a link, else from the server, and at
 * any moment from the one instead of the other, going on with the byte that is missing.
 */
import type { Clock } from '../../conversation/peer/clock.ts';
import type { Taking, WantedFile } from '../../conversation/peer/files/shared-file.ts';
import type { FileHash, FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { AskInit } from '../browser/tickets.ts';
import { createGathered, gatheredInBlobs, type Gathered } from './gathered.ts';
import type { KeptParts } from './kept-parts.ts';
import type { RecentFiles } from './recent-files.ts';

/** `got` from 0 to 1. */
export type ReceivingState =
  | { readonly state: 'receiving' | 'paused'; readonly got: number }
  /** Its sender has not brought it, or nobody can be reached: it is tried again. */
  | { readonly state: 'waiting'; readonly got: number; readonly why: 'not-there' | 'unreachable' }
  | { readonly state: 'done'; readonly content: Blob }
  /** What came is not what the message names. */
  | { readonly state: 'damaged' };

export interface Receiving {
  /** Undefined: it was never asked for, or given up. */
  state(conversation: ConversationId, file: FileRef): ReceivingState | undefined;
  /** Asks for it; goes on where it was paused, tries again where it waits. */
  want(conversation: ConversationId, file: FileRef): void;
  pause(conversation: ConversationId, file: FileRef): void;
  /** Nothing of it stays. */
  cancel(conversation: ConversationId, file: FileRef): void;
  onChange(listener: () => void): () => void;
  /** There is another way now; left out: to everything. */
  wake(conversation?: ConversationId): void;
  close(): void;
}

export interface ReceivingOptions {
  readonly ask: (path: string, init?: AskInit) => Promise<Response>;
  /** Over a direct link; undefined where there is none. */
  readonly take: (conversation: ConversationId, wanted: WantedFile) => Taking | undefined;
  readonly recent: RecentFiles;
  readonly parts: KeptParts;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** SHA-256 in base64url. */
  hash(content: ArrayBuffer): Promise<string>;
}

/** Before it is tried again, ms; the last one again and again. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** Below this a part is not worth a write. */
const keptFrom = 1024 * 1024;
/** A file that comes faster is not written at all: it would come again as fast. */
const keptAfterMs = 2_000;
/** More than this waits for the disk; what is faster than that would fill the memory. */
const mostUnwritten = 8 * 1024 * 1024;
/** What came over HTTP is handed on in parts of so many bytes. */
const partBytes = 1024 * 1024;

interface Task {
  readonly conversation: ConversationId;
  readonly file: FileRef;
  state: ReceivingState;
  gathered: Gathered;
  startedAt: number;
  /** What came and is not to be written yet. */
  unkept: { readonly from: number; readonly part: () => Blob }[];
  /** Of what is here, not on the disk yet; and when all of it is. */
  unwritten: number;
  writing: Promise<void>;
  attempt: number;
  /** Only the server is asked: what came from a peer was not the file. */
  isDistrusting: boolean;
  /** Of the run that is under way. */
  abort: AbortController;
  taking: Taking | undefined;
  cancelPause: () => void;
  /** Settled when nothing of an earlier run is at work any more. */
  running: Promise<void>;
}

export function createReceiving(options: ReceivingOptions): Receiving {
  const { ask, recent, parts, clock } = options;
  const tasks = new Map<string, Task>();
  const listeners = new Set<() => void>();

  const nameOf = (conversation: ConversationId, hash: FileHash) => `${conversation}/${hash}`;
  const nameOfTask = ({ conversation, file }: Task) => nameOf(conversation, file.hash);

  function become(task: Task, state: ReceivingState): void {
    task.state = state;
    for (const listener of listeners) listener();
  }
  const share = ({ gathered, file }: Task) => gathered.size / file.size;

  /** What is kept survives a reload; where that fails, it comes again after one. */
  async function add(task: Task, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const from = task.gathered.size;
    const part = task.gathered.add(bytes);
    if (task.state.state === 'receiving') {
      become(task, { state: 'receiving', got: share(task) });
    }
    if (task.file.size < keptFrom) return;
    task.unkept.push({ from, part });
    if (clock.now() - task.startedAt >= keptAfterMs) keep(task);
    if (task.unwritten > mostUnwritten) await task.writing;
  }

  /** From here on a reload goes on with what came until now. */
  function keep(task: Task): void {
    for (const { from, part: read } of task.unkept.splice(0)) {
      const part = read();
      task.unwritten += part.size;
      task.writing = task.writing
        .then(() => parts.add(nameOfTask(task), from, part))
        .catch(() => undefined)
        .then(() => {
          task.unwritten -= part.size;
        });
    }
  }

  /** Nothing comes for a while. */
  function rest(task: Task): void {
    keep(task);
    task.gathered = task.gathered.atRest();
  }

  function forget(task: Task): void {
    task.gathered = createGathered(task.file.size);
    task.unkept = [];
    if (task.file.size < keptFrom) return;
    task.writing = task.writing.then(() => parts.forget(nameOfTask(task))).catch(() => undefined);
  }

  /** @returns whether it is all here now. */
  async function fromPeers(task: Task, signal: AbortSignal): Promise<boolean> {
    if (task.isDistrusting) return false;
    const { hash, size } = task.file;
    const taking = options.take(task.conversation, {
      hash,
      size,
      from: task.gathered.size,
      store: (bytes) => add(task, bytes),
    });
    if (taking === undefined) return false;
    task.taking = taking;
    if (signal.aborted) taking.stop();
    const end = await taking.ended;
    task.taking = undefined;
    return end === 'done';
  }

  /** @returns why it is not all here. */
  async function fromServer(
    task: Task,
    signal: AbortSignal,
  ): Promise<'not-there' | 'unreachable' | undefined> {
    const { conversation, file } = task;
    const path = `/api/conversations/${conversation}/file?hash=${file.hash}`;
    const from = task.gathered.size;
    const headers: Record<string, string> =
      from === 0 ? {} : { Range: `bytes=${from}-${file.size - 1}` };
    try {
      const cache = task.isDistrusting ? 'no-store' : 'default';
      const response = await ask(path, { headers, signal, cache });
      if (response.status === 204) return 'not-there';
      const isAsked = response.status === (from === 0 ? 200 : 206);
      if (!isAsked || response.body === null) return 'unreachable';
      const reader = response.body.getReader();
      let held: Uint8Array<ArrayBuffer>[] = [];
      let bytes = 0;
      const hand = async () => {
        const part = new Uint8Array(await new Blob(held).arrayBuffer());
        held = [];
        bytes = 0;
        if (part.length > 0) await add(task, part);
      };
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          if (task.gathered.size + bytes + value.length > file.size) return 'unreachable';
          held.push(value);
          bytes += value.length;
          if (bytes >= partBytes) await hand();
        }
      } finally {
        // Also what came before it broke off.
        await hand();
        await reader.cancel().catch(() => undefined);
      }
      return task.gathered.size === file.size ? undefined : 'unreachable';
    } catch {
      return 'unreachable';
    }
  }

  /** @returns false where it is not the file: then nothing of it is left. */
  async function check(task: Task): Promise<boolean> {
    const { bytes, blob } = await task.gathered.whole(task.file.type);
    const isIt = (await options.hash(bytes)) === task.file.hash;
    forget(task);
    if (!isIt) return false;
    recent.put(task.conversation, task.file.hash, blob);
    become(task, { state: 'done', content: blob });
    return true;
  }

  async function run(task: Task, signal: AbortSignal): Promise<void> {
    const here = recent.get(task.conversation, task.file.hash);
    if (here !== undefined) return become(task, { state: 'done', content: here });
    if (task.gathered.size === 0 && task.file.size >= keptFrom) {
      const kept = await parts.read(nameOfTask(task)).catch(() => []);
      if (kept.length > 0) task.gathered = gatheredInBlobs(kept);
      if (task.gathered.size > task.file.size) forget(task);
    }
    if (signal.aborted) return;
    become(task, { state: 'receiving', got: share(task) });
    const before = task.gathered.size;
    if (before < task.file.size && !(await fromPeers(task, signal)) && !signal.aborted) {
      const why = await fromServer(task, signal);
      if (signal.aborted) return;
      if (why !== undefined) {
        if (task.gathered.size > before) task.attempt = 0;
        return pauseFor(task, why);
      }
    }
    if (signal.aborted) return;
    if (await check(task)) return;
    if (signal.aborted) return;
    if (task.isDistrusting) return become(task, { state: 'damaged' });
    task.isDistrusting = true;
    await run(task, signal);
  }

  function start(task: Task): void {
    task.cancelPause();
    task.abort = new AbortController();
    task.startedAt = clock.now();
    const { signal } = task.abort;
    task.running = task.running
      .then(() => (signal.aborted ? undefined : run(task, signal)))
      .catch(() => {
        if (!signal.aborted) pauseFor(task, 'unreachable');
      });
  }

  function pauseFor(task: Task, why: 'not-there' | 'unreachable'): void {
    const pauseMs = pauses[Math.min(task.attempt, pauses.length - 1)] ?? pauses[0];
    task.attempt += 1;
    rest(task);
    become(task, { state: 'waiting', got: share(task), why });
    task.cancelPause = clock.after(pauseMs, () => start(task));
  }

  function stop(task: Task): void {
    task.cancelPause();
    task.abort.abort();
    task.taking?.stop();
  }

  return {
    state(conversation, file) {
      const content = recent.get(conversation, file.hash);
      if (content !== undefined) return { state: 'done', content };
      return tasks.get(nameOf(conversation, file.hash))?.state;
    },
    want(conversation, file) {
      const name = nameOf(conversation, file.hash);
      const known = tasks.get(name);
      const isAtWork = known?.state.state === 'receiving';
      if (isAtWork || recent.get(conversation, file.hash) !== undefined) return;
      const task: Task = known ?? {
        conversation,
        file,
        state: { state: 'receiving', got: 0 },
        gathered: createGathered(file.size),
        startedAt: 0,
        unkept: [],
        unwritten: 0,
        writing: Promise.resolve(),
        attempt: 0,
        isDistrusting: false,
        abort: new AbortController(),
        taking: undefined,
        cancelPause: () => {},
        running: Promise.resolve(),
      };
      tasks.set(name, task);
      task.state = { state: 'receiving', got: share(task) };
      task.attempt = 0;
      task.isDistrusting = false;
      start(task);
    },
    pause(conversation, file) {
      const task = tasks.get(nameOf(conversation, file.hash));
      if (task?.state.state !== 'receiving' && task?.state.state !== 'waiting') return;
      stop(task);
      // Also what is still handed over.
      void task.running.then(() => task.state.state === 'paused' && rest(task));
      become(task, { state: 'paused', got: share(task) });
    },
    cancel(conversation, file) {
      const task = tasks.get(nameOf(conversation, file.hash));
      if (task === undefined) return;
      stop(task);
      tasks.delete(nameOfTask(task));
      void task.running.then(() => forget(task));
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake(conversation) {
      for (const task of tasks.values()) {
        if (conversation !== undefined && task.conversation !== conversation) continue;
        if (task.state.state !== 'waiting') continue;
        task.attempt = 0;
        start(task);
      }
    },
    close() {
      for (const task of tasks.values()) stop(task);
      tasks.clear();
      listeners.clear();
    },
  };
}
