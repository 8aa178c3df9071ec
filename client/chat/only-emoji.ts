import { oneEmoji } from '../../conversation/log/emoji.ts';

const emojis = new RegExp(`^(?:${oneEmoji}|\\s)+$`, 'u');
const mostLarge = 6;

/** Whether a text is nothing but a few emoji, which are drawn large. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > 60 || !emojis.test(text)) return false;
  return (text.match(new RegExp(oneEmoji, 'gu')) ?? []).length <= mostLarge;
}
