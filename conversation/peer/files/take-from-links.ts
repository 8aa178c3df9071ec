/** Takes a file over the links of a conversation: from the next one where one ends or has it not, from the byte that is here. */
import type { TakeEnd, Taking, WantedFile } from './shared-file.ts';

/** One link's other end. */
export type Giver = (wanted: WantedFile) => Taking;

/**
 * @param givers asked one after the other
 * @returns `not-here` where none has all of it; `lost` where the last one ended
 */
export function takeFromLinks(givers: readonly Giver[], wanted: WantedFile): Taking {
  let now: Taking | undefined;
  let isStopped = false;
  let from = wanted.from;

  async function run(): Promise<TakeEnd> {
    let how: TakeEnd = 'not-here';
    for (const giver of givers) {
      if (isStopped) return 'stopped';
      now = giver({
        ...wanted,
        from,
        async store(bytes) {
          await wanted.store(bytes);
          from += bytes.length;
        },
      });
      how = await now.ended;
      if (how === 'done' || how === 'stopped' || how === 'stored-not') return how;
    }
    return how;
  }

  return {
    ended: run(),
    stop() {
      isStopped = true;
      now?.stop();
    },
  };
}
