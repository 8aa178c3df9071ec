/** What a page with `/embed.js` may call: docs/widget.md. Copy it into your project. */

interface ParleyEvents {
  open: () => void;
  close: () => void;
  /** How many messages wait to be read. */
  unread: (count: number) => void;
  /** The visitor wrote the first message of a conversation. */
  started: () => void;
  /** What was opened with the last token is over, and it was no function: call `identify` again. */
  token: () => void;
}

/** A JWT that your server signed; null: nobody is signed in. */
type ParleyToken = string | null;

interface ParleyTable {
  /** Up to 80 characters; left out: its name. */
  readonly title?: string;
  /** 1 to 12 of different names. */
  readonly columns: readonly {
    readonly name: string;
    readonly type: 'text' | 'number' | 'time' | 'yes-no';
    readonly unit?: string;
  }[];
  /** At most 1,000, in the order of the columns. */
  readonly rows: readonly (readonly (string | number | boolean | Date | null | undefined)[])[];
}

interface Parley {
  open(): void;
  close(): void;
  toggle(): void;
  identify(token: ParleyToken | (() => ParleyToken | Promise<ParleyToken>)): void;
  /** Others stay as they are; null takes one away. At most 20. */
  setAttributes(attributes: Readonly<Record<string, string | number | boolean | null>>): void;
  /** At most 8 tables, 256 kB together. */
  setTable(name: string, table: ParleyTable): void;
  removeTable(name: string): void;
  /** @returns the undo. */
  on<Name extends keyof ParleyEvents>(event: Name, listener: ParleyEvents[Name]): () => void;
}

interface Window {
  /** There from the event `parley-ready` on, or from the beginning with the longer snippet. */
  Parley?: Parley;
}
