/**
 * What the page around the chat tells of whoever writes: bounds, and the check that the loader, the widget and the
 * tests share. The server checks with the schema of http/host-context.ts.
 *
 * The bounds are what somebody looks at beside a conversation: a screen of facts, and lists that a person can go
 * through. 1,000 rows are 41 days of hours or almost three years of days; a page passes an extract, not its database.
 */

export const mostTables = 8;
export const mostColumns = 12;
export const mostRows = 1000;
export const nameCharacters = 40;
export const tableTitleCharacters = 80;
export const unitCharacters = 16;
export const cellCharacters = 200;
/** Of the JSON of everything that one conversation has. */
export const mostContextBytes = 256 * 1024;

export const columnTypes = ['text', 'number', 'time', 'yes-no'] as const;
export type ColumnType = (typeof columnTypes)[number];
/** `time` is milliseconds of Unix time; null: nothing is known. */
export type Cell = string | number | boolean | null;

export interface HostColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string | undefined;
}
export interface HostTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly HostColumn[];
  readonly rows: readonly (readonly Cell[])[];
}
export type HostAttributes = Readonly<Record<string, string | number | boolean>>;

/** One line, without marks that turn the direction of what follows. */
export const linePattern = /^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u;

/** The latest moment that a Date can be. */
export const mostTime = 8.64e15;

export function fitsColumn(cell: unknown, type: ColumnType): boolean {
  if (cell === null) return true;
  switch (type) {
    case 'text':
      return typeof cell === 'string' && cell.length <= cellCharacters && linePattern.test(cell);
    case 'number':
      return typeof cell === 'number' && Number.isFinite(cell);
    case 'time':
      return typeof cell === 'number' && Number.isInteger(cell) && Math.abs(cell) <= mostTime;
    case 'yes-no':
      return typeof cell === 'boolean';
  }
}
