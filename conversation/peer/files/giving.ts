/** The side of a link that gives files: answers questions one after the other, as fast as they are carried away. */
import type { Clock } from '../clock.ts';
import { fileLimits } from './file-limits.ts';
import { frameHead, type FileFrame, type Want } from './file-frames.ts';
import type { FileShelf } from './shared-file.ts';

export interface GivingOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly shelf: FileShelf;
  /**
   * @param isFast whether the path carries much, so that more may be buffered
   * @returns false where the channel has enough for now; `drained` is called once it has not
   */
  send(frame: FileFrame, isFast: boolean): boolean;
  /** Something that no honest program asks. */
  onStrike(): void;
  onFault(error: unknown): void;
}

export interface Giving {
  receive(frame: FileFrame): void;
  drained(): void;
  close(): void;
}

const partBytes = {
  slow: fileLimits.slowMessageBytes - frameHead,
  fast: fileLimits.messageBytes - frameHead,
};

export function createGiving(options: GivingOptions): Giving {
  const { clock } = options;
  const wants: Want[] = [];
  /** Bytes of each file that went over this link. */
  const given = new Map<string, number>();
  /** What is read before its turn. */
  const ahead = new Map<Want, Promise<Uint8Array<ArrayBuffer> | undefined>>();
  let last = 0;
  let isFast = false;
  let isSending = false;
  let isRunning = false;
  let isClosed = false;
  let goOn: () => void = () => undefined;

  const isWanted = (want: Want) => wants[0] === want && !isClosed;

  function none(want: Want): void {
    if (isWanted(want)) options.send({ kind: 'none', number: want.number }, isFast);
  }

  /** @returns undefined where it is not here, or not for the asker now. */
  async function read({ hash, from, length }: Want): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = options.shelf.find(hash);
    if (file === undefined || from + length > file.size) return undefined;
    const before = given.get(hash) ?? 0;
    const most = fileLimits.timesGiven * file.size + fileLimits.rangeBytes;
    if (before + length > most) return undefined;
    given.set(hash, before + length);
    try {
      const bytes = await file.read(from, length);
      return bytes.length === length ? bytes : undefined;
    } catch {
      // Its owner moved or changed it: to the other side it is not here.
      return undefined;
    }
  }

  function readAhead(): void {
    for (const want of wants.slice(1, 1 + fileLimits.readAhead)) {
      if (ahead.size < fileLimits.readAhead && !ahead.has(want)) ahead.set(want, read(want));
    }
  }

  function contentOf(want: Want): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const begun = ahead.get(want) ?? read(want);
    ahead.delete(want);
    return begun;
  }

  async function answer(want: Want): Promise<void> {
    const { number, from, length } = want;
    const bytes = await contentOf(want);
    if (bytes === undefined) return none(want);
    isSending = true;
    readAhead();
    const startedAt = clock.now();
    const most = isFast ? partBytes.fast : partBytes.slow;
    for (let at = 0; at < length && isWanted(want); at += most) {
      const part = bytes.subarray(at, at + most);
      if (options.send({ kind: 'bytes', number, bytes: part }, isFast)) continue;
      await new Promise<void>((resolve) => (goOn = resolve));
    }
    isSending = false;
    // Short ones say nothing of the path: they fit into the buffer.
    if (length === fileLimits.rangeBytes) {
      isFast = clock.now() - startedAt <= fileLimits.fastRangeMs;
    }
    if (isWanted(want)) options.shelf.find(want.hash)?.given?.(from + length);
  }

  async function run(): Promise<void> {
    isRunning = true;
    for (let want = wants[0]; want !== undefined && !isClosed; want = wants[0]) {
      await answer(want);
      if (wants[0] === want) wants.shift();
    }
    isRunning = false;
  }

  return {
    receive(frame) {
      if (isClosed) return;
      switch (frame.kind) {
        case 'want':
          // Questions are numbered in a row, and an honest peer waits with more.
          if (frame.number !== last + 1 || wants.length >= fileLimits.wantsAtOnce) {
            return options.onStrike();
          }
          last = frame.number;
          wants.push(frame);
          if (isSending) readAhead();
          if (!isRunning) run().catch((error: unknown) => options.onFault(error));
          return;
        case 'stop': {
          if (frame.number > last) return options.onStrike();
          const at = wants.findIndex(({ number }) => number === frame.number);
          for (const want of wants.splice(at, at < 0 ? 0 : 1)) ahead.delete(want);
          return goOn();
        }
        default:
          return options.onStrike();
      }
    },
    drained: () => goOn(),
    close() {
      isClosed = true;
      wants.length = 0;
      ahead.clear();
      goOn();
    },
  };
}
