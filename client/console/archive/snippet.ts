/** The text around the words that were searched for, ready to be drawn as elements. */
export interface Segment {
  readonly text: string;
  readonly hit: boolean;
}

/** One line of text: white space shrinks, empty parts go, neighbours of one kind become one. */
export function tidySegments(segments: readonly Segment[]): Segment[] {
  const tidy: Segment[] = [];
  for (const { text, hit } of segments) {
    const line = text.replaceAll(/\s+/gu, ' ');
    const last = tidy.at(-1);
    if (line === '') continue;
    if (last?.hit === hit) tidy[tidy.length - 1] = { text: last.text + line, hit };
    else tidy.push({ text: line, hit });
  }
  return tidy;
}
