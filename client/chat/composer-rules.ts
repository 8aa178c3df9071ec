/** What a key means and when a text is too long, apart from the field itself. */
import { limits } from '../../conversation/log/limits.ts';
import { t } from '../words/words.ts';

export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** Safari reports the Enter that ends a composition after it with this code (WebKit bug 165004). */
const compositionKeyCode = 229;

/** Enter sends, Shift+Enter breaks the line; an Enter that chooses a word of an input method does neither. */
export function sendsOn(press: KeyPress): boolean {
  if (press.key !== 'Enter' || press.isComposing || press.keyCode === compositionKeyCode) {
    return false;
  }
  return !press.shiftKey && !press.altKey;
}

export interface LengthNotice {
  readonly over: boolean;
  readonly text: string;
  /** The same for a screen reader; it does not change with every key. */
  readonly spoken: string;
}

/** How many bytes before the end one is told. */
const noticeBytes = 500;

/** @returns what to say about the length of `text`, or undefined while there is plenty of room. */
export function lengthNotice(text: string): LengthNotice | undefined {
  const trimmed = text.trim();
  // A UTF-16 unit takes at most three bytes: most texts need no counting.
  if (trimmed.length * 3 < limits.textBytes - noticeBytes) return undefined;
  const left = limits.textBytes - new TextEncoder().encode(trimmed).length;
  if (left > noticeBytes) return undefined;
  return left >= 0
    ? {
        over: false,
        text: t('composer.left', { count: left }),
        spoken: t('composer.left-about', { count: Math.ceil(left / 100) * 100 }),
      }
    : {
        over: true,
        text: t('composer.over', { count: -left }),
        spoken: t('composer.over-spoken'),
      };
}
