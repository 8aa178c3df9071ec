/**
 * The side of a link that takes files: asks for ranges, a few ahead, puts together what comes, and hands it on in
 * order. It decides from which byte to go on; the other side remembers nothing.
 */
import type { Clock } from '../clock.ts';
import { fileLimits } from './file-limits.ts';
import type { FileFrame } from './file-frames.ts';
import type { TakeEnd, Taking, WantedFile } from './shared-file.ts';

export interface AskingOptions {
  readonly clock: Clock;
  readonly send: (frame: FileFrame) => void;
  /** Something that was not asked for. */
  readonly onStrike: () => void;
}

export interface Asking {
  take(wanted: WantedFile): Taking;
  receive(frame: FileFrame): void;
  /** The channel is gone. */
  close(): void;
}

interface Range {
  readonly length: number;
  /** Made when the first byte of it comes. */
  bytes: Uint8Array<ArrayBuffer> | undefined;
  got: number;
}

interface Task {
  receive(number: number, bytes: Uint8Array<ArrayBuffer>): void;
  end(end: TakeEnd): void;
  start(): void;
}

export function createAsking({ clock, send, onStrike }: AskingOptions): Asking {
  const asked = new Map<number, Task>();
  /** What may still come of questions that were taken back, in bytes, the oldest first. */
  const takenBack = new Map<number, number>();
  const running = new Set<Task>();
  const waiting: Task[] = [];
  let last = 0;
  let isClosed = false;

  function startNext(): void {
    while (!isClosed && running.size < fileLimits.filesAtOnce) {
      const task = waiting.shift();
      if (task === undefined) return;
      running.add(task);
      task.start();
    }
  }

  function forget(task: Task): void {
    running.delete(task);
    const at = waiting.indexOf(task);
    if (at >= 0) waiting.splice(at, 1);
    startNext();
  }

  function takeBack(number: number, left: number): void {
    asked.delete(number);
    takenBack.set(number, left);
    for (const oldest of takenBack.keys()) {
      if (takenBack.size <= fileLimits.takenBack) break;
      takenBack.delete(oldest);
    }
    if (!isClosed) send({ kind: 'stop', number });
  }

  function take({ size, from, hash, store }: WantedFile): Taking {
    let tell: (end: TakeEnd) => void = () => undefined;
    const ended = new Promise<TakeEnd>((resolve) => (tell = resolve));
    /** In the order in which they were asked for and are answered. */
    const ranges = new Map<number, Range>();
    let next = from;
    let stored = from;
    let storing: Promise<void> = Promise.resolve();
    let isOver = false;
    let stopWatching = () => {};

    function watch(): void {
      stopWatching();
      stopWatching =
        ranges.size === 0 ? () => {} : clock.after(fileLimits.stallMs, () => end('lost'));
    }

    function askOn(): void {
      const most = fileLimits.rangesAhead * fileLimits.rangeBytes;
      while (!isOver && next < size && next - stored < most) {
        const length = Math.min(fileLimits.rangeBytes, size - next);
        if (next - stored + length > most) break;
        last += 1;
        asked.set(last, task);
        ranges.set(last, { length, bytes: undefined, got: 0 });
        send({ kind: 'want', number: last, hash, from: next, length });
        next += length;
      }
    }

    function hand(bytes: Uint8Array<ArrayBuffer>): void {
      storing = storing.then(() => store(bytes));
      storing.then(
        () => {
          stored += bytes.length;
          if (isOver) return;
          if (stored === size) return end('done');
          askOn();
          watch();
        },
        () => end('stored-not'),
      );
    }

    function end(how: TakeEnd): void {
      if (isOver) return;
      isOver = true;
      stopWatching();
      const [first] = ranges.values();
      // What came of the range that was being answered follows what is stored.
      if (how !== 'stored-not' && first?.bytes !== undefined) {
        hand(first.bytes.slice(0, first.got));
      }
      for (const [number, { length, got }] of ranges) takeBack(number, length - got);
      ranges.clear();
      forget(task);
      storing.then(
        () => tell(how),
        () => tell('stored-not'),
      );
    }

    const task: Task = {
      start() {
        askOn();
        watch();
      },
      receive(number, bytes) {
        const range = ranges.get(number);
        const [current] = ranges.keys();
        if (range === undefined || number !== current || range.got + bytes.length > range.length) {
          onStrike();
          return end('lost');
        }
        range.bytes ??= new Uint8Array(range.length);
        range.bytes.set(bytes, range.got);
        range.got += bytes.length;
        if (range.got === range.length) {
          ranges.delete(number);
          asked.delete(number);
          hand(range.bytes);
        }
        watch();
      },
      end,
    };
    waiting.push(task);
    if (isClosed) end('lost');
    else if (from >= size) end('done');
    else startNext();
    return { ended, stop: () => end('stopped') };
  }

  return {
    take,
    receive(frame) {
      if (isClosed) return;
      switch (frame.kind) {
        case 'bytes': {
          const task = asked.get(frame.number);
          if (task !== undefined) return task.receive(frame.number, frame.bytes);
          const left = takenBack.get(frame.number) ?? 0;
          if (frame.bytes.length > left) return onStrike();
          takenBack.set(frame.number, left - frame.bytes.length);
          return;
        }
        case 'none': {
          const task = asked.get(frame.number);
          if (task !== undefined) return task.end('not-here');
          if (!takenBack.has(frame.number)) onStrike();
          return;
        }
        default:
          return onStrike();
      }
    },
    close() {
      isClosed = true;
      for (const task of [...running, ...waiting]) task.end('lost');
    },
  };
}
