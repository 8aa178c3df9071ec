/**
 * The way of files: to the server, and straight to whoever asks for them over a direct link. What was sent goes on
 * after a reload, and after the network was away. How files come stands in `receiving.ts`.
 */
import * as v from 'valibot';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { SharedFiles } from '../../conversation/peer/files/shared-file.ts';
import type { FileHash } from '../../conversation/protocol/file.ts';
import { announcedFile, fileAddress, pieceBytes } from '../../conversation/protocol/http/files.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { AskInit } from '../browser/tickets.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';
import type { Receiving } from './receiving.ts';
import type { RecentFiles } from './recent-files.ts';

/** Of one's own: `sent` from 0 to 1, to the server or to another peer, whichever has more of it. */
export type SendingState =
  | { readonly state: 'sending' | 'waiting' | 'paused'; readonly sent: number }
  /** The server does not take it; the sentence says why. */
  | { readonly state: 'refused'; readonly why: string };

export interface Transfers {
  /** Brings it to the server, now or as soon as that is possible. */
  send(kept: KeptFile): void;
  /** Its conversation is not raised yet: it survives a reload, and is brought there by `send`, or after that. */
  keep(kept: KeptFile): void;
  /** Undefined: nothing is under way. */
  sending(hash: FileHash): SendingState | undefined;
  /** Nothing more of it goes anywhere until `resume`. */
  pause(hash: FileHash): void;
  resume(hash: FileHash): void;
  /** Gives it to nobody any more. */
  cancel(hash: FileHash): void;
  /** How files come; its code is loaded when it is first asked for. */
  receiving(): Promise<Receiving>;
  /** Where the server shows it to a browser's viewer for a minute; undefined where it cannot. */
  addressOf(conversation: ConversationId, hash: FileHash): Promise<string | undefined>;
  /** What is here, for the other peers of its conversation. */
  readonly shared: SharedFiles;
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
  readonly recent: RecentFiles;
  readonly clock: Pick<Clock, 'after'>;
  makeReceiving(): Promise<Receiving>;
  readonly onFault: (error: unknown) => void;
}

/** Before it is tried again, ms; the last one again and again. */
const pauses = [1_000, 2_000, 5_000, 15_000, 60_000] as const;

const refused = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

interface Task extends KeptFile {
  state: SendingState;
  /** From 0 to 1: what the server said it has, and what was handed to another peer. */
  brought: number;
  given: number;
  attempt: number;
  cancelPause: () => void;
  abort: AbortController;
}

export function createTransfers(options: TransfersOptions): Transfers {
  const { ask, kept, recent, clock } = options;
  const tasks = new Map<FileHash, Task>();
  const listeners = new Set<() => void>();
  let receiving: Promise<Receiving> | undefined;
  let arrived: Receiving | undefined;
  let isClosed = false;

  const sent = ({ brought, given }: Task) => Math.max(brought, given);

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
      task.brought = offset / task.file.size;
      become(task, { state: 'sending', sent: sent(task) });
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
    const { signal } = task.abort;
    become(task, { state: 'sending', sent: sent(task) });
    let brought: Result<true, string>;
    try {
      brought = await bring(task);
    } catch {
      if (!isClosed && !signal.aborted) wait(task);
      return;
    }
    if (signal.aborted) return;
    await kept.delete(task).catch((error: unknown) => options.onFault(error));
    if (brought.ok) {
      tasks.delete(task.file.hash);
      for (const listener of listeners) listener();
    } else become(task, { state: 'refused', why: brought.refusal });
  }

  function start(task: Task): void {
    task.cancelPause();
    task.abort = new AbortController();
    run(task).catch((error: unknown) => options.onFault(error));
  }

  function wait(task: Task): void {
    const pauseMs = pauses[Math.min(task.attempt, pauses.length - 1)] ?? pauses[0];
    task.attempt += 1;
    become(task, { state: 'waiting', sent: sent(task) });
    task.cancelPause = clock.after(pauseMs, () => start(task));
  }

  function stop(task: Task): void {
    task.abort.abort();
    task.cancelPause();
  }

  function add(what: KeptFile): void {
    if (isClosed || tasks.has(what.file.hash)) return;
    const task: Task = {
      ...what,
      state: { state: 'sending', sent: 0 },
      brought: 0,
      given: 0,
      attempt: 0,
      cancelPause: () => {},
      abort: new AbortController(),
    };
    tasks.set(what.file.hash, task);
    recent.put(what.conversation, what.file.hash, what.content);
    start(task);
  }

  function keep(what: KeptFile): void {
    // Whoever sent it sees it, also before the server knows of its conversation.
    recent.put(what.conversation, what.file.hash, what.content);
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
      stop(task);
      tasks.delete(hash);
      recent.delete(task.conversation, hash);
      kept.delete(task).catch((error: unknown) => options.onFault(error));
      for (const listener of listeners) listener();
    },
    pause(hash) {
      const task = tasks.get(hash);
      if (task?.state.state !== 'sending' && task?.state.state !== 'waiting') return;
      stop(task);
      become(task, { state: 'paused', sent: sent(task) });
    },
    resume(hash) {
      const task = tasks.get(hash);
      if (task?.state.state !== 'paused') return;
      task.attempt = 0;
      start(task);
    },
    receiving() {
      receiving ??= options.makeReceiving().then((made) => {
        arrived = made;
        if (isClosed) made.close();
        return made;
      });
      // A chunk that did not come is asked for again by whoever wants it next.
      receiving.catch(() => (receiving = undefined));
      return receiving;
    },
    async addressOf(conversation, hash) {
      try {
        const response = await ask(`/api/conversations/${conversation}/file/address`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ hash }),
        });
        if (response.status !== 200) return undefined;
        return v.parse(fileAddress, await response.json()).path;
      } catch {
        return undefined;
      }
    },
    shared: {
      find(conversation, hash) {
        const task = tasks.get(hash);
        const own = task?.conversation === conversation ? task : undefined;
        if (own?.state.state === 'paused') return undefined;
        const content = own?.content ?? recent.get(conversation, hash);
        if (content === undefined) return undefined;
        return {
          size: content.size,
          read: async (from, length) =>
            new Uint8Array(await content.slice(from, from + length).arrayBuffer()),
          given(upTo) {
            if (own === undefined || tasks.get(hash) !== own) return;
            own.given = Math.max(own.given, upTo / content.size);
            const { state } = own.state;
            if (state !== 'refused') become(own, { state, sent: sent(own) });
          },
        };
      },
      linked: (conversation) => arrived?.wake(conversation),
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {
      arrived?.wake();
      for (const task of tasks.values()) {
        if (task.state.state !== 'waiting') continue;
        task.attempt = 0;
        start(task);
      }
    },
    close() {
      isClosed = true;
      for (const task of tasks.values()) stop(task);
      arrived?.close();
    },
  };
}
