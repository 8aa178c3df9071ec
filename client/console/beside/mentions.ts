/** "@Name" in a note: who is meant, and whom the first letters could mean. Pure. */
import type { AccountId } from '../../../conversation/protocol/ids.ts';

export interface Colleague {
  readonly account: AccountId;
  readonly name: string;
}

/** Longer names first, so that "@Ann Lee" is not Ann. */
const byLength = (people: readonly Colleague[]) =>
  people.toSorted((a, b) => b.name.length - a.name.length);

const isLetter = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);

export interface NotePart {
  readonly text: string;
  readonly mention: boolean;
}

/** A note's text in pieces, of which some are names. */
export function notePartsOf(text: string, people: readonly Colleague[]): readonly NotePart[] {
  const names = byLength(people).map(({ name }) => name);
  const parts: NotePart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const name =
      text[at] === '@' && !isLetter(text[at - 1]) ? nameAt(text, at + 1, names) : undefined;
    if (name === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, mention: false });
    plain = '';
    parts.push({ text: `@${name}`, mention: true });
    at += name.length + 1;
  }
  return plain === '' ? parts : [...parts, { text: plain, mention: false }];
}

function nameAt(text: string, at: number, names: readonly string[]): string | undefined {
  return names.find((name) => text.startsWith(name, at) && !isLetter(text[at + name.length]));
}

/** @returns whom a text names; of two with one name, both */
export function mentionsIn(text: string, people: readonly Colleague[]): AccountId[] {
  const named = new Set(
    notePartsOf(text, people)
      .filter(({ mention }) => mention)
      .map((part) => part.text.slice(1)),
  );
  return people.filter(({ name }) => named.has(name)).map(({ account }) => account);
}

export interface Typing {
  /** Where the "@" is. */
  readonly from: number;
  readonly words: string;
}

/** @returns the name that is being typed before the caret, or undefined where none is */
export function typedMention(text: string, caret: number): Typing | undefined {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || isLetter(text[from - 1])) return undefined;
  const words = text.slice(from + 1, caret);
  return words.length > 40 || /[\n@]|^\s/u.test(words) ? undefined : { from, words };
}

const mostSuggested = 6;

/** Those of whose names a word begins like that. */
export function suggested(people: readonly Colleague[], words: string): readonly Colleague[] {
  const wanted = words.toLowerCase();
  return people
    .filter(({ name }) => {
      const lower = name.toLowerCase();
      return (
        lower.startsWith(wanted) || lower.split(/\s+/u).some((part) => part.startsWith(wanted))
      );
    })
    .slice(0, mostSuggested);
}
