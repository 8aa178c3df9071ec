/** What stands under the name of a file. */
import { unreachable } from '../../conversation/protocol/result.ts';
import type { ReceivingState } from './receiving.ts';
import { sizeWords } from './size-words.ts';
import type { SendingState } from './transfers.ts';
import { told } from '../words/told.ts';
import { language, t } from '../words/words.ts';

export type FileDeed = 'pause' | 'resume' | 'cancel' | 'again';

export interface FileLineWords {
  readonly words: string;
  /** From 0 to 1, where it is on its way. */
  readonly share: number | undefined;
  readonly deeds: readonly FileDeed[];
}

const percent = (share: number) =>
  (Math.floor(share * 100) / 100).toLocaleString(language(), { style: 'percent' });

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
        words: t('file.sending', { share: percent(going.sent) }),
        share: going.sent,
        deeds: ['pause', 'cancel'],
      };
    case 'waiting':
      return { words: t('file.waiting'), share: going.sent, deeds: ['pause', 'cancel'] };
    case 'paused':
      return {
        words: t('file.paused', { share: percent(going.sent) }),
        share: going.sent,
        deeds: ['resume', 'cancel'],
      };
    case 'refused':
      return { words: t('file.not-sent', { why: told(going.why) }), share: undefined, deeds: [] };
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
        words: t('file.share-of', { share: percent(coming.got), size: sizeWords(size) }),
        share: coming.got,
        deeds: ['pause', 'cancel'],
      };
    case 'paused':
      return {
        words: t('file.paused', { share: percent(coming.got) }),
        share: coming.got,
        deeds: ['resume', 'cancel'],
      };
    case 'waiting': {
      const words = t(coming.why === 'not-there' ? 'file.on-its-way' : 'file.server-away');
      return { words, share: coming.got === 0 ? undefined : coming.got, deeds: ['cancel'] };
    }
    case 'damaged':
      return {
        words: t('file.damaged'),
        share: undefined,
        deeds: ['again'],
      };
    default:
      return unreachable(coming);
  }
}
