/**
 * What stands in a line of a message: bold, italic, code and links, as pieces; never HTML. One pass: a mark opens at
 * most once and is closed at most once, so the tree is at most four levels deep and time is linear in the text.
 */
import { linkify, safeHref } from './linkify.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'strong' | 'em'; readonly inside: readonly Inline[] };

type Mark = '**' | '*' | '_';

interface Open {
  readonly mark: Mark;
  /** What stands after the mark so far. */
  readonly pieces: Inline[];
}

/** `[words](address)`, short enough that looking for its end costs nothing. */
const named = /^\[([^[\]\n]{1,200})\]\(([^()\s]{1,2048})\)/;

/** @returns the pieces of a line, or of several: line feeds are text. */
export function parseInline(text: string): readonly Inline[] {
  const stack: Open[] = [];
  const root: Inline[] = [];
  let plain = '';
  let at = 0;
  const lastTick = text.lastIndexOf('`');
  const pieces = () => stack.at(-1)?.pieces ?? root;
  const flush = () => {
    if (plain !== '') pieces().push(...linkify(plain));
    plain = '';
  };

  function close(mark: Mark): boolean {
    const level = stack.findLastIndex((open) => open.mark === mark);
    const opened = stack[level];
    if (opened === undefined) return false;
    flush();
    // What was opened inside of it and not closed is text.
    while (stack.length > level + 1) giveBack(stack);
    if (opened.pieces.length === 0) return false;
    stack.pop();
    pieces().push({ kind: mark === '**' ? 'strong' : 'em', inside: opened.pieces });
    return true;
  }

  function giveBack(open: Open[]): void {
    const last = open.pop();
    if (last === undefined) return;
    pieces().push({ kind: 'text', text: last.mark }, ...last.pieces);
  }

  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '`' && at < lastTick) {
      const end = text.indexOf('`', at + 1);
      const code = text.slice(at + 1, end);
      if (code.trim() !== '' && !code.includes('\n')) {
        flush();
        pieces().push({ kind: 'code', text: code });
        at = end + 1;
        continue;
      }
    } else if (character === '[') {
      const link = namedLink(text.slice(at, at + 2300));
      if (link !== undefined) {
        flush();
        pieces().push({ kind: 'link', text: link.text, href: link.href });
        at += link.length;
        continue;
      }
    } else if (character === '*' || character === '_') {
      const mark: Mark = character === '_' ? '_' : text.startsWith('**', at) ? '**' : '*';
      const before = at === 0 ? '' : text.charAt(at - 1);
      const after = text.charAt(at + mark.length);
      const isOpen = stack.some((open) => open.mark === mark);
      if (isOpen && mayClose(mark, before, after) && close(mark)) {
        at += mark.length;
        continue;
      }
      if (!isOpen && mayOpen(mark, before, after)) {
        flush();
        stack.push({ mark, pieces: [] });
        at += mark.length;
        continue;
      }
      plain += mark;
      at += mark.length;
      continue;
    }
    plain += character;
    at += 1;
  }
  flush();
  while (stack.length > 0) giveBack(stack);
  return joined(root);
}

const isBlank = (character: string) => character === '' || /\s/u.test(character);
const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);

/** `2*3*4` and `snake_case_name` are what they look like (as CommonMark's flanking rules have it, 0.31, 6.2). */
function mayOpen(mark: Mark, before: string, after: string): boolean {
  return !isBlank(after) && !isWord(before) && after !== mark.charAt(0);
}
function mayClose(mark: Mark, before: string, after: string): boolean {
  return !isBlank(before) && !isWord(after) && before !== mark.charAt(0);
}

/** Words that look like an address must not lead to another one. */
function namedLink(
  from: string,
): { readonly text: string; readonly href: string; readonly length: number } | undefined {
  const [whole, text, address] = named.exec(from) ?? [];
  if (whole === undefined || text === undefined || address === undefined) return undefined;
  const href = safeHref(address);
  if (href === undefined || text.trim() === '') return undefined;
  const pretended = linkify(text).filter(({ kind }) => kind === 'link');
  const isHonest = pretended.every((piece) => piece.kind === 'link' && piece.href === href);
  return isHonest && !/[\p{Cf}]/u.test(text) ? { text, href, length: whole.length } : undefined;
}

/** Texts that came to stand side by side are one. */
function joined(pieces: readonly Inline[]): readonly Inline[] {
  const out: Inline[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: last.text + piece.text };
    } else if (piece.kind === 'strong' || piece.kind === 'em') {
      out.push({ ...piece, inside: joined(piece.inside) });
    } else out.push(piece);
  }
  return out;
}
