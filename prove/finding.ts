/** What the parts of the proof have in common: what they are asked for, and what they say. */

export interface ProveOptions {
  /** For a night; otherwise the short form, quick enough for every change. */
  readonly long: boolean;
  /** Every choice comes from it: the same seed makes the same choices again. */
  readonly seed: number;
  /** Whether a row of the part, by its name, is wanted; parts without rows of that kind do not ask. */
  readonly wants: (row: string) => boolean;
}

/** What one test found out about one or more promises (ARCHITECTURE.md, docs/promises.md). */
export interface Finding {
  /** W1 to W9. */
  readonly promises: readonly string[];
  /** A sentence: what was done to Parley. */
  readonly test: string;
  readonly iterations: number;
  /** How many of what was done: `200 kills`, `5 % loss`. */
  readonly faults: string;
  readonly result: Result;
  /** Where chance had a part. */
  readonly seed?: number;
}

export type Result =
  | { readonly state: 'held'; readonly note?: string }
  | { readonly state: 'broken'; readonly because: string }
  /** It cannot be tried on this machine. */
  | { readonly state: 'skipped'; readonly because: string };

export interface Part {
  readonly name: string;
  /** Reports each finding as soon as it has one; a fault of the test itself is thrown. */
  prove(options: ProveOptions, report: (finding: Finding) => void): Promise<void>;
}
