/** Who else has a conversation before them, as a sentence. */
export function viewersSentence(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 1) return `${first} is viewing this too.`;
  if (names.length === 2) return `${first} and ${second} are viewing this too.`;
  return `${first}, ${second} and ${names.length - 2} more are viewing this too.`;
}
