/** What one emoji is (Unicode Technical Standard 51, ED-17): a source for regular expressions with the flag u. */
export const oneEmoji = [
  // A picture, with its variation or skin tone, joined to others (a family), or followed by tags (England).
  String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}|[\u{E0020}-\u{E007E}]+\u{E007F})*`,
  String.raw`\p{Regional_Indicator}{2}`,
  String.raw`[#*0-9]\uFE0F\u20E3`,
].join('|');

const alone = new RegExp(`^(?:${oneEmoji})$`, 'u');

export function isEmoji(text: string): boolean {
  return alone.test(text);
}
