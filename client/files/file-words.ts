/** What stands under the name of a file. */
import { unreachable } from '../../conversation/protocol/result.ts';
import type { ReceivingState } from './receiving.ts';
import { sizeWords } from './size-words.ts';
import type { SendingState } from './transfers.ts';

export type FileDeed = 'pause' | 'resume' | 'cancel' | 'again';

export interface FileLineWords {
  readonly words: string;
  /** From 0 to 1, where it is on its way. */
  readonly share: number | undefined;
  readonly deeds: readonly FileDeed[];
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;

/** @param going of one's own, while it is on its way; then it counts alone */
export function fileLine(
  size: number,
  going: SendingState | undefined,
  coming: ReceivingState | undefined,
): FileLineWords {
  return going === undefined ? ofComing(size, coming) : ofGoing(going);
}

function ofGoing(going: SendingState): FileLineWords {
  switch (going.state) {
    case 'sending':
      return {
        words: `Sending, ${percent(going.sent)}`,
        share: going.sent,
        deeds: ['pause', 'cancel'],
      };
    case 'waiting':
      return { words: 'Waiting for the server', share: going.sent, deeds: ['pause', 'cancel'] };
    case 'paused':
      return {
        words: `Paused at ${percent(going.sent)}`,
        share: going.sent,
        deeds: ['resume', 'cancel'],
      };
    case 'refused':
      return { words: `Not sent: ${going.why}`, share: undefined, deeds: [] };
    default:
      return unreachable(going);
  }
}

function ofComing(size: number, coming: ReceivingState | undefined): FileLineWords {
  switch (coming?.state) {
    case undefined:
    case 'done':
      return { words: sizeWords(size), share: undefined, deeds: [] };
    case 'receiving':
      return {
        words: `${percent(coming.got)} of ${sizeWords(size)}`,
        share: coming.got,
        deeds: ['pause', 'cancel'],
      };
    case 'paused':
      return {
        words: `Paused at ${percent(coming.got)}`,
        share: coming.got,
        deeds: ['resume', 'cancel'],
      };
    case 'waiting': {
      const words = coming.why === 'not-there' ? 'On its way…' : 'The server cannot be reached.';
      return { words, share: coming.got === 0 ? undefined : coming.got, deeds: ['cancel'] };
    }
    case 'damaged':
      return {
        words: 'What came is not this file. It was thrown away.',
        share: undefined,
        deeds: ['again'],
      };
    default:
      return unreachable(coming);
  }
}
