/** What a page may call (docs/widget.md, docs/parley.d.ts). */
import type { Cell, ColumnType } from '../../conversation/protocol/host-context.ts';

export interface ParleyEvents {
  open: () => void;
  close: () => void;
  /** How many messages wait to be read. */
  unread: (count: number) => void;
  /** The visitor wrote the first message of a conversation. */
  started: () => void;
  /** What was opened with the last token is over, and it was no function: call `identify` again. */
  token: () => void;
}

/** A JWT that the page's server signed (docs/identify.md); null: nobody is signed in there. */
export type Token = string | null;
export type TokenSource = () => Token | Promise<Token>;

export interface TableOnPage {
  /** What stands above it; left out: its name. */
  readonly title?: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: ColumnType;
    readonly unit?: string;
  }[];
  /** In the order of the columns. Times are milliseconds, dates, or texts like 2026-11-22T09:00:00Z. */
  readonly rows: readonly (readonly (Cell | Date | undefined)[])[];
}

export interface ParleyOnPage {
  open(): void;
  close(): void;
  toggle(): void;
  /** Says who is there. A function is asked again whenever a token is wanted. */
  identify(given: Token | TokenSource): void;
  /** Facts about whoever is there, for those who answer. Others stay as they are; null takes one away. */
  setAttributes(attributes: Readonly<Record<string, string | number | boolean | null>>): void;
  /** Takes the place of the table of this name. */
  setTable(name: string, table: TableOnPage): void;
  removeTable(name: string): void;
  /** @returns the undo. */
  on<Name extends keyof ParleyEvents>(event: Name, listener: ParleyEvents[Name]): () => void;
}
