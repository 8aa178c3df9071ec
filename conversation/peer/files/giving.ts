/** The side of a link that gives files: answers questions one after the other, as fast as they are carried away. */
import { fileLimits } from './file-limits.ts';
import { frameHead, type FileFrame, type Want } from './file-frames.ts';
import type { FileShelf } from './shared-file.ts';

export interface GivingOptions {
  readonly shelf: FileShelf;
  /** @returns false where the channel has enough for now; `drained` is called once it has not. */
  send(frame: FileFrame): boolean;
  /** Something that no honest program asks. */
  onStrike(): void;
  onFault(error: unknown): void;
}

export interface Giving {
  receive(frame: FileFrame): void;
  drained(): void;
  close(): void;
}

const partBytes = fileLimits.messageBytes - frameHead;

export function createGiving(options: GivingOptions): Giving {
  const wants: Want[] = [];
  /** Bytes of each file that went over this link. */
  const given = new Map<string, number>();
  let last = 0;
  let isRunning = false;
  let isClosed = false;
  let goOn: () => void = () => undefined;

  const isWanted = (want: Want) => wants[0] === want && !isClosed;

  function none(want: Want): void {
    if (isWanted(want)) options.send({ kind: 'none', number: want.number });
  }

  async function answer(want: Want): Promise<void> {
    const { number, hash, from, length } = want;
    const file = options.shelf.find(hash);
    if (file === undefined || from + length > file.size) return none(want);
    const before = given.get(hash) ?? 0;
    if (before + length > fileLimits.timesGiven * file.size + fileLimits.rangeBytes) {
      return none(want);
    }
    given.set(hash, before + length);
    let bytes;
    try {
      bytes = await file.read(from, length);
    } catch {
      // Its owner moved or changed it: to the other side it is not here.
      return none(want);
    }
    if (bytes.length !== length) return none(want);
    for (let at = 0; at < length && isWanted(want); at += partBytes) {
      const part = bytes.subarray(at, at + partBytes);
      if (options.send({ kind: 'bytes', number, bytes: part })) continue;
      await new Promise<void>((resolve) => (goOn = resolve));
    }
    if (isWanted(want)) file.given?.(from + length);
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
          if (!isRunning) run().catch((error: unknown) => options.onFault(error));
          return;
        case 'stop': {
          if (frame.number > last) return options.onStrike();
          const at = wants.findIndex(({ number }) => number === frame.number);
          if (at >= 0) wants.splice(at, 1);
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
      goOn();
    },
  };
}
