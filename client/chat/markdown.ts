/**
 * Light Markdown: what people type in a chat, as a tree that is drawn with elements. Text that means nothing special
 * is one block of text, and most messages are.
 */
import { parseInline, type Inline } from './inline.ts';

export type Block =
  | { readonly kind: 'text'; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly inside: readonly Inline[] }
  | {
      readonly kind: 'list';
      /** Of the first item; undefined where it is not numbered. */
      readonly from: number | undefined;
      readonly items: readonly (readonly Inline[])[];
    };

const fence = /^```[\w+-]{0,20}$/;
const bullet = /^[-*•] +(?=\S)/;
const numbered = /^(\d{1,9})[.)] +(?=\S)/;
const quoted = /^> ?/;
const isFilled = (line: string) => line !== '';

/** @returns blocks in order. Nothing of the text is lost but the marks; what is not closed stays as it was typed. */
export function parseMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  let plain: string[] = [];
  const flush = () => {
    const [first, last] = [plain.findIndex(isFilled), plain.findLastIndex(isFilled)];
    const words = plain.slice(Math.max(first, 0), last + 1).join('\n');
    if (words !== '') blocks.push({ kind: 'text', inside: parseInline(words) });
    plain = [];
  };
  /** The end of the last fence: a text that is all opening fences is looked through once. */
  const lastFence = lines.findLastIndex((line) => line.trimEnd() === '```');

  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    if (fence.test(line) && at < lastFence) {
      const end = lines.findIndex((it, i) => i > at && it.trimEnd() === '```');
      flush();
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
      continue;
    }
    const run = runFrom(lines, at);
    if (run === undefined) {
      plain.push(line);
      at += 1;
      continue;
    }
    flush();
    blocks.push(run.block);
    at = run.end;
  }
  flush();
  return blocks;
}

/** Lines of one kind that stand together. */
function runFrom(
  lines: readonly string[],
  from: number,
): { readonly block: Block; readonly end: number } | undefined {
  for (const pattern of [quoted, bullet, numbered]) {
    const first = pattern.exec(lines[from] ?? '');
    if (first === null) continue;
    let end = from;
    const inside: string[] = [];
    for (; end < lines.length && pattern.test(lines[end] ?? ''); end += 1) {
      inside.push((lines[end] ?? '').replace(pattern, ''));
    }
    if (pattern === quoted) {
      return { block: { kind: 'quote', inside: parseInline(inside.join('\n')) }, end };
    }
    const number = first[1] === undefined ? undefined : Number(first[1]);
    // "1. May" alone is a date, and "- well" a sentence.
    if (inside.length < 2) return undefined;
    return { block: { kind: 'list', from: number, items: inside.map(parseInline) }, end };
  }
  return undefined;
}

/** What is left of a text where there is room for a line only. */
export function plainText(text: string): string {
  const words = (pieces: readonly Inline[]): string =>
    pieces.map((piece) => ('inside' in piece ? words(piece.inside) : piece.text)).join('');
  return parseMarkdown(text)
    .map((block) => {
      if (block.kind === 'code') return block.text;
      return block.kind === 'list' ? block.items.map(words).join(', ') : words(block.inside);
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
