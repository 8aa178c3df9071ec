/** Finds what may be clicked in plain text. One pass over the text, no backtracking, no HTML. */

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const starts = ['https://', 'http://', 'www.', 'mailto:', 'tel:'] as const;
const openers = '([{<"\'«“‘';
const trailing = new Set('.,;:!?"\'’”»>…*_~');
const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Longer ones are somebody testing us; they stay text. */
const longestLink = 2048;
const emailPattern = /^[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}$/u;

/** @returns the pieces of `text` in order; joined, their texts are `text`. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let plainFrom = 0;
  for (const word of text.matchAll(/[^\s\p{Cc}\p{Cf}]+/gu)) {
    const link = linkIn(word[0]);
    if (link === undefined) continue;
    const from = word.index + link.from;
    if (from > plainFrom) pieces.push({ kind: 'text', text: text.slice(plainFrom, from) });
    pieces.push({ kind: 'link', text: link.text, href: link.href });
    plainFrom = from + link.text.length;
  }
  if (plainFrom < text.length) pieces.push({ kind: 'text', text: text.slice(plainFrom) });
  return pieces;
}

interface Found {
  readonly from: number;
  readonly text: string;
  readonly href: string;
}

function linkIn(word: string): Found | undefined {
  if (word.length < 5) return undefined;
  const from = linkStart(word);
  if (from !== undefined) {
    const text = withoutTrailing(word.slice(from));
    const href = safeHref(text.toLowerCase().startsWith('www.') ? `https://${text}` : text);
    return href === undefined ? undefined : { from, text, href };
  }
  if (!word.includes('@') || word.length > 400) return undefined;
  const lead = leadingOpeners(word);
  const address = withoutTrailing(word.slice(lead));
  return emailPattern.test(address)
    ? { from: lead, text: address, href: `mailto:${address}` }
    : undefined;
}

/** A link starts a word, or follows an opening bracket or quotation mark; never the middle of a word. */
function linkStart(word: string): number | undefined {
  const from = leadingOpeners(word);
  const head = word.slice(from, from + 8).toLowerCase();
  return starts.some((start) => head.startsWith(start)) ? from : undefined;
}

function leadingOpeners(word: string): number {
  let from = 0;
  while (from < word.length && openers.includes(word.charAt(from))) from += 1;
  return from;
}

/** "(see https://a.example/b_(c))." ends the link before the last bracket and the full stop. */
function withoutTrailing(link: string): string {
  const balance: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (const character of link) {
    if (character in balance) balance[character] = (balance[character] ?? 0) + 1;
    const opener = brackets[character];
    if (opener !== undefined) balance[opener] = (balance[opener] ?? 0) - 1;
  }
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link.charAt(end - 1);
    const opener = brackets[last];
    if (opener !== undefined && (balance[opener] ?? 0) < 0) {
      balance[opener] = (balance[opener] ?? 0) + 1;
    } else if (!trailing.has(last)) break;
  }
  return link.slice(0, end);
}

/** @returns the address as the browser will read it, or undefined for anything that should not be clicked. */
export function safeHref(candidate: string): string | undefined {
  const url = candidate.length > longestLink ? undefined : parsed(candidate);
  switch (url?.protocol) {
    case 'https:':
    case 'http:':
      // "https://bank.example@evil.example" reads as the one and goes to the other.
      if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined;
      return url.href;
    case 'mailto:':
      return emailPattern.test(url.pathname) ? url.href : undefined;
    case 'tel:':
      return /^\+?[0-9().-]{3,32}$/.test(url.pathname) ? url.href : undefined;
    default:
      return undefined;
  }
}

/** Not `canParse`: Node 20 refuses "https://bücher.example/" once its compiler has optimised that. */
function parsed(candidate: string): URL | undefined {
  try {
    return new URL(candidate);
  } catch {
    // No address.
    return undefined;
  }
}
