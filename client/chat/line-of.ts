import { lineText } from './late-marks.ts';
import type { MessageItem } from './acting/deeds.ts';

/** No list shows more of a message. */
const shortEnough = 300;

/** What a message says, where there is room for one line: its words, or what its files are called. */
export function lineOf({ text, files = [] }: Pick<MessageItem, 'text' | 'files'>): string {
  return lineText(text.slice(0, shortEnough)) || files.map(({ name }) => name).join(', ');
}
