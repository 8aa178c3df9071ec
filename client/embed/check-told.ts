/** What a page tells of whoever is there, checked where the page says it: its author reads what is wrong at once. */
import {
  cellCharacters,
  columnTypes,
  fitsColumn,
  linePattern,
  mostColumns,
  mostContextBytes,
  mostRows,
  nameCharacters,
  tableTitleCharacters,
  unitCharacters,
  type Cell,
  type ColumnType,
  type HostColumn,
  type HostTable,
} from '../../conversation/protocol/host-context.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';

/** A refusal is a sentence for whoever builds the page. */
type Checked<Value> = Result<Value, string>;
export type Attribute = string | number | boolean;
type Fields = Readonly<Record<string, unknown>>;

export const mostAttributes = 20;

const isLine = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' &&
  value.length >= least &&
  value.length <= most &&
  linePattern.test(value);

function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of another window's as well.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** @returns all of them with the changes; null takes one away. */
export function mergeAttributes(
  before: ReadonlyMap<string, Attribute>,
  changes: unknown,
): Checked<ReadonlyMap<string, Attribute>> {
  if (!isPlain(changes)) return refuse('the attributes must be an object like { plan: "Gold" }.');
  const after = new Map(before);
  for (const [name, value] of Object.entries(changes)) {
    if (!isLine(name, 1, nameCharacters)) {
      return refuse(`an attribute's name must be one line of 1 to ${nameCharacters} characters.`);
    }
    if (value === null) after.delete(name);
    else if (isAttribute(value)) after.set(name, value);
    else {
      return refuse(
        `"${name}" must be one line of at most ${cellCharacters} characters, a number, true or false.`,
      );
    }
  }
  return after.size > mostAttributes
    ? refuse(`there are at most ${mostAttributes} attributes.`)
    : accept(after);
}

function isAttribute(value: unknown): value is Attribute {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'boolean' || isLine(value, 0, cellCharacters);
}

export function checkName(name: unknown): Checked<string> {
  return isLine(name, 1, nameCharacters)
    ? accept(name)
    : refuse(`a table's name must be one line of 1 to ${nameCharacters} characters.`);
}

/** @returns it newly made of its checked parts. */
export function checkTable(name: unknown, table: unknown): Checked<HostTable> {
  const named = checkName(name);
  if (!named.ok) return named;
  if (!isPlain(table)) return refuse('a table must be an object like { columns: [], rows: [] }.');
  const { title = named.value } = table;
  if (!isLine(title, 0, tableTitleCharacters)) {
    return refuse(`the title must be one line of at most ${tableTitleCharacters} characters.`);
  }
  const columns = checkColumns(table['columns']);
  if (!columns.ok) return columns;
  const rows = checkRows(table['rows'], columns.value);
  if (!rows.ok) return rows;
  const checked = { name: named.value, title, columns: columns.value, rows: rows.value };
  const bytes = new TextEncoder().encode(JSON.stringify(checked)).length;
  return bytes > mostContextBytes
    ? refuse(`a table has at most ${mostContextBytes / 1024} kB, and this one has more.`)
    : accept(checked);
}

function checkColumns(given: unknown): Checked<readonly HostColumn[]> {
  if (!Array.isArray(given) || given.length === 0 || given.length > mostColumns) {
    return refuse(`columns must be a list of 1 to ${mostColumns}.`);
  }
  const columns: HostColumn[] = [];
  for (const each of given as readonly unknown[]) {
    const { name, type, unit = '' } = isPlain(each) ? each : {};
    const known = columnTypes.find((one) => one === type);
    if (!isLine(name, 1, nameCharacters) || known === undefined) {
      return refuse(
        `a column must be like { name: "Consumption", type: "number" }; types are ${columnTypes.join(', ')}.`,
      );
    }
    if (!isLine(unit, 0, unitCharacters)) {
      return refuse(`the unit of "${name}" must have at most ${unitCharacters} characters.`);
    }
    if (columns.some((one) => one.name === name)) return refuse(`two columns are named "${name}".`);
    columns.push({ name, type: known, ...(unit === '' ? {} : { unit }) });
  }
  return accept(columns);
}

function checkRows(
  given: unknown,
  columns: readonly HostColumn[],
): Checked<readonly (readonly Cell[])[]> {
  if (!Array.isArray(given) || given.length > mostRows) {
    return refuse(`rows must be a list of at most ${mostRows}.`);
  }
  const rows: (readonly Cell[])[] = [];
  for (const [at, row] of (given as readonly unknown[]).entries()) {
    if (!Array.isArray(row) || row.length !== columns.length) {
      return refuse(`row ${at} must be a list with a value for each of ${columns.length} columns.`);
    }
    const cells: Cell[] = [];
    for (const [place, { name, type }] of columns.entries()) {
      const cell = cellOf(row[place], type);
      if (cell === undefined) return refuse(`row ${at}: "${name}" is no value of type ${type}.`);
      cells.push(cell);
    }
    rows.push(cells);
  }
  return accept(rows);
}

/** @returns undefined where it does not fit */
function cellOf(value: unknown, type: ColumnType): Cell | undefined {
  const cell: unknown = value === undefined ? null : type === 'time' ? timeOf(value) : value;
  return fitsColumn(cell, type) ? (cell as Cell) : undefined;
}

function timeOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  // Other ways to write it are read differently by different browsers.
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value)
    ? Date.parse(value)
    : value;
}
