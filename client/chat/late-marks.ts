/**
 * Nearly nothing that is said in a chat has marks in it. What reads them is loaded when the page can be used; a page that
 * shows messages of before waits for it, so that nobody sees the marks themselves.
 */
import { createSignal, type JSX } from 'solid-js';

/** marked-text.tsx */
export interface MarkReader {
  markedText(text: string): JSX.Element;
  plainText(text: string): string;
}

type State = MarkReader | 'not-there' | 'failed';

// At module level, as words are: there is one for all that a page shows.
const [state, setState] = createSignal<State>('not-there');
let asked: Promise<void> | undefined;

const reader = (): MarkReader | undefined => {
  const now = state();
  return typeof now === 'string' ? undefined : now;
};

/** A page that has it anyway gives it before anything is drawn. */
export function readMarksWith(read: MarkReader): void {
  asked = Promise.resolve();
  setState(read);
}

/** Resolves when it is there, or cannot be loaded now: then text stands as it was typed, until it is asked for again. */
export function loadMarks(): Promise<void> {
  const now = (asked ??= import('./marked-text.tsx').then(
    ({ markedText, plainText }) => void setState({ markedText, plainText }),
    () => {
      asked = undefined;
      setState('failed');
    },
  ));
  return now;
}

/** Nothing that stands in the page looks different a moment later. Followed by whatever is drawn. */
export const marksAreRead = (): boolean => state() !== 'not-there';

/** @returns false only where `markedText` would give the text itself */
export function mayHaveMarks(text: string): boolean {
  return /[*_`[>@:\n]|^[-•\d]|www\./i.test(text);
}

/** A message's text, to be shown. */
export function messageText(text: string): JSX.Element {
  return mayHaveMarks(text) ? (readNow()?.markedText(text) ?? text) : text;
}

/** What is left of a text where there is room for a line only. */
export function lineText(text: string): string {
  return (
    (mayHaveMarks(text) ? readNow()?.plainText(text) : undefined) ??
    text.replace(/\s+/g, ' ').trim()
  );
}

function readNow(): MarkReader | undefined {
  const now = reader();
  if (now === undefined) void loadMarks();
  return now;
}
