/** The way of files to the server and from it. What was sent goes on after a reload, and after the network was away. */
import * as v from 'valibot';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { FileHash, FileRef } from '../../conversation/protocol/file.ts';
import { announcedFile, pieceBytes } from '../../conversation/protocol/http/files.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { AskInit } from '../browser/tickets.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';

/** Of one's own: `sent` from 0 to 1. */
export type SendingState =
  | { readonly state: 'sending'; readonly sent: number }
  | { readonly state: 'waiting'; readonly sent: number }
  /** The server does not take it; the sentence says why. */
  | { readonly state: 'refused'; readonly why: string };

export type FetchRefusal =
  /** Its sender has not brought it to the server yet. */
  | 'not-there'
  | 'unreachable'
  /** What came is not what the message names. */
  | 'damaged';

export interface Transfers {
  /** Brings it to the server, now or as soon as that is possible. */
  send(kept: KeptFile): void;
  /** Its conversation is not raised yet: it survives a reload, and is brought there by `send`, or after that. */
  keep(kept: KeptFile): void;
  /** Undefined: nothing is under way. */
  sending(hash: FileHash): SendingState | undefined;
  /** Does not bring it to the server any more. */
  cancel(hash: FileHash): void;
  fetch(conversation: ConversationId, file: FileRef): Promise<Result<Blob, FetchRefusal>>;
  /** Called after any change of `sending`. */
  onChange(listener: () => void): () => void;
  /** The network is back, or the page: what waits is tried now. */
  wake(): void;
  close(): void;
}

export interface TransfersOptions {
  /** `fetch`, as whoever this is. */
  readonly ask: (path: string, init?: AskInit) => Promise<Response>;
  readonly kept: KeptFiles;
  readonly clock: Pick<Clock, 'after'>;
  /** SHA-256 in base64url. */
  hash(content: ArrayBuffer): Promise<string>;
  readonly onFault: (error: unknown) => void;
}

/** Before it is tried again, ms; the last one again and again. */
const pauses = [1_000, 2_000, 5_000, 15_000, 60_000] as const;

const refused = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

interface Task extends KeptFile {
  state: SendingState;
  attempt: number;
  cancelPause: () => void;
  readonly abort: AbortController;
}

export function createTransfers(options: TransfersOptions): Transfers {
  const { ask, kept, clock } = options;
  const tasks = new Map<FileHash, Task>();
  const listeners = new Set<() => void>();
  let isClosed = false;

  function become(task: Task, state: SendingState): void {
    task.state = state;
    for (const listener of listeners) listener();
  }

  /** @returns where to go on; a sentence where the server says no. Rejects where it cannot be reached. */
  async function answerOf(
    response: Response,
  ): Promise<Result<v.InferOutput<typeof announcedFile>, string>> {
    if (response.ok) return accept(v.parse(announcedFile, await response.json()));
    // The conversation may not be raised yet, the server may be full or restarting.
    const isPassing = response.status === 404 || response.status === 429 || response.status >= 500;
    if (isPassing) throw new Error(`The server answered ${response.status}.`);
    const parsed = v.safeParse(refused, await response.json().catch(() => undefined));
    return refuse(parsed.success ? parsed.output.error.message : 'The server does not take it.');
  }

  async function bring(task: Task): Promise<Result<true, string>> {
    const path = `/api/conversations/${task.conversation}/files`;
    const { signal } = task.abort;
    let next = await answerOf(
      await ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ file: task.file }),
        signal,
      }),
    );
    while (next.ok && next.value.offset < task.file.size) {
      const { upload, offset } = next.value;
      become(task, { state: 'sending', sent: offset / task.file.size });
      next = await answerOf(
        await ask(`${path}/${upload}?offset=${offset}`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/octet-stream' },
          body: task.content.slice(offset, offset + pieceBytes),
          signal,
        }),
      );
    }
    return next.ok ? accept(true) : next;
  }

  async function run(task: Task): Promise<void> {
    become(task, { state: 'sending', sent: 0 });
    let brought: Result<true, string>;
    try {
      brought = await bring(task);
    } catch {
      if (!isClosed && !task.abort.signal.aborted) pause(task);
      return;
    }
    await kept.delete(task).catch((error: unknown) => options.onFault(error));
    if (brought.ok) {
      tasks.delete(task.file.hash);
      for (const listener of listeners) listener();
    } else become(task, { state: 'refused', why: brought.refusal });
  }

  function start(task: Task): void {
    task.cancelPause();
    run(task).catch((error: unknown) => options.onFault(error));
  }

  function pause(task: Task): void {
    const pauseMs = pauses[Math.min(task.attempt, pauses.length - 1)] ?? pauses[0];
    task.attempt += 1;
    become(task, { state: 'waiting', sent: 0 });
    task.cancelPause = clock.after(pauseMs, () => start(task));
  }

  function add(what: KeptFile): void {
    if (isClosed || tasks.has(what.file.hash)) return;
    const task: Task = {
      ...what,
      state: { state: 'sending', sent: 0 },
      attempt: 0,
      cancelPause: () => {},
      abort: new AbortController(),
    };
    tasks.set(what.file.hash, task);
    start(task);
  }

  function keep(what: KeptFile): void {
    // A browser that keeps nothing sends it all the same, from this page.
    kept.put(what).catch((error: unknown) => options.onFault(error));
  }

  kept
    .all()
    .then((left) => left.forEach(add))
    .catch((error: unknown) => options.onFault(error));

  return {
    send(what) {
      keep(what);
      add(what);
    },
    keep,
    sending: (hash) => tasks.get(hash)?.state,
    cancel(hash) {
      const task = tasks.get(hash);
      if (task === undefined) return;
      task.abort.abort();
      task.cancelPause();
      tasks.delete(hash);
      kept.delete(task).catch((error: unknown) => options.onFault(error));
      for (const listener of listeners) listener();
    },
    async fetch(conversation, file) {
      const own = tasks.get(file.hash);
      if (own !== undefined) return accept(own.content);
      try {
        const response = await ask(`/api/conversations/${conversation}/file?hash=${file.hash}`);
        if (response.status === 204) return refuse('not-there');
        if (!response.ok) return refuse('unreachable');
        const content = await response.arrayBuffer();
        if ((await options.hash(content)) !== file.hash) return refuse('damaged');
        return accept(new Blob([content], { type: file.type }));
      } catch {
        return refuse('unreachable');
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {
      for (const task of tasks.values()) {
        if (task.state.state !== 'waiting') continue;
        task.attempt = 0;
        start(task);
      }
    },
    close() {
      isClosed = true;
      for (const task of tasks.values()) {
        task.abort.abort();
        task.cancelPause();
      }
    },
  };
}
