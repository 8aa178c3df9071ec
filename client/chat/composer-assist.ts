import type { Accessor, JSX } from 'solid-js';

/** The field of a composer, as whatever helps with writing sees it. */
export interface ComposerField {
  text(): string;
  /** Where the next letter comes; undefined while a part of the text is chosen. */
  caret(): number | undefined;
  /** Puts the text in place of a part; the browser's own undo takes it back. */
  replace(from: number, to: number, text: string): void;
}

/** Offers things while one writes: the console's canned replies. The field stays a text field and keeps the focus. */
export interface ComposerAssist {
  /** Something was written, or the caret was moved. */
  look(): void;
  /** @returns whether the key was meant for it */
  press(event: KeyboardEvent): boolean;
  /** The field was left. */
  leave(): void;
  /** The list that is open, and which of its lines is chosen. */
  readonly list: Accessor<{ readonly id: string; readonly active: string | undefined } | undefined>;
  view(): JSX.Element;
}
